using System.Threading.Channels;
using OcppDashboard.Live;

namespace OcppDashboard.Api.Hubs;

/// <summary>One topic of one client: a bounded queue of what happened, and what is there now.</summary>
internal abstract class LiveTopic(string name) : IDisposable
{
    private long told;

    public string Name { get; } = name;

    /// <summary>What is there now.</summary>
    public abstract IEnumerable<LiveEvent> Snapshot();

    /// <summary>What happened since the last time; each thing that is sent whole comes once.</summary>
    public abstract IEnumerable<LiveEvent> Take();

    /// <summary>Completes when there is something to take.</summary>
    public abstract Task<bool> WaitAsync(CancellationToken stop);

    protected abstract long Dropped { get; }

    /// <summary>How many events were dropped since this was asked last.</summary>
    public long Missed()
    {
        var dropped = Dropped;
        (var missed, told) = (dropped - told, dropped);
        return missed;
    }

    public abstract void Dispose();
}

/// <inheritdoc />
internal sealed class LiveTopic<T>(string name, PushFeed<T>.Listener listener, Func<IEnumerable<LiveEvent>> snapshot, Func<IReadOnlyList<T>, IEnumerable<LiveEvent>> events) : LiveTopic(name)
{
    private const int Part = 200;
    private readonly ChannelReader<T> items = listener.Items;

    public override IEnumerable<LiveEvent> Snapshot() => snapshot();

    public override IEnumerable<LiveEvent> Take()
    {
        var part = new List<T>();
        while (part.Count < Part && items.TryRead(out var item)) part.Add(item);
        return events(part);
    }

    public override Task<bool> WaitAsync(CancellationToken stop) => items.WaitToReadAsync(stop).AsTask();

    protected override long Dropped => listener.Dropped;

    public override void Dispose() => listener.Dispose();
}
