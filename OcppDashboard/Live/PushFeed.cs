using System.Collections.Immutable;
using System.Threading.Channels;

namespace OcppDashboard.Live;

/// <summary>Hands items to whoever listens, each with a bounded queue that drops its oldest: a slow page never slows a charge point.</summary>
public sealed class PushFeed<T>
{
    private ImmutableArray<Listener> listeners = [];

    /// <summary>True when somebody listens: lets a publisher skip building items for nobody.</summary>
    public bool HasListeners => !listeners.IsEmpty;

    /// <param name="filter">Null: every item. Called on the publishing thread.</param>
    /// <param name="capacity">Items kept for a slow reader; older ones are dropped.</param>
    public Listener Listen(Func<T, bool>? filter = null, int capacity = 500)
    {
        var listener = new Listener(this, filter, capacity);
        ImmutableInterlocked.Update(ref listeners, list => list.Add(listener));
        return listener;
    }

    public void Publish(T item)
    {
        foreach (var listener in listeners) listener.Offer(item);
    }

    public sealed class Listener : IDisposable
    {
        private readonly PushFeed<T> feed;
        private readonly Func<T, bool>? filter;
        private readonly Channel<T> channel;
        private long dropped;

        internal Listener(PushFeed<T> feed, Func<T, bool>? filter, int capacity)
        {
            this.feed = feed;
            this.filter = filter;
            channel = Channel.CreateBounded<T>(new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest },
                _ => Interlocked.Increment(ref dropped));
        }

        public ChannelReader<T> Items => channel.Reader;

        /// <summary>Items that this reader was too slow for.</summary>
        public long Dropped => Interlocked.Read(ref dropped);

        internal void Offer(T item)
        {
            if (filter is null || filter(item)) channel.Writer.TryWrite(item);
        }

        /// <summary>What waits goes too: a completed channel with items left would tell its reader for ever that there is something to read.</summary>
        public void Dispose()
        {
            ImmutableInterlocked.Update(ref feed.listeners, list => list.Remove(this));
            channel.Writer.TryComplete();
            while (channel.Reader.TryRead(out _))
            {
                // let go
            }
        }
    }
}
