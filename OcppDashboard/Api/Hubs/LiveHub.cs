using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;
using OcppDashboard.Api.V1;
using OcppDashboard.Features.Accounts;

namespace OcppDashboard.Api.Hubs;

/// <summary>
/// The hub for wallboards, <c>/hubs/live</c>. What waits for a client is bounded per topic and drops its oldest: a client that reads slowly
/// holds up nobody and is told what it missed. A key that is revoked ends the connections that it opened.
/// </summary>
public sealed class LiveHub(LiveTopics topics, ApiKeyStore keys, TimeProvider time) : Hub
{
    private const int MostPerConnection = 8;
    private const string OpenStreams = "streams";

    /// <summary>Streams what is there now, then <c>ready</c>, then changes, until the client ends it. What cannot be had is answered with <c>refused</c>.</summary>
    /// <param name="wanted">Any of status, transactions, meter, frames.</param>
    /// <param name="chargePointId">Null: all charge points. One that is not known yet may come.</param>
    public async IAsyncEnumerable<LiveEvent> Subscribe(string[]? wanted, string? chargePointId, [EnumeratorCancellation] CancellationToken stop)
    {
        var names = (wanted ?? []).Distinct(StringComparer.Ordinal).ToList();
        var streams = Streams();
        if (Refusal(names) is { } refusal)
        {
            yield return new RefusedEvent(refusal); // not an exception: the framework logs those as errors of ours
            yield break;
        }
        if (Interlocked.Increment(ref streams.Value) > MostPerConnection)
        {
            Interlocked.Decrement(ref streams.Value);
            yield return new RefusedEvent($"A connection can have {MostPerConnection} streams at once.");
            yield break;
        }
        using var revoked = EndWithItsKey();
        topics.CountStream(1);
        var opened = names.Select(name => topics.Open(name, string.IsNullOrEmpty(chargePointId) ? null : chargePointId)).ToList();
        try
        {
            foreach (var there in opened.SelectMany(topic => topic.Snapshot())) yield return there;
            yield return new ReadyEvent(time.GetUtcNow());
            await foreach (var happened in ChangesAsync(opened, stop)) yield return happened;
        }
        finally
        {
            foreach (var topic in opened) topic.Dispose();
            Interlocked.Decrement(ref streams.Value);
            topics.CountStream(-1);
        }
    }

    private static string? Refusal(List<string> names)
    {
        var all = string.Join(", ", LiveTopics.Names);
        if (names.Count == 0) return $"No topic is asked for; there are {all}.";
        return names.Find(name => !LiveTopics.Names.Contains(name)) is { } unknown ? $"There is no topic \"{(unknown.Length > 40 ? unknown[..40] : unknown)}\"; there are {all}." : null;
    }

    private static async IAsyncEnumerable<LiveEvent> ChangesAsync(List<LiveTopic> opened, [EnumeratorCancellation] CancellationToken stop)
    {
        var waits = opened.Select(topic => topic.WaitAsync(stop)).ToArray();
        while (true)
        {
            await Task.WhenAny(waits);
            stop.ThrowIfCancellationRequested();
            for (var i = 0; i < waits.Length; i++)
            {
                if (!waits[i].IsCompleted) continue;
                var topic = opened[i];
                if (topic.Missed() is > 0 and var missed)
                {
                    yield return new MissedEvent(topic.Name, missed);
                    foreach (var there in topic.Snapshot()) yield return there;
                }
                foreach (var happened in topic.Take()) yield return happened;
                waits[i] = topic.WaitAsync(stop);
            }
        }
    }

    private IDisposable? EndWithItsKey()
    {
        if (ApiCaller.KeyOf(Context.GetHttpContext()) is not { } key) return null;
        var connection = Context;
        void EndWhenRevoked()
        {
            if (!keys.Opens(key)) connection.Abort();
        }
        var subscription = keys.Changes.SubscribeAll(_ => EndWhenRevoked());
        EndWhenRevoked();
        return subscription;
    }

    private StrongBox<int> Streams()
    {
        lock (Context.Items)
        {
            if (Context.Items.TryGetValue(OpenStreams, out var known)) return (StrongBox<int>)known!;
            var made = new StrongBox<int>();
            Context.Items[OpenStreams] = made;
            return made;
        }
    }
}
