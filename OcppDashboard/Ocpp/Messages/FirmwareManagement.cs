using System.ComponentModel.DataAnnotations;

namespace OcppDashboard.Ocpp.Messages;

// Feature profile FirmwareManagement.

public record DiagnosticsStatusNotificationRequest(OcppEnum<DiagnosticsStatus> Status) : IOcppRequest<DiagnosticsStatusNotificationResponse>;
public record DiagnosticsStatusNotificationResponse;

public record FirmwareStatusNotificationRequest(OcppEnum<FirmwareStatus> Status) : IOcppRequest<FirmwareStatusNotificationResponse>;
public record FirmwareStatusNotificationResponse;

/// <param name="Location">Directory or address to upload to (ftp, http or https).</param>
/// <param name="RetryInterval">Seconds between tries.</param>
public record GetDiagnosticsRequest(
    [DataType(DataType.Url)] string Location, int? Retries = null, int? RetryInterval = null, OcppTimestamp? StartTime = null,
    OcppTimestamp? StopTime = null) : IOcppRequest<GetDiagnosticsResponse>;
/// <param name="FileName">Absent: the charge point has nothing to send (K3).</param>
public record GetDiagnosticsResponse([MaxLength(255)] string? FileName = null);

/// <param name="Location">Address to download from (ftp, http or https).</param>
/// <param name="RetrieveDate">When to download at the earliest.</param>
/// <param name="RetryInterval">Seconds between tries.</param>
public record UpdateFirmwareRequest(
    [DataType(DataType.Url)] string Location, int? Retries, OcppTimestamp RetrieveDate, int? RetryInterval = null) : IOcppRequest<UpdateFirmwareResponse>;
public record UpdateFirmwareResponse;
