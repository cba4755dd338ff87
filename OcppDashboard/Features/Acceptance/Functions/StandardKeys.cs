using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>The configuration keys of OCPP 1.6 (chapter 9) and of its security extension, and which of them a run may write.</summary>
internal static class StandardKeys
{
    private const int LongestWritten = 100; // a longer value overwrote other keys (charger-quirks I7)

    /// <summary>Those of the Core profile that a charge point must have.</summary>
    public static IReadOnlyList<string> Required { get; } =
    [
        "AuthorizeRemoteTxRequests", "ClockAlignedDataInterval", "ConnectionTimeOut", "ConnectorPhaseRotation", "GetConfigurationMaxKeys", "HeartbeatInterval",
        "LocalAuthorizeOffline", "LocalPreAuthorize", "MeterValuesAlignedData", "MeterValuesSampledData", "MeterValueSampleInterval", "NumberOfConnectors", "ResetRetries",
        "StopTransactionOnEVSideDisconnect", "StopTransactionOnInvalidId", "StopTxnAlignedData", "StopTxnSampledData", "SupportedFeatureProfiles",
        "TransactionMessageAttempts", "TransactionMessageRetryInterval", "UnlockConnectorOnEVSideDisconnect",
    ];

    public static IReadOnlyList<string> All { get; } =
    [
        .. Required,
        "AllowOfflineTxForUnknownId", "AuthorizationCacheEnabled", "BlinkRepeat", "ConnectorPhaseRotationMaxLength", "LightIntensity", "MaxEnergyOnInvalidId",
        "MeterValuesAlignedDataMaxLength", "MeterValuesSampledDataMaxLength", "MinimumStatusDuration", "StopTxnAlignedDataMaxLength", "StopTxnSampledDataMaxLength",
        "SupportedFeatureProfilesMaxLength", "WebSocketPingInterval", "SupportedFileTransferProtocols",
        "LocalAuthListEnabled", "LocalAuthListMaxLength", "SendLocalListMaxLength", "ReserveConnectorZeroSupported",
        "ChargeProfileMaxStackLevel", "ChargingScheduleAllowedChargingRateUnit", "ChargingScheduleMaxPeriods", "ConnectorSwitch3to1PhaseSupported", "MaxChargingProfilesInstalled",
        "AdditionalRootCertificateCheck", "AuthorizationKey", "CertificateSignedMaxChainSize", "CertificateStoreMaxLength", "CpoName", "SecurityProfile",
    ];

    private static readonly HashSet<string> Standard = new(All, StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> Never = new(["AuthorizationKey", "SecurityProfile", "CpoName"], StringComparer.OrdinalIgnoreCase);
    private static readonly string[] NeverWithin = ["url", "uri", "apn"];

    /// <summary>True where a key may get back the value that it has: what could cut the charge point off never, the vendor's own only where the tester chose them.</summary>
    public static bool MayWriteBack(KnownKey key, AcceptancePlan plan) => key is { IsReadonly: not true, Value: { Length: <= LongestWritten } value }
        && (Standard.Contains(key.Key) || plan.VendorKeys.Contains(key.Key, StringComparer.OrdinalIgnoreCase))
        && !Never.Contains(key.Key) && !SecretMasking.IsSecretKey(key.Key) && !NeverWithin.Any(word => key.Key.Contains(word, StringComparison.OrdinalIgnoreCase))
        && !value.Contains("://", StringComparison.Ordinal) && !value.Contains(SecretMasking.Dots, StringComparison.Ordinal);
}
