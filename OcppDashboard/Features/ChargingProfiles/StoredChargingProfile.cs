using System.Text;
using System.Text.Json;
using OcppDashboard.Data.Entities;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Features.ChargingProfiles;

/// <summary>A charging profile as it was sent to a charge point, and what became of it.</summary>
/// <param name="ConnectorId">0: the whole charge point.</param>
/// <param name="Status">The charge point's answer in its own word, or the code of its CALLERROR.</param>
/// <param name="TransactionId">Our id of the transaction that a TxProfile belongs to; null: none yet, or another purpose.</param>
/// <param name="ClearedAt">When it was cleared or replaced, or when its transaction ended; null: it was not.</param>
public sealed record StoredChargingProfile(string ChargePointId, int ConnectorId, ChargingProfile Profile, string Json, string Status, DateTimeOffset SentAt, int? TransactionId = null, DateTimeOffset? ClearedAt = null)
{
    public int Id => Profile.ChargingProfileId;
    public ChargingProfilePurpose Purpose => Profile.ChargingProfilePurpose;

    /// <summary>The charge point took it and holds it still, as far as is known.</summary>
    public bool IsHeld => ClearedAt is null && Status.Equals("Accepted", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the member csChargingProfiles or chargingProfile.</summary>
    /// <returns>Null when it is no charging profile.</returns>
    public static ChargingProfile? Read(string json)
    {
        var text = Encoding.UTF8.GetBytes($$"""{"connectorId":0,"csChargingProfiles":{{json}}}""");
        return PayloadReader.TryRead(OcppActions.Of<SetChargingProfileRequest>(), text, false, out var request, out _, out _)
            && request is SetChargingProfileRequest { CsChargingProfiles: { ChargingSchedule.ChargingSchedulePeriod: not null } profile } ? profile : null;
    }

    /// <summary>As it goes over the wire.</summary>
    public static string Write(ChargingProfile profile) =>
        JsonSerializer.SerializeToElement(new SetChargingProfileRequest(0, profile), OcppActions.Of<SetChargingProfileRequest>().RequestInfo).GetProperty("csChargingProfiles").GetRawText();

    internal ChargingProfileEntity ToEntity() => new()
    {
        ChargePointId = ChargePointId, ConnectorId = ConnectorId, ChargingProfileId = Id, StackLevel = Profile.StackLevel, Purpose = Purpose.ToString(),
        Kind = Profile.ChargingProfileKind.ToString(), TransactionId = TransactionId, Json = Json, Status = Status, SentAt = SentAt, ClearedAt = ClearedAt,
    };

    internal static StoredChargingProfile? From(ChargingProfileEntity row) => Read(row.Json) is { } profile
        ? new(row.ChargePointId, row.ConnectorId, profile, row.Json, row.Status, row.SentAt, row.TransactionId, row.ClearedAt) : null;
}
