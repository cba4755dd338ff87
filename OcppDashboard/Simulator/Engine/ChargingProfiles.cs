using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine;

/// <summary>The installed charging profiles, and what they allow (specification 3.13).</summary>
internal sealed class ChargingProfiles(Device device)
{
    private readonly List<InstalledProfile> installed = [];

    public ChargingProfileStatus Install(int connectorId, ChargingProfile profile)
    {
        if (!MayInstall(connectorId, profile)) return ChargingProfileStatus.Rejected;
        Add(connectorId, profile);
        Apply();
        return ChargingProfileStatus.Accepted;
    }

    /// <summary>Takes a profile without asking, in place of one with its id or its purpose and level.</summary>
    public void Add(int connectorId, ChargingProfile profile)
    {
        installed.RemoveAll(old => old.Profile.ChargingProfileId == profile.ChargingProfileId
            || (old.ConnectorId == connectorId && old.Profile.StackLevel == profile.StackLevel && old.Profile.ChargingProfilePurpose == profile.ChargingProfilePurpose));
        installed.Add(new(connectorId, profile, device.Now));
    }

    public ClearChargingProfileStatus Clear(ClearChargingProfileRequest request)
    {
        var removed = installed.RemoveAll(entry => request.Id is { } id
            ? entry.Profile.ChargingProfileId == id
            : (request.ConnectorId is not { } connector || connector == entry.ConnectorId)
                && (request.ChargingProfilePurpose is not { } purpose || purpose == entry.Profile.ChargingProfilePurpose)
                && (request.StackLevel is not { } level || level == entry.Profile.StackLevel));
        if (removed == 0) return ClearChargingProfileStatus.Unknown;
        Apply();
        return ClearChargingProfileStatus.Accepted;
    }

    /// <summary>A TxProfile lives as long as its transaction.</summary>
    public void TransactionEnded(int connectorId) =>
        installed.RemoveAll(entry => entry.ConnectorId == connectorId && entry.Profile.ChargingProfilePurpose == ChargingProfilePurpose.TxProfile);

    /// <summary>What a connector may draw at a time.</summary>
    public CurrentLimit LimitOf(Connector connector, DateTimeOffset at)
    {
        var own = Best(ChargingProfilePurpose.TxProfile, connector.Id, connector, at)
            ?? Best(ChargingProfilePurpose.TxDefaultProfile, connector.Id, connector, at)
            ?? Best(ChargingProfilePurpose.TxDefaultProfile, 0, connector, at);
        var all = Best(ChargingProfilePurpose.ChargePointMaxProfile, 0, connector, at);
        if (all is { Amperes: { } total }) all = new(total / Math.Max(1, device.Connectors.Count(other => other.Transaction is not null)), all.Value.Phases);
        if (own is null || all is null) return own ?? all ?? default;
        return new(Math.Min(own.Value.Amperes!.Value, all.Value.Amperes!.Value), own.Value.Phases);
    }

    /// <summary>The limits of the next <paramref name="seconds"/>, merged to one schedule; for connector 0 that of the whole charge point.</summary>
    public ChargingSchedule Composite(int connectorId, int seconds, ChargingRateUnit unit)
    {
        var start = device.Now; // not rounded: a profile that began within this second counts
        var connector = device.Find(connectorId) ?? device.Connectors[0];
        var moments = installed.SelectMany(entry => entry.Moments(start, start.AddSeconds(seconds), connector.Transaction?.Start))
            .Append(start).Where(at => at >= start && at < start.AddSeconds(seconds)).Distinct().Order();
        var periods = new List<ChargingSchedulePeriod>();
        foreach (var at in moments)
        {
            var limit = connectorId == 0 ? Best(ChargingProfilePurpose.ChargePointMaxProfile, 0, connector, at) ?? default : LimitOf(connector, at);
            var design = connector.Design;
            var most = design.Current == CurrentKind.DC ? design.MaxPower * 1000 / 690 : design.MaxCurrent;
            var amperes = Math.Min(limit.Amperes ?? most, most * (connectorId == 0 ? device.Connectors.Count : 1));
            var phases = limit.Phases ?? design.Phases;
            var value = Math.Round((decimal)(unit == ChargingRateUnit.A ? amperes : amperes * 230 * phases), 1);
            if (periods.Count > 0 && periods[^1].Limit == value && periods[^1].NumberPhases == limit.Phases) continue;
            periods.Add(new((int)(at - start).TotalSeconds, value, limit.Phases));
        }
        return new(seconds, MeterSamples.WholeSeconds(start), unit, periods);
    }

    private CurrentLimit? Best(ChargingProfilePurpose purpose, int connectorId, Connector connector, DateTimeOffset at)
    {
        CurrentLimit? best = null;
        var level = int.MinValue;
        foreach (var entry in installed)
        {
            if (entry.ConnectorId != connectorId || entry.Profile.ChargingProfilePurpose != purpose || entry.Profile.StackLevel < level) continue;
            if (entry.LimitAt(at, connector) is not { } limit) continue;
            (best, level) = (limit, entry.Profile.StackLevel);
        }
        return best;
    }

    private bool MayInstall(int connectorId, ChargingProfile profile)
    {
        var settings = device.Settings;
        var schedule = profile.ChargingSchedule;
        if (connectorId != 0 && device.Find(connectorId) is null) return false;
        if (profile.StackLevel < 0 || profile.StackLevel > settings.Integer("ChargeProfileMaxStackLevel", 10)) return false;
        if (schedule?.ChargingSchedulePeriod is not { Count: > 0 } periods || periods.Count > settings.Integer("ChargingScheduleMaxPeriods", 24)) return false;
        if (periods[0].StartPeriod != 0) return false;
        var allowed = settings.List("ChargingScheduleAllowedChargingRateUnit"); // of Current, Power
        if (allowed.Count > 0 && !allowed.Contains(schedule.ChargingRateUnit.Is(ChargingRateUnit.A) ? "Current" : "Power")) return false;
        var known = installed.Any(old => old.Profile.ChargingProfileId == profile.ChargingProfileId);
        if (!known && installed.Count >= settings.Integer("MaxChargingProfilesInstalled", 10)) return false;
        return profile.ChargingProfilePurpose switch
        {
            ChargingProfilePurpose.ChargePointMaxProfile => connectorId == 0,
            ChargingProfilePurpose.TxProfile => device.Find(connectorId)?.Transaction is { } transaction
                && (profile.TransactionId is null || profile.TransactionId == transaction.Id),
            _ => true,
        };
    }

    private void Apply()
    {
        foreach (var connector in device.Connectors)
        {
            device.Metering.Advance(connector);
            device.Statuses.Refresh(connector);
        }
    }
}
