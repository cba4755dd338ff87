using OcppDashboard.Live;
using OcppDashboard.State;

namespace OcppDashboard.Api.Hubs;

/// <summary>What a client of the hub can listen to.</summary>
public sealed class LiveTopics : IDisposable
{
    public const string Status = "status", Transactions = "transactions", Meter = "meter", Frames = "frames";

    private const int MostEvents = 1000, MostPoints = 500, MostFrames = 100; // kept for a slow client; a frame may have 1 MiB
    private readonly PushFeed<ChargePointEvent> happened = new();
    private readonly ChargePointStore store;
    private readonly ChargePointSettingsStore settings;
    private readonly LiveMessages messages;
    private readonly TimeProvider time;
    private readonly IDisposable subscription;
    private int streams;

    public LiveTopics(ChargePointStore store, ChargePointSettingsStore settings, ChargePointEvents events, LiveMessages messages, TimeProvider time)
    {
        (this.store, this.settings, this.messages, this.time) = (store, settings, messages, time);
        subscription = events.Subscribe(happened.Publish);
    }

    public static IReadOnlyList<string> Names { get; } = [Status, Transactions, Meter, Frames];

    /// <summary>Streams that are open now.</summary>
    public int Streams => Volatile.Read(ref streams);

    /// <param name="by">1: one was opened; -1: one ended.</param>
    internal void CountStream(int by) => Interlocked.Add(ref streams, by);

    /// <summary>Begins to listen.</summary>
    /// <param name="chargePointId">Null: all.</param>
    internal LiveTopic Open(string topic, string? chargePointId)
    {
        bool Mine(string id) => chargePointId is null || chargePointId.Equals(id, StringComparison.OrdinalIgnoreCase);
        IEnumerable<ChargePointSnapshot> Now() => chargePointId is null ? store.All : store.Find(chargePointId) is { } one ? [one] : [];
        return topic switch
        {
            Status => new LiveTopic<ChargePointEvent>(topic, happened.Listen(e => ChangesStatus(e) && Mine(e.ChargePointId), MostEvents), () => Now().Select(StatusOf), Statuses),
            Transactions => new LiveTopic<ChargePointEvent>(
                topic, happened.Listen(e => e is TransactionStarted or TransactionStopped && Mine(e.ChargePointId), MostEvents),
                () => Now().SelectMany(snapshot => LiveEvents.Running(snapshot, time.GetUtcNow())), part => part.Select(LiveEvents.Transaction).OfType<LiveEvent>()),
            Meter => new LiveTopic<LiveMeterPoint>(
                topic, store.MeterPoints.Listen(point => Mine(point.ChargePointId), MostPoints), () => Now().SelectMany(LiveEvents.Readings), part => part.Select(LiveEvents.Meter)),
            Frames => new LiveTopic<Ocpp.Abstractions.WireExchange>(topic, messages.Feed.Listen(exchange => Mine(exchange.ChargePointId), MostFrames), () => [], part => part.Select(LiveEvents.Frame)),
            _ => throw new ArgumentException($"there is no topic {topic}", nameof(topic)),
        };
    }

    private static bool ChangesStatus(ChargePointEvent happened) =>
        happened is StatusReported or ChargePointConnected or ChargePointDisconnected or ChargePointBooted or TransactionStarted or TransactionStopped;

    /// <summary>Each charge point once, as it is now.</summary>
    private IEnumerable<LiveEvent> Statuses(IReadOnlyList<ChargePointEvent> part) =>
        part.Select(e => e.ChargePointId).Distinct(StringComparer.OrdinalIgnoreCase).Select(store.Find).OfType<ChargePointSnapshot>().Select(StatusOf);

    private StatusEvent StatusOf(ChargePointSnapshot snapshot) => LiveEvents.Status(snapshot, settings.Of(snapshot.Id).Name);

    public void Dispose() => subscription.Dispose();
}
