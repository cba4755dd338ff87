namespace OcppDashboard.Ocpp.Messages;

// The enumerations of OCPP 1.6, member names spelled as on the wire (specification chapter 7).

public enum RegistrationStatus { Accepted, Pending, Rejected }

public enum AuthorizationStatus { Accepted, Blocked, Expired, Invalid, ConcurrentTx }

public enum AvailabilityStatus { Accepted, Rejected, Scheduled }

public enum AvailabilityType { Inoperative, Operative }

public enum CancelReservationStatus { Accepted, Rejected }

public enum ChargePointErrorCode
{
    ConnectorLockFailure, EVCommunicationError, GroundFailure, HighTemperature, InternalError, LocalListConflict, NoError, OtherError,
    OverCurrentFailure, OverVoltage, PowerMeterFailure, PowerSwitchFailure, ReaderFailure, ResetFailure, UnderVoltage, WeakSignal,
}

public enum ChargePointStatus { Available, Preparing, Charging, SuspendedEVSE, SuspendedEV, Finishing, Reserved, Unavailable, Faulted }

public enum ChargingProfileKind { Absolute, Recurring, Relative }

public enum ChargingProfilePurpose { ChargePointMaxProfile, TxDefaultProfile, TxProfile }

public enum ChargingProfileStatus { Accepted, Rejected, NotSupported }

public enum ChargingRateUnit { W, A }

public enum ClearCacheStatus { Accepted, Rejected }

public enum ClearChargingProfileStatus { Accepted, Unknown }

public enum ConfigurationStatus { Accepted, Rejected, RebootRequired, NotSupported }

public enum DataTransferStatus { Accepted, Rejected, UnknownMessageId, UnknownVendorId }

public enum DiagnosticsStatus { Idle, Uploaded, UploadFailed, Uploading }

public enum FirmwareStatus { Downloaded, DownloadFailed, Downloading, Idle, InstallationFailed, Installing, Installed }

public enum GetCompositeScheduleStatus { Accepted, Rejected }

public enum MessageTrigger { BootNotification, DiagnosticsStatusNotification, FirmwareStatusNotification, Heartbeat, MeterValues, StatusNotification }

public enum RecurrencyKind { Daily, Weekly }

public enum RemoteStartStopStatus { Accepted, Rejected }

public enum ReservationStatus { Accepted, Faulted, Occupied, Rejected, Unavailable }

public enum ResetStatus { Accepted, Rejected }

public enum ResetType { Hard, Soft }

public enum StopReason
{
    DeAuthorized, EmergencyStop, EVDisconnected, HardReset, Local, Other, PowerLoss, Reboot, Remote, SoftReset, UnlockCommand,
}

public enum TriggerMessageStatus { Accepted, Rejected, NotImplemented }

public enum UnlockStatus { Unlocked, UnlockFailed, NotSupported }

public enum UpdateStatus { Accepted, Failed, NotSupported, VersionMismatch }

public enum UpdateType { Differential, Full }

// Security extension ("Improved security for OCPP 1.6-J", edition 3).

public enum CertificateSignedStatus { Accepted, Rejected }

public enum CertificateUse { CentralSystemRootCertificate, ManufacturerRootCertificate }

public enum DeleteCertificateStatus { Accepted, Failed, NotFound }

public enum ExtendedMessageTrigger
{
    BootNotification, LogStatusNotification, FirmwareStatusNotification, Heartbeat, MeterValues, SignChargePointCertificate, StatusNotification,
}

public enum GenericStatus { Accepted, Rejected }

public enum GetInstalledCertificateStatus { Accepted, NotFound }

public enum HashAlgorithm { SHA256, SHA384, SHA512 }

public enum InstallCertificateStatus { Accepted, Failed, Rejected }

public enum LogStatus { Accepted, Rejected, AcceptedCanceled }

public enum LogType { DiagnosticsLog, SecurityLog }

public enum SignedFirmwareStatus
{
    Downloaded, DownloadFailed, Downloading, DownloadScheduled, DownloadPaused, Idle, InstallationFailed, Installing, Installed,
    InstallRebooting, InstallScheduled, InstallVerificationFailed, InvalidSignature, SignatureVerified,
}

public enum UpdateFirmwareStatus { Accepted, Rejected, AcceptedCanceled, InvalidCertificate, RevokedCertificate }

public enum UploadLogStatus { BadMessage, Idle, NotSupportedOperation, PermissionDenied, Uploaded, UploadFailure, Uploading }
