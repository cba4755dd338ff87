using System.Collections.Frozen;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Ocpp.Messages;

public enum FeatureProfile { Core, FirmwareManagement, LocalAuthListManagement, Reservation, SmartCharging, RemoteTrigger, Security }

/// <summary>Who may start a CALL of an action.</summary>
public enum Initiator { ChargePoint, CentralSystem, Both }

/// <summary>One action of OCPP 1.6 or its security extension: what it is called, who starts it and how its payloads are read and written.</summary>
public sealed record OcppAction(
    string Name, FeatureProfile Profile, Initiator Initiator, Type RequestType, Type ResponseType, JsonTypeInfo RequestInfo, JsonTypeInfo ResponseInfo)
{
    public bool FromChargePoint => Initiator is Initiator.ChargePoint or Initiator.Both;
    public bool FromCentralSystem => Initiator is Initiator.CentralSystem or Initiator.Both;

    /// <summary>Looks at the outer members of a request or response; null where its converter does.</summary>
    internal MemberCheck? RequestMembers { get; } = MemberCheck.Of(RequestInfo);
    internal MemberCheck? ResponseMembers { get; } = MemberCheck.Of(ResponseInfo);
}

/// <summary>The one table of actions: codec, handlers, commands, pages, simulator and tests all read it.</summary>
public static class OcppActions
{
    public static IReadOnlyList<OcppAction> All { get; } =
    [
        Row<AuthorizeRequest, AuthorizeResponse>(FeatureProfile.Core, Initiator.ChargePoint),
        Row<BootNotificationRequest, BootNotificationResponse>(FeatureProfile.Core, Initiator.ChargePoint),
        Row<ChangeAvailabilityRequest, ChangeAvailabilityResponse>(FeatureProfile.Core, Initiator.CentralSystem),
        Row<ChangeConfigurationRequest, ChangeConfigurationResponse>(FeatureProfile.Core, Initiator.CentralSystem),
        Row<ClearCacheRequest, ClearCacheResponse>(FeatureProfile.Core, Initiator.CentralSystem),
        Row<DataTransferRequest, DataTransferResponse>(FeatureProfile.Core, Initiator.Both),
        Row<GetConfigurationRequest, GetConfigurationResponse>(FeatureProfile.Core, Initiator.CentralSystem),
        Row<HeartbeatRequest, HeartbeatResponse>(FeatureProfile.Core, Initiator.ChargePoint),
        Row<MeterValuesRequest, MeterValuesResponse>(FeatureProfile.Core, Initiator.ChargePoint),
        Row<RemoteStartTransactionRequest, RemoteStartTransactionResponse>(FeatureProfile.Core, Initiator.CentralSystem),
        Row<RemoteStopTransactionRequest, RemoteStopTransactionResponse>(FeatureProfile.Core, Initiator.CentralSystem),
        Row<ResetRequest, ResetResponse>(FeatureProfile.Core, Initiator.CentralSystem),
        Row<StartTransactionRequest, StartTransactionResponse>(FeatureProfile.Core, Initiator.ChargePoint),
        Row<StatusNotificationRequest, StatusNotificationResponse>(FeatureProfile.Core, Initiator.ChargePoint),
        Row<StopTransactionRequest, StopTransactionResponse>(FeatureProfile.Core, Initiator.ChargePoint),
        Row<UnlockConnectorRequest, UnlockConnectorResponse>(FeatureProfile.Core, Initiator.CentralSystem),
        Row<DiagnosticsStatusNotificationRequest, DiagnosticsStatusNotificationResponse>(FeatureProfile.FirmwareManagement, Initiator.ChargePoint),
        Row<FirmwareStatusNotificationRequest, FirmwareStatusNotificationResponse>(FeatureProfile.FirmwareManagement, Initiator.ChargePoint),
        Row<GetDiagnosticsRequest, GetDiagnosticsResponse>(FeatureProfile.FirmwareManagement, Initiator.CentralSystem),
        Row<UpdateFirmwareRequest, UpdateFirmwareResponse>(FeatureProfile.FirmwareManagement, Initiator.CentralSystem),
        Row<GetLocalListVersionRequest, GetLocalListVersionResponse>(FeatureProfile.LocalAuthListManagement, Initiator.CentralSystem),
        Row<SendLocalListRequest, SendLocalListResponse>(FeatureProfile.LocalAuthListManagement, Initiator.CentralSystem),
        Row<CancelReservationRequest, CancelReservationResponse>(FeatureProfile.Reservation, Initiator.CentralSystem),
        Row<ReserveNowRequest, ReserveNowResponse>(FeatureProfile.Reservation, Initiator.CentralSystem),
        Row<ClearChargingProfileRequest, ClearChargingProfileResponse>(FeatureProfile.SmartCharging, Initiator.CentralSystem),
        Row<GetCompositeScheduleRequest, GetCompositeScheduleResponse>(FeatureProfile.SmartCharging, Initiator.CentralSystem),
        Row<SetChargingProfileRequest, SetChargingProfileResponse>(FeatureProfile.SmartCharging, Initiator.CentralSystem),
        Row<TriggerMessageRequest, TriggerMessageResponse>(FeatureProfile.RemoteTrigger, Initiator.CentralSystem),
        Row<CertificateSignedRequest, CertificateSignedResponse>(FeatureProfile.Security, Initiator.CentralSystem),
        Row<DeleteCertificateRequest, DeleteCertificateResponse>(FeatureProfile.Security, Initiator.CentralSystem),
        Row<ExtendedTriggerMessageRequest, ExtendedTriggerMessageResponse>(FeatureProfile.Security, Initiator.CentralSystem),
        Row<GetInstalledCertificateIdsRequest, GetInstalledCertificateIdsResponse>(FeatureProfile.Security, Initiator.CentralSystem),
        Row<GetLogRequest, GetLogResponse>(FeatureProfile.Security, Initiator.CentralSystem),
        Row<InstallCertificateRequest, InstallCertificateResponse>(FeatureProfile.Security, Initiator.CentralSystem),
        Row<LogStatusNotificationRequest, LogStatusNotificationResponse>(FeatureProfile.Security, Initiator.ChargePoint),
        Row<SecurityEventNotificationRequest, SecurityEventNotificationResponse>(FeatureProfile.Security, Initiator.ChargePoint),
        Row<SignCertificateRequest, SignCertificateResponse>(FeatureProfile.Security, Initiator.ChargePoint),
        Row<SignedFirmwareStatusNotificationRequest, SignedFirmwareStatusNotificationResponse>(FeatureProfile.Security, Initiator.ChargePoint),
        Row<SignedUpdateFirmwareRequest, SignedUpdateFirmwareResponse>(FeatureProfile.Security, Initiator.CentralSystem),
    ];

