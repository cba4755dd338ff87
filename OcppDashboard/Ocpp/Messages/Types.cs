using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace OcppDashboard.Ocpp.Messages;

// The shared types of OCPP 1.6 (specification chapter 7), members in the specification's order.

/// <param name="ExpiryDate">UTC; absent: no expiry.</param>
[method: JsonConstructor]
public record IdTagInfo(OcppTimestamp? ExpiryDate, [MaxLength(20)] string? ParentIdTag, OcppEnum<AuthorizationStatus> Status)
{
    public IdTagInfo(AuthorizationStatus status) : this(null, null, status) { }
}

/// <param name="IdTag">At most 20 characters by the specification; longer ones are accepted (D28).</param>
/// <param name="IdTagInfo">Absent in a differential update: remove the tag.</param>
public record AuthorizationData([MaxLength(20)] string IdTag, IdTagInfo? IdTagInfo);

/// <param name="Readonly">Null when the charge point did not say (D23).</param>
public record KeyValue([MaxLength(50)] string Key, bool? Readonly, [MaxLength(500)] string? Value);

public record MeterValue(OcppTimestamp? Timestamp, IReadOnlyList<SampledValue>? SampledValue);

/// <summary>One reading. All but the value is free text, because charge points send more than the lists hold (D25).</summary>
/// <param name="Value">The number as text, in <paramref name="Unit"/>; for SignedData an opaque text.</param>
/// <param name="Context">Absent: Sample.Periodic.</param>
/// <param name="Format">Raw (default) or SignedData.</param>
/// <param name="Measurand">Absent: Energy.Active.Import.Register.</param>
/// <param name="Location">Absent: Outlet.</param>
/// <param name="Unit">Absent: Wh for energies; the base unit of the measurand otherwise (G1, G3).</param>
public record SampledValue(string? Value, string? Context = null, string? Format = null, string? Measurand = null, string? Phase = null, string? Location = null, string? Unit = null);

/// <param name="StartPeriod">Seconds from the start of the schedule.</param>
/// <param name="Limit">In the schedule's unit (A or W), one fraction digit.</param>
/// <param name="NumberPhases">1 to 3; absent: 3.</param>
public record ChargingSchedulePeriod(int StartPeriod, decimal Limit, int? NumberPhases = null);

/// <param name="Duration">Seconds; absent: until changed or the transaction ends.</param>
public record ChargingSchedule(
    int? Duration, OcppTimestamp? StartSchedule, OcppEnum<ChargingRateUnit> ChargingRateUnit, IReadOnlyList<ChargingSchedulePeriod> ChargingSchedulePeriod, decimal? MinChargingRate = null);

public record ChargingProfile(
    int ChargingProfileId, int? TransactionId, int StackLevel, ChargingProfilePurpose ChargingProfilePurpose, ChargingProfileKind ChargingProfileKind,
    RecurrencyKind? RecurrencyKind, OcppTimestamp? ValidFrom, OcppTimestamp? ValidTo, ChargingSchedule ChargingSchedule);

/// <summary>Hash of an installed certificate (security extension 7.2).</summary>
public record CertificateHashData(OcppEnum<HashAlgorithm> HashAlgorithm, [MaxLength(128)] string IssuerNameHash, [MaxLength(128)] string IssuerKeyHash, [MaxLength(40)] string SerialNumber);

/// <param name="RemoteLocation">Where to upload to: an address this charge point can reach.</param>
public record LogParameters([MaxLength(512)] string RemoteLocation, OcppTimestamp? OldestTimestamp, OcppTimestamp? LatestTimestamp);

/// <param name="SigningCertificate">PEM of the certificate the signature was made with.</param>
/// <param name="Signature">Base64.</param>
public record SignedFirmware(
    [MaxLength(512)] string Location, OcppTimestamp RetrieveDateTime, OcppTimestamp? InstallDateTime, [MaxLength(5500)] string SigningCertificate, [MaxLength(800)] string Signature);
