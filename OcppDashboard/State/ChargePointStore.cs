using System.Collections.Concurrent;
using System.Collections.Immutable;
using OcppDashboard.Live;
using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.State;

/// <summary>The present state of all charge points: one immutable snapshot each, replaced as a whole. Identities are compared ignoring case (A12).</summary>
public sealed class ChargePointStore : IForgetsChargePoints
{
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.OrdinalIgnoreCase);
    private SortedList? sorted;
    private OrderedEntries? ordered;
    private long version;
    private int count, members;

    public ChargePointStore() => Identities = new(id => Find(id)?.Id);

    public KnownIdentities Identities { get; }

    /// <summary>Signals the id of a charge point (as stored) whose snapshot was replaced.</summary>
    public ChangeFeed<string> Changes { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Each new meter point, for charts that grow.</summary>
    public PushFeed<LiveMeterPoint> MeterPoints { get; } = new();

    public ChargePointSnapshot? Find(string id) => entries.TryGetValue(id, out var entry) ? entry.Snapshot : null;

    /// <summary>By how much its clock is known to be off; zero: not at all.</summary>
    public TimeSpan SkewOf(string id) => Find(id)?.Skew ?? TimeSpan.Zero;

    /// <summary>All charge points by id, natural order (P2 before P10). Cached until something changes.</summary>
    public ImmutableArray<ChargePointSnapshot> All
    {
        get
        {
            var (known, now) = (Volatile.Read(ref sorted), Interlocked.Read(ref version)); // what changes from here on makes the list an old one
            if (known?.Version == now) return known.Snapshots;
            var list = new SortedList(now, [.. InOrder().Select(entry => entry.Snapshot)]);
            Volatile.Write(ref sorted, list);
            return list.Snapshots;
        }
    }

    /// <summary>Sorted only when a charge point came or went: a change puts nothing in another place.</summary>
    private ImmutableArray<Entry> InOrder()
    {
        var (known, now) = (Volatile.Read(ref ordered), Volatile.Read(ref members));
        if (known?.Members == now) return known.Entries;
        var list = new OrderedEntries(now, [.. entries.Values.OrderBy(entry => entry.Snapshot.Id, NaturalOrder.Instance)]);
        Volatile.Write(ref ordered, list);
        return list.Entries;
    }

    /// <summary>Kept beside the entries: counting them would lock them all.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Replaces the snapshot of a charge point, which is made when it is new, and signals. <paramref name="change"/> runs under its lock.</summary>
    public ChargePointSnapshot Update(string id, Func<ChargePointSnapshot, ChargePointSnapshot> change)
    {
        if (!entries.TryGetValue(id, out var entry))
        {
            var made = new Entry(new ChargePointSnapshot { Id = id });
            entry = entries.GetOrAdd(id, made);
            if (entry == made)
            {
                Interlocked.Increment(ref count);
                Interlocked.Increment(ref members);
                Identities.Add(id);
            }
        }
        ChargePointSnapshot after;
        lock (entry)
        {
            var before = entry.Snapshot;
            after = change(before);
            if (ReferenceEquals(before, after)) return after;
            entry.Snapshot = after;
        }
        Interlocked.Increment(ref version);
        Changes.Signal(after.Id);
        return after;
    }

    /// <summary>It is not known any more. Who is told so finds nothing; it may come again as a new one.</summary>
    public void Forget(string chargePointId)
    {
        if (!entries.TryRemove(chargePointId, out var entry)) return;
        Identities.Remove(entry.Snapshot.Id);
        Interlocked.Decrement(ref count);
        Interlocked.Increment(ref members);
        Interlocked.Increment(ref version);
        Volatile.Write(ref sorted, null);
        Volatile.Write(ref ordered, null);
        Changes.Signal(entry.Snapshot.Id);
    }

    /// <summary>Notes that a frame came, without a signal.</summary>
    public void Touch(string id, DateTimeOffset at) => Find(id)?.Activity.Touch(at);

    /// <param name="Version">How many changes there had been when it was begun.</param>
    private sealed record SortedList(long Version, ImmutableArray<ChargePointSnapshot> Snapshots);

    /// <param name="Members">How often one had come or gone when it was begun.</param>
    private sealed record OrderedEntries(int Members, ImmutableArray<Entry> Entries);

    private sealed class Entry(ChargePointSnapshot snapshot)
    {
        public volatile ChargePointSnapshot Snapshot = snapshot;
    }
}

/// <param name="TransactionId">Our id of the transaction the point belongs to; null outside of one.</param>
public sealed record LiveMeterPoint(string ChargePointId, int ConnectorId, int? TransactionId, MeterPoint Point);