    private static readonly FrozenDictionary<string, OcppAction> ByName = All.ToFrozenDictionary(action => action.Name, StringComparer.Ordinal);
    private static readonly FrozenDictionary<Type, OcppAction> ByRequest = All.ToFrozenDictionary(action => action.RequestType);
    private static readonly (byte[] Utf8, string Name)[] Names = [.. All.Select(action => (Encoding.UTF8.GetBytes(action.Name), action.Name))];

    /// <summary>The action of that name, or null; names are compared exactly.</summary>
    public static OcppAction? Find(string name) => ByName.GetValueOrDefault(name);

    public static OcppAction Of<TRequest>() => ByRequest[typeof(TRequest)];

    /// <exception cref="KeyNotFoundException"><paramref name="requestType"/> is no request record of the table.</exception>
    public static OcppAction Of(Type requestType) => ByRequest[requestType];

    /// <summary>The action's name as text, without a new string for the known ones.</summary>
    public static string NameOf(ReadOnlySpan<byte> utf8)
    {
        foreach (var (known, name) in Names)
            if (utf8.SequenceEqual(known)) return name;
        return Encoding.UTF8.GetString(utf8);
    }

    private static OcppAction Row<TRequest, TResponse>(FeatureProfile profile, Initiator initiator)
        where TRequest : class, IOcppRequest<TResponse> where TResponse : class => new(
        typeof(TRequest).Name[..^"Request".Length], profile, initiator, typeof(TRequest), typeof(TResponse),
        OcppJsonContext.Wire.GetTypeInfo(typeof(TRequest))!, OcppJsonContext.Wire.GetTypeInfo(typeof(TResponse))!);
}
