using System.Collections.Immutable;
using OcppDashboard.Live;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.State;

/// <summary>One address that knocked and was refused, repeats counted.</summary>
/// <param name="Identity">What it called itself; null when the path had no identity.</param>
/// <param name="Reason">Why it was refused, for a person.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record HandshakeAttempt(
    string? Identity, string RemoteAddress, string? UserAgent, string Reason, string Advice, int Count, DateTimeOffset FirstAt, DateTimeOffset LastAt)
{
    /// <summary>When it was told last, in the log.</summary>
    internal DateTimeOffset ToldAt { get; init; } = FirstAt;
}

/// <summary>What has knocked and was refused, newest first, the last 100 kinds. Kept in memory only.</summary>
public sealed class HandshakeAttempts(TimeProvider time) : IForgetsChargePoints
{
    public const int Capacity = 100;
    private static readonly TimeSpan TellAgain = TimeSpan.FromMinutes(1);
    private ImmutableList<HandshakeAttempt> attempts = [];

    /// <summary>Signals 0 whenever the list changed.</summary>
    public ChangeFeed<int> Changes { get; } = new();

    public IReadOnlyList<HandshakeAttempt> Latest => attempts;

    public void Forget(string chargePointId)
    {
        if (ImmutableInterlocked.Update(ref attempts, list => list.RemoveAll(attempt => chargePointId.Equals(attempt.Identity, StringComparison.OrdinalIgnoreCase)))) Changes.Signal(0);
    }

    /// <returns>True when this kind of attempt is to be logged: the first time, and then once a minute at most for each address (A7, A17).</returns>
    public bool Add(string? identity, string remoteAddress, string? userAgent, string reason, string advice)
    {
        var now = time.GetUtcNow();
        var isToBeTold = false;
        ImmutableInterlocked.Update(ref attempts, list =>
        {
            var known = list.Find(a => a.Identity == identity && a.RemoteAddress == remoteAddress && a.Reason == reason);
            isToBeTold = known is null || now - known.ToldAt >= TellAgain;
            var next = known is null
                ? list.Insert(0, new(identity, remoteAddress, userAgent, reason, advice, 1, now, now))
                : list.Remove(known).Insert(0, known with { Count = known.Count + 1, LastAt = now, ToldAt = isToBeTold ? now : known.ToldAt });
            return next.Count > Capacity ? next.RemoveAt(Capacity) : next;
        });
        Changes.Signal(0);
        return isToBeTold;
    }
}
