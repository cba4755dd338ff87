using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine;

/// <summary>One charging profile as it was installed.</summary>
internal sealed record InstalledProfile(int ConnectorId, ChargingProfile Profile, DateTimeOffset Installed)
{
    private ChargingSchedule Schedule => Profile.ChargingSchedule;

    /// <summary>The limit at a time; null while the profile says nothing.</summary>
    public CurrentLimit? LimitAt(DateTimeOffset at, Connector connector)
    {
        if (at < Profile.ValidFrom?.Value || at >= Profile.ValidTo?.Value) return null;
        var elapsed = (at - StartBefore(at, connector.Transaction?.Start)).TotalSeconds;
        if (elapsed < 0 || elapsed >= Schedule.Duration) return null;
        var period = Schedule.ChargingSchedulePeriod.LastOrDefault(candidate => candidate.StartPeriod <= elapsed);
        if (period is null) return null;
        var phases = Math.Clamp(period.NumberPhases ?? connector.Design.Phases, 1, 3);
        var limit = (double)Math.Max(0, period.Limit);
        return new(Schedule.ChargingRateUnit.Is(ChargingRateUnit.A) ? limit : limit / (230 * phases), period.NumberPhases);
    }

    /// <summary>The times between two others at which the limit may change.</summary>
    public IEnumerable<DateTimeOffset> Moments(DateTimeOffset from, DateTimeOffset to, DateTimeOffset? transactionStart)
    {
        if (Profile.ValidFrom?.Value is { } validFrom) yield return validFrom;
        if (Profile.ValidTo?.Value is { } validTo) yield return validTo;
        for (var start = StartBefore(from, transactionStart); start < to; start += Recurrence)
        {
            foreach (var period in Schedule.ChargingSchedulePeriod) yield return start.AddSeconds(period.StartPeriod);
            if (Schedule.Duration is { } duration) yield return start.AddSeconds(duration);
            if (Profile.ChargingProfileKind != ChargingProfileKind.Recurring) yield break;
        }
    }

    private TimeSpan Recurrence => TimeSpan.FromDays(Profile.RecurrencyKind == RecurrencyKind.Weekly ? 7 : 1);

    private DateTimeOffset StartBefore(DateTimeOffset at, DateTimeOffset? transactionStart)
    {
        if (Profile.ChargingProfileKind == ChargingProfileKind.Relative) return transactionStart ?? at;
        // without startSchedule it is relative to the start of charging (specification 7.13); the limit of the whole charge point has none
        var start = Schedule.StartSchedule?.Value ?? (Profile.ChargingProfilePurpose == ChargingProfilePurpose.ChargePointMaxProfile ? Installed : transactionStart ?? at);
        if (Profile.ChargingProfileKind != ChargingProfileKind.Recurring || at <= start) return start;
        return start + Recurrence * Math.Floor((at - start) / Recurrence);
    }
}
