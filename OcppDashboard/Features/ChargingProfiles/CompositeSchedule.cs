using System.Collections.Immutable;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.ChargingProfiles;

/// <summary>One step of a composite schedule.</summary>
/// <param name="Start">Seconds from the start of the schedule.</param>
/// <param name="Limit">In the unit asked for; null: no profile limits it.</param>
/// <param name="ProfileId">The chargingProfileId that sets the limit; null without one.</param>
public sealed record CompositePeriod(int Start, decimal? Limit, int? NumberPhases = null, int? ProfileId = null);

/// <summary>What profiles allow together, worked out as the specification says (3.13.3): what a charge point should answer to GetCompositeSchedule.</summary>
public static class CompositeSchedule
{
    /// <summary>Volt per phase by which ampere and watt are converted.</summary>
    public const decimal Voltage = 230;
    private const int MaxPhases = 3;
    private const decimal Largest = 1_000_000_000;

    /// <param name="profiles">Only held ones count.</param>
    /// <param name="connectorId">0: what ChargePointMaxProfile allows the whole charge point.</param>
    /// <param name="transaction">What runs on the connector; null: relative profiles count from <paramref name="from"/>, and a TxProfile does not count.</param>
    public static ImmutableArray<CompositePeriod> Of(
        IEnumerable<StoredChargingProfile> profiles, int connectorId, DateTimeOffset from, int seconds, ChargingRateUnit unit, (int Id, DateTimeOffset StartedAt)? transaction)
    {
        var counting = profiles.Where(p => p.IsHeld && Counts(p, connectorId, transaction?.Id)).ToList();
        var begin = transaction?.StartedAt ?? from;
        var moments = counting.SelectMany(p => Moments(p, from, from.AddSeconds(seconds), begin)).Append(from)
            .Where(at => at >= from && at < from.AddSeconds(seconds)).Distinct().Order();
        var periods = ImmutableArray.CreateBuilder<CompositePeriod>();
        foreach (var at in moments)
        {
            var next = At(counting, connectorId, at, begin, unit) with { Start = (int)(at - from).TotalSeconds };
            if (periods.Count > 0 && periods[^1].Limit == next.Limit && periods[^1].NumberPhases == next.NumberPhases) continue;
            periods.Add(next);
        }
        return periods.ToImmutable();
    }

    private static bool Counts(StoredChargingProfile profile, int connectorId, int? transactionId) => profile.Purpose switch
    {
        ChargingProfilePurpose.ChargePointMaxProfile => profile.ConnectorId == 0,
        ChargingProfilePurpose.TxDefaultProfile => connectorId != 0 && (profile.ConnectorId == connectorId || profile.ConnectorId == 0),
        _ => connectorId != 0 && profile.ConnectorId == connectorId && transactionId is { } running && (profile.TransactionId is null || profile.TransactionId == running),
    };

    /// <summary>The lower of what the whole charge point may draw and what the transaction may; TxProfile goes before TxDefaultProfile, that of a connector before that of all.</summary>
    private static CompositePeriod At(List<StoredChargingProfile> counting, int connectorId, DateTimeOffset at, DateTimeOffset begin, ChargingRateUnit unit)
    {
        var whole = Leading(counting, ChargingProfilePurpose.ChargePointMaxProfile, 0, at, begin, unit);
        var own = connectorId == 0 ? null
            : Leading(counting, ChargingProfilePurpose.TxProfile, connectorId, at, begin, unit)
                ?? Leading(counting, ChargingProfilePurpose.TxDefaultProfile, connectorId, at, begin, unit)
                ?? Leading(counting, ChargingProfilePurpose.TxDefaultProfile, 0, at, begin, unit);
        if (whole is null || own is null) return whole ?? own ?? new(0, null);
        return whole.Limit < own.Limit ? whole with { NumberPhases = own.NumberPhases } : own;
    }

    /// <summary>The highest stack level that says something at this time.</summary>
    private static CompositePeriod? Leading(List<StoredChargingProfile> counting, ChargingProfilePurpose purpose, int connectorId, DateTimeOffset at, DateTimeOffset begin, ChargingRateUnit unit)
    {
        foreach (var booked in counting.Where(p => p.Purpose == purpose && p.ConnectorId == connectorId).OrderByDescending(p => p.Profile.StackLevel).ThenByDescending(p => p.SentAt))
            if (PeriodAt(booked, at, begin) is { } period) return new(0, Converted(period, booked.Profile.ChargingSchedule, unit), period.NumberPhases, booked.Id);
        return null;
    }

    /// <summary>What one profile says at a time; null while it says nothing.</summary>
    public static ChargingSchedulePeriod? PeriodAt(StoredChargingProfile booked, DateTimeOffset at, DateTimeOffset transactionStart)
    {
        var profile = booked.Profile;
        if (at < profile.ValidFrom?.Value || at >= profile.ValidTo?.Value) return null;
        var elapsed = (at - Start(booked, at, transactionStart)).TotalSeconds;
        if (elapsed < 0 || elapsed >= profile.ChargingSchedule.Duration) return null;
        return profile.ChargingSchedule.ChargingSchedulePeriod.LastOrDefault(period => period.StartPeriod <= elapsed);
    }

    /// <summary>Times at which what a profile says may change.</summary>
    private static IEnumerable<DateTimeOffset> Moments(StoredChargingProfile booked, DateTimeOffset from, DateTimeOffset to, DateTimeOffset transactionStart)
    {
        var profile = booked.Profile;
        if (profile.ValidFrom?.Value is { } validFrom) yield return validFrom;
        if (profile.ValidTo?.Value is { } validTo) yield return validTo;
        for (var start = Start(booked, from, transactionStart); start < to; start += Recurrence(profile))
        {
            yield return start;
            foreach (var period in profile.ChargingSchedule.ChargingSchedulePeriod) yield return start.AddSeconds(period.StartPeriod);
            if (profile.ChargingSchedule.Duration is { } duration) yield return start.AddSeconds(duration);
            if (profile.ChargingProfileKind != ChargingProfileKind.Recurring) yield break;
        }
    }

    private static DateTimeOffset Start(StoredChargingProfile booked, DateTimeOffset at, DateTimeOffset transactionStart)
    {
        var profile = booked.Profile;
        if (profile.ChargingProfileKind == ChargingProfileKind.Relative) return transactionStart;
        // without startSchedule the schedule is relative to the start of charging (7.13); the limit of the whole charge point has none
        var start = profile.ChargingSchedule.StartSchedule?.Value ?? (booked.Purpose == ChargingProfilePurpose.ChargePointMaxProfile ? booked.SentAt : transactionStart);
        if (profile.ChargingProfileKind != ChargingProfileKind.Recurring || at <= start) return start;
        return start + Recurrence(profile) * Math.Floor((at - start) / Recurrence(profile));
    }

    private static TimeSpan Recurrence(ChargingProfile profile) => TimeSpan.FromDays(profile.RecurrencyKind == RecurrencyKind.Weekly ? 7 : 1);

    private static decimal Converted(ChargingSchedulePeriod period, ChargingSchedule schedule, ChargingRateUnit unit)
    {
        var phases = Math.Clamp(period.NumberPhases ?? MaxPhases, 1, MaxPhases);
        if (schedule.ChargingRateUnit.Is(unit)) return period.Limit;
        var limit = Math.Clamp(period.Limit, -Largest, Largest); // whatever was sent
        return Math.Round(unit == ChargingRateUnit.W ? limit * Voltage * phases : limit / (Voltage * phases), 1);
    }
}
