using System.ComponentModel.DataAnnotations;

namespace OcppDashboard.Ocpp.Messages;

// "Improved security for OCPP 1.6-J", edition 3.

public record CertificateSignedRequest([MaxLength(10000)] string CertificateChain) : IOcppRequest<CertificateSignedResponse>;
public record CertificateSignedResponse(OcppEnum<CertificateSignedStatus> Status);

public record DeleteCertificateRequest(CertificateHashData CertificateHashData) : IOcppRequest<DeleteCertificateResponse>;
public record DeleteCertificateResponse(OcppEnum<DeleteCertificateStatus> Status);

public record ExtendedTriggerMessageRequest(ExtendedMessageTrigger RequestedMessage, int? ConnectorId = null) : IOcppRequest<ExtendedTriggerMessageResponse>;
public record ExtendedTriggerMessageResponse(OcppEnum<TriggerMessageStatus> Status);

public record GetInstalledCertificateIdsRequest(CertificateUse CertificateType) : IOcppRequest<GetInstalledCertificateIdsResponse>;
public record GetInstalledCertificateIdsResponse(
    IReadOnlyList<CertificateHashData>? CertificateHashData, OcppEnum<GetInstalledCertificateStatus> Status);

public record GetLogRequest(
    LogParameters Log, LogType LogType, int RequestId, int? Retries = null, int? RetryInterval = null) : IOcppRequest<GetLogResponse>;
public record GetLogResponse(OcppEnum<LogStatus> Status, [MaxLength(255)] string? Filename = null);

public record InstallCertificateRequest(CertificateUse CertificateType, [MaxLength(5500)] string Certificate) : IOcppRequest<InstallCertificateResponse>;
public record InstallCertificateResponse(OcppEnum<InstallCertificateStatus> Status);

public record LogStatusNotificationRequest(OcppEnum<UploadLogStatus> Status, int? RequestId) : IOcppRequest<LogStatusNotificationResponse>;
public record LogStatusNotificationResponse;

public record SecurityEventNotificationRequest([MaxLength(50)] string? Type, OcppTimestamp? Timestamp, [MaxLength(255)] string? TechInfo = null) : IOcppRequest<SecurityEventNotificationResponse>;
public record SecurityEventNotificationResponse;

public record SignCertificateRequest([MaxLength(5500)] string? Csr) : IOcppRequest<SignCertificateResponse>;
public record SignCertificateResponse(OcppEnum<GenericStatus> Status);

public record SignedFirmwareStatusNotificationRequest(OcppEnum<SignedFirmwareStatus> Status, int? RequestId) : IOcppRequest<SignedFirmwareStatusNotificationResponse>;
public record SignedFirmwareStatusNotificationResponse;

public record SignedUpdateFirmwareRequest(int? Retries, int? RetryInterval, int RequestId, SignedFirmware Firmware) : IOcppRequest<SignedUpdateFirmwareResponse>;
public record SignedUpdateFirmwareResponse(OcppEnum<UpdateFirmwareStatus> Status);
