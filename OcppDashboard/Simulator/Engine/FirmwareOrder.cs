using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine;

/// <summary>What UpdateFirmware or SignedUpdateFirmware asks for.</summary>
/// <param name="RetryInterval">Seconds between tries.</param>
internal sealed record FirmwareOrder(string Location, int? Retries, int? RetryInterval, DateTimeOffset? RetrieveAt)
{
    public DateTimeOffset? InstallAt { get; init; }
    /// <summary>Null: the update is not signed.</summary>
    public FirmwareSignature? Signature { get; init; }
    /// <summary>Of a signed update.</summary>
    public int? RequestId { get; init; }

    public static FirmwareOrder Of(UpdateFirmwareRequest request) => new(request.Location, request.Retries, request.RetryInterval, request.RetrieveDate.Value);

    public static FirmwareOrder Of(SignedUpdateFirmwareRequest request) =>
        new(request.Firmware.Location, request.Retries, request.RetryInterval, request.Firmware.RetrieveDateTime.Value)
        {
            InstallAt = request.Firmware.InstallDateTime?.Value,
            Signature = new(request.Firmware.SigningCertificate, request.Firmware.Signature),
            RequestId = request.RequestId,
        };

    /// <summary>Whether its notification has a word for this status.</summary>
    public bool Has(SignedFirmwareStatus status) => Signature is not null || Enum.TryParse<FirmwareStatus>(status.ToString(), out _);

    public Task TellAsync(Device device, SignedFirmwareStatus status) => Signature is not null
        ? device.Calls.CallAsync(new SignedFirmwareStatusNotificationRequest(status, RequestId))
        : device.Calls.CallAsync(new FirmwareStatusNotificationRequest(Enum.Parse<FirmwareStatus>(status.ToString())));
}
