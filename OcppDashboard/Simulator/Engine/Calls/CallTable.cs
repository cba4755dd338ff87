using System.Collections.Frozen;
using OcppDashboard.Ocpp.Frames;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine.Calls;

/// <summary>What answers which action: a row per action of the central system that simulated charge points know.</summary>
internal static class CallTable
{
    public static readonly FrozenDictionary<string, Func<Device, object, Answer>> Handlers = new[]
    {
        Row<ChangeAvailabilityRequest>(CoreCalls.ChangeAvailability),
        Row<ChangeConfigurationRequest>(CoreCalls.ChangeConfiguration),
        Row<ClearCacheRequest>(CoreCalls.ClearCache),
        Row<DataTransferRequest>(CoreCalls.DataTransfer),
        Row<GetConfigurationRequest>(CoreCalls.GetConfiguration),
        Row<ResetRequest>(CoreCalls.Reset),
        Row<RemoteStartTransactionRequest>(TransactionCalls.RemoteStart),
        Row<RemoteStopTransactionRequest>(TransactionCalls.RemoteStop),
        Row<UnlockConnectorRequest>(TransactionCalls.UnlockConnector),
        Row<GetDiagnosticsRequest>(FileCalls.GetDiagnostics),
        Row<UpdateFirmwareRequest>(FileCalls.UpdateFirmware),
        Row<GetLogRequest>(FileCalls.GetLog),
        Row<SignedUpdateFirmwareRequest>(FileCalls.SignedUpdateFirmware),
        Row<CertificateSignedRequest>(CertificateCalls.CertificateSigned),
        Row<InstallCertificateRequest>(CertificateCalls.InstallCertificate),
        Row<GetInstalledCertificateIdsRequest>(CertificateCalls.GetInstalledCertificateIds),
        Row<DeleteCertificateRequest>(CertificateCalls.DeleteCertificate),
        Row<GetLocalListVersionRequest>((device, _) => new(new GetLocalListVersionResponse(device.Authorization.ListVersion))),
        Row<SendLocalListRequest>((device, request) => new(new SendLocalListResponse(device.Authorization.Update(request)))),
        Row<ReserveNowRequest>(ReservationCalls.ReserveNow),
        Row<CancelReservationRequest>(ReservationCalls.CancelReservation),
        Row<SetChargingProfileRequest>(SmartChargingCalls.SetChargingProfile),
        Row<ClearChargingProfileRequest>(SmartChargingCalls.ClearChargingProfile),
        Row<GetCompositeScheduleRequest>(SmartChargingCalls.GetCompositeSchedule),
        Row<TriggerMessageRequest>(TriggerCalls.TriggerMessage),
        Row<ExtendedTriggerMessageRequest>(TriggerCalls.ExtendedTriggerMessage),
    }.ToFrozenDictionary(row => row.Key, row => row.Value);

    /// <summary>A member that must be there.</summary>
    /// <exception cref="RefusedCallException">It was missing or empty.</exception>
    public static string Required(string? value, string name) =>
        string.IsNullOrEmpty(value) ? throw new RefusedCallException(OcppErrorCode.OccurenceConstraintViolation, $"{name} is missing") : value;

    private static KeyValuePair<string, Func<Device, object, Answer>> Row<TRequest>(Func<Device, TRequest, Answer> handler) where TRequest : class =>
        new(OcppActions.Of<TRequest>().Name, (device, request) => handler(device, (TRequest)request));
}
