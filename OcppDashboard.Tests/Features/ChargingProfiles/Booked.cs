using OcppDashboard.Features.ChargingProfiles;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Features.ChargingProfiles;

/// <summary>Charging profiles for tests.</summary>
internal static class Booked
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 12, 12, 0, 0, TimeSpan.Zero);

    public static StoredChargingProfile Max(int id, int level, params (int Start, decimal Limit)[] periods) => Of(id, 0, ChargingProfilePurpose.ChargePointMaxProfile, level, periods);

    public static StoredChargingProfile Default(int id, int connector, int level, params (int Start, decimal Limit)[] periods) => Of(id, connector, ChargingProfilePurpose.TxDefaultProfile, level, periods);

    public static StoredChargingProfile Tx(int id, int connector, int level, int? transaction, params (int Start, decimal Limit)[] periods) =>
        Of(id, connector, ChargingProfilePurpose.TxProfile, level, periods) with { TransactionId = transaction };

    public static StoredChargingProfile Of(int id, int connector, ChargingProfilePurpose purpose, int level, params (int Start, decimal Limit)[] periods)
    {
        var profile = new ChargingProfile(id, null, level, purpose, ChargingProfileKind.Absolute, null, null, null,
            new(null, Noon, ChargingRateUnit.A, [.. periods.Select(p => new ChargingSchedulePeriod(p.Start, p.Limit))]));
        return new("CP-1", connector, profile, StoredChargingProfile.Write(profile), "Accepted", Noon);
    }

    public static StoredChargingProfile With(this StoredChargingProfile booked, Func<ChargingProfile, ChargingProfile> change) => booked with { Profile = change(booked.Profile) };

    public static StoredChargingProfile Scheduled(this StoredChargingProfile booked, Func<ChargingSchedule, ChargingSchedule> change) =>
        booked.With(profile => profile with { ChargingSchedule = change(profile.ChargingSchedule) });
}
