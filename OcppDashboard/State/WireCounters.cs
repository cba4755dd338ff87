using System.Collections.Frozen;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.State;

/// <summary>
/// Counts exchanges and connections since the start of the process. Nothing is allocated and nothing waits; an action that the table of
/// actions does not know counts as <see cref="Other"/>, so that nobody can make up names for us to keep.
/// </summary>
public sealed class WireCounters : IWireLog, IConnectionObserver
{
    public const string Other = "other";

    private static readonly string[] Names = [.. OcppActions.All.Select(action => action.Name), Other];
    private static readonly FrozenDictionary<string, int> Index = Names.Select((name, i) => (name, i)).ToFrozenDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
    private static readonly ExchangeResult[] Results = [.. Enum.GetValues<ExchangeResult>().Where(result => result != ExchangeResult.Waiting)];
    private static readonly int ResultCount = (int)Results.Max() + 1;
    private readonly long[] exchanges = new long[2 * Names.Length * ResultCount];
    private readonly Histogram[] durations = [.. Enumerable.Range(0, 2 * Names.Length).Select(_ => new Histogram())];
    private long opened, closed, refused;

    /// <summary>Connections that charge points opened.</summary>
    public long Opened => Interlocked.Read(ref opened);

    /// <summary>Those of them that ended; the others are there now.</summary>
    public long Closed => Interlocked.Read(ref closed);

    /// <summary>Handshakes that were refused.</summary>
    public long RefusedHandshakes => Interlocked.Read(ref refused);

    /// <summary>How many exchanges ended how; only what was seen. An answer that comes after its deadline counts again, as what it is.</summary>
    public IEnumerable<(bool FromChargePoint, string Action, ExchangeResult Result, long Count)> Exchanges =>
        from slot in Enumerable.Range(0, 2 * Names.Length)
        from result in Results
        let count = Interlocked.Read(ref exchanges[slot * ResultCount + (int)result])
        where count > 0
        select (slot >= Names.Length, Names[slot % Names.Length], result, count);

    /// <summary>How long answers took, ours and those of charge points; only where there were any.</summary>
    public IEnumerable<(bool FromChargePoint, string Action, Histogram Duration)> Durations =>
        durations.Select((duration, slot) => (slot >= Names.Length, Names[slot % Names.Length], duration)).Where(row => row.duration.Count > 0);

    public void Record(WireExchange exchange)
    {
        if (exchange.Result == ExchangeResult.Waiting) return;
        var slot = (exchange.FromChargePoint ? Names.Length : 0) + Index.GetValueOrDefault(exchange.Action, Names.Length - 1);
        Interlocked.Increment(ref exchanges[slot * ResultCount + (int)exchange.Result]);
        if (exchange.AnsweredAt is { } at) durations[slot].Add(at - exchange.At);
    }

    public void Connected(ConnectionDetails connection) => Interlocked.Increment(ref opened);

    public void Disconnected(ConnectionDetails connection, string reason, bool replaced) => Interlocked.Increment(ref closed);

    public void Received(string chargePointId, DateTimeOffset at) { }

    public void Refused(string? identity, string remoteAddress, string? userAgent, string reason, string advice) => Interlocked.Increment(ref refused);
}
