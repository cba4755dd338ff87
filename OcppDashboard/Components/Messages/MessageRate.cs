using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Components.Messages;

/// <summary>Exchanges per second over the last seconds. Counted on the threads of connections, read while drawing.</summary>
public sealed class MessageRate
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private readonly Queue<(DateTimeOffset At, long Total)> marks = new();
    private long total;

    public void Count(WireExchange exchange)
    {
        if (exchange.Result != ExchangeResult.Waiting) Interlocked.Increment(ref total); // a CALL of ours comes twice
    }

    public double PerSecond(DateTimeOffset now)
    {
        var count = Interlocked.Read(ref total);
        if (marks.Count == 0 || now - marks.Last().At >= TimeSpan.FromSeconds(0.5)) marks.Enqueue((now, count));
        while (marks.Count > 2 && now - marks.Peek().At > Window) marks.Dequeue();
        var span = now - marks.Peek().At;
        return span < TimeSpan.FromSeconds(0.5) ? 0 : (count - marks.Peek().Total) / span.TotalSeconds;
    }
}
