using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.State;

/// <summary>What a stamp can tell of the clock that made it.</summary>
public enum StampEvidence
{
    /// <summary>A status: it is sent when it happens, or after an offline time.</summary>
    Status,
    /// <summary>A reading: the period that it is of may lie back by hours.</summary>
    Reading,
    /// <summary>A start or stop, which may have waited offline for long: it can only bear out what another message showed.</summary>
    Transaction,
}

/// <summary>What is learned of a charge point's clock from its messages. Pure functions.</summary>
public static class ClockUpdates
{
    private static readonly TimeSpan FarOff = TimeSpan.FromMinutes(2), Step = TimeSpan.FromSeconds(1);

    /// <summary>A clock-aligned reading may be stamped with the beginning of its period.</summary>
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromHours(2);

    /// <summary>No zone is further from another one.</summary>
    public static readonly TimeSpan MostOfZones = TimeSpan.FromHours(13);

    /// <returns>The same snapshot where nothing new is learned.</returns>
    public static ChargePointSnapshot WithStamp(this ChargePointSnapshot snapshot, OcppTimestamp stamp, DateTimeOffset receivedAt, StampEvidence evidence)
    {
        if (stamp.Value is not { } value) return snapshot;
        var offset = value - receivedAt;
        var stamps = Seen(snapshot, offset, receivedAt, evidence);
        if (ReferenceEquals(stamps, snapshot.Stamps)) return snapshot;
        var after = snapshot with { Stamps = stamps, StampsBeforeBoot = stamps is { IsOff: false } ? null : snapshot.StampsBeforeBoot };
        return stamps is null || evidence == StampEvidence.Status && !IsKnown(stamps, offset) ? after : after.WithOffset(stamps, stamp, offset);
    }

    /// <summary>True when an offset is what the clock is known to be off by.</summary>
    public static bool IsKnown(ClockSkew? stamps, TimeSpan offset) => stamps is { IsConfirmed: true } && (stamps.Offset - offset).Duration() < FarOff;

    private static ClockSkew? Seen(ChargePointSnapshot snapshot, TimeSpan offset, DateTimeOffset receivedAt, StampEvidence evidence)
    {
        var before = snapshot.Stamps;
        if (before is null && snapshot.StampsBeforeBoot is { IsConfirmed: true, IsOff: true } past && past.Explains(offset))
            return past with { Since = receivedAt, Other = null };
        if (evidence == StampEvidence.Status) return ClockSkew.Seen(before ?? snapshot.StampsBeforeBoot?.Unconfirmed(), offset, receivedAt);
        if (before is not { IsConfirmed: true })
        {
            var canBegin = evidence == StampEvidence.Reading && (offset > FarOff || offset < -LongestPeriod);
            var bearsOut = before is not null && before.Explains(offset);
            return canBegin || bearsOut ? ClockSkew.Seen(before, offset, receivedAt) : before;
        }
        var isRight = offset.Duration() <= FarOff && before.IsOff;
        return isRight || evidence == StampEvidence.Reading && before.IsOff ? ClockSkew.Seen(before, offset, receivedAt) : before;
    }

    private static ChargePointSnapshot WithOffset(this ChargePointSnapshot snapshot, ClockSkew stamps, OcppTimestamp stamp, TimeSpan offset)
    {
        var isOfZone = !stamp.HasZone && offset.Duration() <= MostOfZones + TimeSpan.FromHours(1);
        var isSure = stamps.Skew != TimeSpan.Zero || !stamps.IsOff || offset > FarOff;
        if (isOfZone || !isSure || !IsNew(snapshot.ClockOffset, stamps.Offset)) return snapshot;
        return snapshot with { ClockOffset = stamps.Offset };
    }

    private static bool IsNew(TimeSpan? known, TimeSpan offset) => known is not { } before || (before - offset).Duration() >= Step;

    /// <summary>Puts a running transaction right that began while nothing was known of the clock, which was off then already.</summary>
    /// <param name="offset">By how much it is.</param>
    public static ChargePointSnapshot WithStartsPutRight(this ChargePointSnapshot snapshot, TimeSpan offset)
    {
        foreach (var connector in snapshot.Connectors)
        {
            if (connector.Transaction is not { } running || !(running.ReceivedAt >= snapshot.ConnectedAt)) continue;
            if ((running.StartedAt - running.ReceivedAt - offset).Duration() > FarOff || offset > TimeSpan.Zero) continue;
            var right = running with { StartedAt = running.StartedAt - offset, StartCorrection = -offset };
            snapshot = snapshot.With(connector with { Transaction = right });
        }
        return snapshot;
    }
}
