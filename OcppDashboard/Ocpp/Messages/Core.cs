using System.ComponentModel.DataAnnotations;

namespace OcppDashboard.Ocpp.Messages;

// Feature profile Core (specification chapters 4 to 6), each request beside its response.

public record AuthorizeRequest([MaxLength(20)] string? IdTag) : IOcppRequest<AuthorizeResponse>;
public record AuthorizeResponse(IdTagInfo IdTagInfo);

public record BootNotificationRequest(
    [MaxLength(20)] string? ChargePointVendor, [MaxLength(20)] string? ChargePointModel, [MaxLength(25)] string? ChargePointSerialNumber = null,
    [MaxLength(25)] string? ChargeBoxSerialNumber = null, [MaxLength(50)] string? FirmwareVersion = null, [MaxLength(20)] string? Iccid = null,
    [MaxLength(20)] string? Imsi = null, [MaxLength(25)] string? MeterType = null, [MaxLength(25)] string? MeterSerialNumber = null) : IOcppRequest<BootNotificationResponse>;
/// <param name="Interval">Heartbeat interval in seconds; for Pending and Rejected the time until the next boot notification.</param>
public record BootNotificationResponse(OcppEnum<RegistrationStatus> Status, OcppTimestamp CurrentTime, int Interval);

/// <param name="ConnectorId">0: the whole charge point.</param>
public record ChangeAvailabilityRequest(int ConnectorId, AvailabilityType Type) : IOcppRequest<ChangeAvailabilityResponse>;
public record ChangeAvailabilityResponse(OcppEnum<AvailabilityStatus> Status);

public record ChangeConfigurationRequest([MaxLength(50)] string Key, [MaxLength(500)] string Value) : IOcppRequest<ChangeConfigurationResponse>;
public record ChangeConfigurationResponse(OcppEnum<ConfigurationStatus> Status);

public record ClearCacheRequest : IOcppRequest<ClearCacheResponse>;
public record ClearCacheResponse(OcppEnum<ClearCacheStatus> Status);

public record DataTransferRequest([MaxLength(255)] string? VendorId, [MaxLength(50)] string? MessageId = null, string? Data = null) : IOcppRequest<DataTransferResponse>;
public record DataTransferResponse(OcppEnum<DataTransferStatus> Status, string? Data = null);

/// <param name="Key">Absent or empty: all keys.</param>
public record GetConfigurationRequest([MaxLength(50)] IReadOnlyList<string>? Key = null) : IOcppRequest<GetConfigurationResponse>;
public record GetConfigurationResponse(IReadOnlyList<KeyValue>? ConfigurationKey = null, IReadOnlyList<string>? UnknownKey = null);

public record HeartbeatRequest : IOcppRequest<HeartbeatResponse>;
public record HeartbeatResponse(OcppTimestamp CurrentTime);

/// <param name="TransactionId">0 or less: none (F1, F2).</param>
public record MeterValuesRequest(int ConnectorId, long? TransactionId, IReadOnlyList<MeterValue>? MeterValue) : IOcppRequest<MeterValuesResponse>;
public record MeterValuesResponse;

public record RemoteStartTransactionRequest(int? ConnectorId, [MaxLength(20)] string IdTag, ChargingProfile? ChargingProfile = null) : IOcppRequest<RemoteStartTransactionResponse>;
public record RemoteStartTransactionResponse(OcppEnum<RemoteStartStopStatus> Status);

public record RemoteStopTransactionRequest(long TransactionId) : IOcppRequest<RemoteStopTransactionResponse>;
public record RemoteStopTransactionResponse(OcppEnum<RemoteStartStopStatus> Status);

public record ResetRequest(ResetType Type) : IOcppRequest<ResetResponse>;
public record ResetResponse(OcppEnum<ResetStatus> Status);

/// <param name="MeterStart">Register at the start, Wh; null when it was absent or no number.</param>
public record StartTransactionRequest(
    int ConnectorId, [MaxLength(20)] string? IdTag, long? MeterStart, int? ReservationId, OcppTimestamp? Timestamp) : IOcppRequest<StartTransactionResponse>;
public record StartTransactionResponse(IdTagInfo IdTagInfo, int TransactionId);

public record StatusNotificationRequest(
    int ConnectorId, OcppEnum<ChargePointErrorCode> ErrorCode, [MaxLength(50)] string? Info, OcppEnum<ChargePointStatus> Status,
    OcppTimestamp? Timestamp = null, [MaxLength(255)] string? VendorId = null, [MaxLength(50)] string? VendorErrorCode = null) : IOcppRequest<StatusNotificationResponse>;
public record StatusNotificationResponse;

/// <param name="MeterStop">Register at the end, Wh; null when it was absent or no number.</param>
public record StopTransactionRequest(
    [MaxLength(20)] string? IdTag, long? MeterStop, OcppTimestamp? Timestamp, long? TransactionId, OcppEnum<StopReason>? Reason = null,
    IReadOnlyList<MeterValue>? TransactionData = null) : IOcppRequest<StopTransactionResponse>;
public record StopTransactionResponse(IdTagInfo? IdTagInfo = null);

public record UnlockConnectorRequest(int ConnectorId) : IOcppRequest<UnlockConnectorResponse>;
public record UnlockConnectorResponse(OcppEnum<UnlockStatus> Status);
