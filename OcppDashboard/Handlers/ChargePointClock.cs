using OcppDashboard.Data.History;
using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Handlers;

/// <summary>Learns how far a charge point's clock is off, keeps it over a restart, and tells when something happened (ADR 15).</summary>
public sealed class ChargePointClock(ChargePointStore store, LiveState live, HistoryWriter history)
{
    private static readonly TimeSpan SameAsKept = TimeSpan.FromSeconds(5), LongestQueue = TimeSpan.FromDays(90);

    /// <summary>Learns from the stamp, then says what it means.</summary>
    public ResolvedTime Resolve(OcppTimestamp? stamp, CallContext context, StampEvidence evidence)
    {
        Learn(stamp, context, evidence);
        return ChargePointTime.Of(stamp, context.ReceivedAt, store.SkewOf(context.ChargePointId));
    }

    /// <summary>Takes what a stamp tells of its clock. A clock that is right costs nothing.</summary>
    public void Learn(OcppTimestamp? stamp, CallContext context, StampEvidence evidence)
    {
        if (stamp is not { Value: { } value } given) return;
        var known = evidence == StampEvidence.Status ? null : store.Find(context.ChargePointId);
        if (known is not null && IsNothingNew(known, value - context.ReceivedAt)) return;
        Change(context, snapshot => snapshot.WithStamp(given, context.ReceivedAt, evidence));
    }

    /// <summary>Changes what is known of the clock and keeps that where it is another than before.</summary>
    internal void Change(CallContext context, Func<ChargePointSnapshot, ChargePointSnapshot> change)
    {
        (TimeSpan? before, TimeSpan? after, DateTimeOffset? connectedAt) = (null, null, null);
        var isShownAnew = false;
        live.Update(context, snapshot =>
        {
            var changed = change(snapshot);
            (before, after, connectedAt) = (KeptOf(snapshot), KeptOf(changed), snapshot.ConnectedAt);
            isShownAnew = snapshot.Stamps is null && changed.Stamps is { Skew.Ticks: not 0 };
            return after is { } offset && before is null ? changed.WithStartsPutRight(offset) : changed;
        });
        var isKept = after is { } now ? before is { } kept && (kept - now).Duration() < SameAsKept : before is null;
        if (isKept && !isShownAnew) return;
        history.Keep(new ClockWrite(context.ChargePointId, after, context.ReceivedAt, before is null ? connectedAt : null));
    }

    /// <summary>True when the time is not what the stamp says: the clock was off, or cannot be judged and says what no queue explains.</summary>
    public static bool IsOff(ResolvedTime resolved, OcppTimestamp? stamp, DateTimeOffset receivedAt) => resolved.Source switch
    {
        TimeSource.Receipt => true,
        TimeSource.NoStamp => false,
        _ when stamp is not { HasZone: true, Value: not null } => false,
        TimeSource.Corrected => (stamp!.Value.Value!.Value - resolved.At).Duration() > ChargePointTime.MostAhead,
        _ => resolved.At - receivedAt > ChargePointTime.MostAhead || receivedAt - resolved.At > LongestQueue,
    };

    private static bool IsNothingNew(ChargePointSnapshot snapshot, TimeSpan offset) =>
        offset.Duration() <= ChargePointTime.MostAhead && snapshot.Stamps is not { IsOff: true } && snapshot.StampsBeforeBoot is not { IsOff: true };

    /// <summary>What is worth keeping: by how much the clock is surely off; null: it is not known to be.</summary>
    private static TimeSpan? KeptOf(ChargePointSnapshot snapshot) => snapshot.Stamps is { } stamps
        ? stamps.Skew is var skew && skew != TimeSpan.Zero ? skew : null
        : snapshot.StampsBeforeBoot is { Skew: var past } && past != TimeSpan.Zero ? past : null;
}
