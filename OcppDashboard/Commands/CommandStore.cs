using System.Collections.Concurrent;
using System.Collections.Immutable;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;
using OcppDashboard.Live;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Commands;

/// <summary>
/// The last commands of each charge point, also from before a restart, and their way into the database. In memory are few of them and no long payloads
/// (<see cref="RecentCommands"/>), and none of a charge point that nobody looked at for a while: the database has them all.
/// </summary>
public sealed class CommandStore : IForgetsChargePoints, IDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10), Interval = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<long, Entry> byId = new();
    private readonly HistoryWriter history;
    private readonly CommandQueries queries;
    private readonly TimeProvider time;
    private readonly ITimer timer;
    private ImmutableArray<Action<CommandSnapshot>> followers = [];
    private long lastId;

    public CommandStore(HistoryWriter history, CommandQueries queries, TimeProvider? time = null)
    {
        (this.history, this.queries, this.time) = (history, queries, time ?? TimeProvider.System);
        timer = this.time.CreateTimer(_ => ForgetIdle(), null, Interval, Interval);
    }

    /// <summary>Signals the id of a charge point one of whose commands changed.</summary>
    public ChangeFeed<string> Changes { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Commands in memory, of all charge points.</summary>
    public int InMemory => byId.Count;

    /// <summary>Tells each change of each command, whole with its payloads; once more when an answer comes late. Followers are quick and do not throw.</summary>
    public IDisposable Follow(Action<CommandSnapshot> changed)
    {
        ImmutableInterlocked.Update(ref followers, list => list.Add(changed));
        return new Following(this, changed);
    }

    /// <summary>Goes on counting after what the database holds. Called once, at start.</summary>
    public void StartAfter(long id) => Interlocked.Exchange(ref lastId, id);

    public long NextId() => Interlocked.Increment(ref lastId);

    /// <summary>Newest first: the last ones, and of each action some more. Reads the database where <see cref="LoadAsync"/> was not called before.</summary>
    public IReadOnlyList<CommandSnapshot> Recent(string chargePointId, int take)
    {
        var entry = EntryOf(chargePointId);
        if (!entry.IsLoaded) Load(chargePointId, entry);
        var commands = entry.Commands;
        return take >= commands.Length ? commands : commands[..take];
    }

    /// <summary>Reads the last commands of a charge point into memory, away from whoever asks.</summary>
    public Task LoadAsync(string chargePointId)
    {
        var entry = EntryOf(chargePointId);
        return entry.IsLoaded ? Task.CompletedTask : Task.Run(() => Load(chargePointId, entry));
    }

    /// <summary>The last commands with their whole payloads, newest first, from the database; those that go on as they are now.</summary>
    public async Task<IReadOnlyList<CommandSnapshot>> ReadAsync(string chargePointId, int take, CancellationToken stop)
    {
        var rows = await Task.Run(() => queries.Latest(chargePointId, take), stop);
        var all = rows.ToDictionary(row => row.Id, row => CommandRows.Read(chargePointId, row));
        foreach (var now in EntryOf(chargePointId).Commands)
            if (!now.IsCut || !all.TryGetValue(now.Id, out var kept) || kept.State != now.State) all[now.Id] = now;
        return [.. all.Values.OrderByDescending(command => command.Id).Take(take)];
    }

    /// <summary>Also one from before a restart, or one that is no longer among the last of its charge point; with its whole payloads.</summary>
    public CommandSnapshot? Find(long id)
    {
        var known = byId.TryGetValue(id, out var entry) ? entry.Find(id) : null;
        if (known is { IsCut: false }) return known;
        if (queries.Find(id) is not { } kept) return known;
        var whole = CommandRows.Read(kept.ChargePointId, kept.Command);
        return known is null || known.State == whole.State ? whole : known;
    }

    public Task<int> CountAsync(string chargePointId, CancellationToken stop) => queries.CountAsync(chargePointId, stop);

    public void Forget(string chargePointId)
    {
        if (!entries.TryRemove(chargePointId, out var entry)) return;
        lock (entry)
        {
            entry.IsGone = true;
            foreach (var command in entry.Commands) byId.TryRemove(command.Id, out _);
        }
    }

    public void Put(CommandSnapshot command)
    {
        var entry = EntryOf(command.ChargePointId);
        lock (entry) Set(entry, RecentCommands.With(entry.Commands, command));
        history.Keep(new CommandWrite(command.ChargePointId, CommandRows.Of(command)));
        foreach (var follower in followers) follower(command);
        Changes.Signal(command.ChargePointId);
    }

    /// <summary>Commands whose consequence was being watched when the server stopped and can be watched again.</summary>
    internal IReadOnlyList<CommandSnapshot> GoingOn() =>
        [.. queries.ChargePointsWith(CommandState.Watching.ToString()).SelectMany(id => Recent(id, int.MaxValue)).Where(command => !command.IsOver)];

    private Entry EntryOf(string chargePointId)
    {
        while (true)
        {
            var entry = entries.GetOrAdd(chargePointId, _ => new Entry());
            lock (entry)
            {
                if (entry.IsGone) continue; // forgotten in the same moment
                entry.TouchedAt = time.GetTimestamp();
                return entry;
            }
        }
    }

    private void Load(string chargePointId, Entry entry)
    {
        var kept = queries.Latest(chargePointId, RecentCommands.Depth).Select(row => CommandRows.Read(chargePointId, row)).ToList();
        lock (entry)
        {
            if (entry.IsLoaded) return;
            entry.IsLoaded = true;
            Set(entry, RecentCommands.Merged(entry.Commands, kept));
        }
    }

    private void Set(Entry entry, ImmutableArray<CommandSnapshot> commands)
    {
        var before = entry.Commands;
        entry.Commands = commands;
        if (entry.IsGone) return;
        foreach (var command in commands) byId[command.Id] = entry;
        foreach (var old in before)
            if (entry.Find(old.Id) is null) byId.TryRemove(old.Id, out _);
    }

    /// <summary>What nobody looked at for a while is read again when somebody does.</summary>
    private void ForgetIdle()
    {
        foreach (var (id, entry) in entries)
            lock (entry)
            {
                if (time.GetElapsedTime(entry.TouchedAt) < Idle || entry.Commands.Any(command => !command.IsOver)) continue;
                entry.IsGone = true;
                entries.TryRemove(KeyValuePair.Create(id, entry));
                foreach (var command in entry.Commands) byId.TryRemove(command.Id, out _);
            }
    }

    public void Dispose() => timer.Dispose();

    /// <summary>What is in memory of one charge point. Changed under its own lock; its list is replaced as a whole.</summary>
    private sealed class Entry
    {
        private ImmutableArray<CommandSnapshot> commands = [];

        public ImmutableArray<CommandSnapshot> Commands
        {
            get => commands;
            set => ImmutableInterlocked.InterlockedExchange(ref commands, value);
        }

        /// <summary>The database was read.</summary>
        public volatile bool IsLoaded;

        /// <summary>It is no longer the one of its charge point.</summary>
        public bool IsGone { get; set; }
        public long TouchedAt { get; set; }

        public CommandSnapshot? Find(long id)
        {
            foreach (var command in Commands)
                if (command.Id == id) return command;
            return null;
        }
    }

    private sealed class Following(CommandStore store, Action<CommandSnapshot> changed) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref store.followers, list => list.Remove(changed));
    }
}
