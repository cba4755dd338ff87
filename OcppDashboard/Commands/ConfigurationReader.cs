using System.Globalization;
using System.Text;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Commands;

/// <summary>What was read of a charge point's configuration.</summary>
/// <param name="IsComplete">False when only keys that are known by name could be asked for: its own further keys are missing.</param>
/// <param name="Problem">Why keys are missing, in words; null when all were read.</param>
public sealed record ConfigurationReading(IReadOnlyList<KeyValue> Keys, bool IsComplete, string? Problem);

/// <summary>Reads all configuration keys the way a charge point can answer: at once, else in small parts, else one by one (charger-quirks I1).</summary>
public sealed class ConfigurationReader(ChargePointCommands commands)
{
    private const string MaxKeys = "GetConfigurationMaxKeys";
    private const int LargestPart = 50;

    /// <summary>The keys of the specification (chapter 9): all that can be asked for by name.</summary>
    private static readonly string[] StandardKeys =
    [
        "AllowOfflineTxForUnknownId", "AuthorizationCacheEnabled", "AuthorizeRemoteTxRequests", "BlinkRepeat", "ClockAlignedDataInterval", "ConnectionTimeOut",
        "ConnectorPhaseRotation", "ConnectorPhaseRotationMaxLength", "HeartbeatInterval", "LightIntensity", "LocalAuthorizeOffline", "LocalPreAuthorize",
        "MaxEnergyOnInvalidId", "MeterValuesAlignedData", "MeterValuesAlignedDataMaxLength", "MeterValuesSampledData", "MeterValuesSampledDataMaxLength",
        "MeterValueSampleInterval", "MinimumStatusDuration", "NumberOfConnectors", "ResetRetries", "StopTransactionOnEVSideDisconnect", "StopTransactionOnInvalidId",
        "StopTxnAlignedData", "StopTxnAlignedDataMaxLength", "StopTxnSampledData", "StopTxnSampledDataMaxLength", "SupportedFeatureProfiles",
        "SupportedFeatureProfilesMaxLength", "TransactionMessageAttempts", "TransactionMessageRetryInterval", "UnlockConnectorOnEVSideDisconnect", "WebSocketPingInterval",
        "SupportedFileTransferProtocols", "LocalAuthListEnabled", "LocalAuthListMaxLength", "SendLocalListMaxLength", "ReserveConnectorZeroSupported",
        "ChargeProfileMaxStackLevel", "ChargingScheduleAllowedChargingRateUnit", "ChargingScheduleMaxPeriods", "ConnectorSwitch3to1PhaseSupported", "MaxChargingProfilesInstalled",
    ];

    public async Task<ConfigurationReading> ReadAllAsync(string chargePointId, string by, CancellationToken stop)
    {
        var (all, ended) = await AskAsync(chargePointId, null, by, stop);
        if (all is not null) return new(all.ConfigurationKey ?? [], true, null);
        if (ended.State is CommandState.NotSent or CommandState.Disconnected) return new([], false, "The charge point is offline.");
        var (limits, _) = await AskAsync(chargePointId, [MaxKeys], by, stop);
        if (limits is null) return new([], false, "The charge point does not answer GetConfiguration.");
        var found = new Dictionary<string, KeyValue>(StringComparer.OrdinalIgnoreCase);
        Add(found, limits);
        var problem = await ReadPartsAsync(chargePointId, PartSize(found), found, by, stop);
        return new([.. found.Values], false, problem ?? "The charge point does not list its keys; only those of the specification were read.");
    }

    /// <returns>Why reading stopped early; null when all were asked for.</returns>
    private async Task<string?> ReadPartsAsync(string chargePointId, int size, Dictionary<string, KeyValue> found, string by, CancellationToken stop)
    {
        for (var next = 0; next < StandardKeys.Length;)
        {
            var part = StandardKeys[next..Math.Min(StandardKeys.Length, next + size)];
            var (answer, ended) = await AskAsync(chargePointId, part, by, stop);
            if (answer is not null) Add(found, answer);
            else if (ended.State is CommandState.NotSent or CommandState.Disconnected) return "The charge point went offline while it was being read.";
            else if (size > 1)
            {
                size = 1; // asked for again one by one
                continue;
            }
            else if (ended.State == CommandState.TimedOut) return $"The charge point stopped answering at {part[0]}.";
            next += part.Length;
        }
        return null;
    }

    private static int PartSize(Dictionary<string, KeyValue> found) =>
        found.TryGetValue(MaxKeys, out var key) && int.TryParse(key.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var most) ? Math.Clamp(most, 1, LargestPart) : 1;

    private static void Add(Dictionary<string, KeyValue> found, GetConfigurationResponse answer)
    {
        foreach (var key in answer.ConfigurationKey ?? [])
            if (!string.IsNullOrEmpty(key.Key)) found[key.Key] = key; // looked up by name: some send keys that were not asked for (I3)
    }

    private async Task<(GetConfigurationResponse? Answer, CommandSnapshot Ended)> AskAsync(string chargePointId, IReadOnlyList<string>? keys, string by, CancellationToken stop)
    {
        var action = OcppActions.Of<GetConfigurationRequest>();
        var ended = await commands.SendAsync(chargePointId, new GetConfigurationRequest(keys), by, stop);
        return ended.ResponseJson is { } json && PayloadReader.TryRead(action, Encoding.UTF8.GetBytes(json), true, out var answer, out _, out _)
            ? ((GetConfigurationResponse)answer, ended)
            : (null, ended);
    }
}
