using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;
using OcppDashboard.Live;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Commands;

/// <summary>The last commands of each charge point, also from before a restart, and their way into the database.</summary>
public sealed class CommandStore(HistoryWriter history, CommandQueries queries) : IForgetsChargePoints
{
    private const int KeptPerChargePoint = 200;
    private readonly ConcurrentDictionary<string, ImmutableList<CommandSnapshot>> lists = new(StringComparer.OrdinalIgnoreCase);
    private long lastId;

    /// <summary>Signals the id of a charge point one of whose commands changed.</summary>
    public ChangeFeed<string> Changes { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Goes on counting after what the database holds. Called once, at start.</summary>
    public void StartAfter(long id) => Interlocked.Exchange(ref lastId, id);

    public long NextId() => Interlocked.Increment(ref lastId);

    /// <summary>Newest first.</summary>
    public IReadOnlyList<CommandSnapshot> Recent(string chargePointId, int take) => [.. List(chargePointId).Take(take)];

    /// <summary>Also one from before a restart, or one that is no longer among the last of its charge point.</summary>
    public CommandSnapshot? Find(long id) => lists.Values.Select(list => list.Find(command => command.Id == id)).FirstOrDefault(found => found is not null)
        ?? (queries.Find(id) is { } kept ? FromEntity(kept.ChargePointId, kept.Command) : null);

    public Task<int> CountAsync(string chargePointId, CancellationToken stop) => queries.CountAsync(chargePointId, stop);

    public void Forget(string chargePointId) => lists.TryRemove(chargePointId, out _);

    public void Put(CommandSnapshot command)
    {
        List(command.ChargePointId);
        lists.AddOrUpdate(command.ChargePointId, _ => [command], (_, list) =>
        {
            var at = list.FindIndex(known => known.Id == command.Id);
            var next = at >= 0 ? list.SetItem(at, command) : list.Insert(0, command);
            return next.Count > KeptPerChargePoint ? next.RemoveAt(next.Count - 1) : next;
        });
        history.Keep(new CommandWork(command.ChargePointId, ToEntity(command)));
        Changes.Signal(command.ChargePointId);
    }

    /// <summary>Commands whose consequence was being watched when the server stopped and can be watched again.</summary>
    internal IReadOnlyList<CommandSnapshot> GoingOn() =>
        [.. queries.ChargePointsWith(CommandState.Watching.ToString()).SelectMany(List).Where(command => !command.IsOver)];

    private static bool GoesOn(CommandSnapshot command) => command.State == CommandState.Watching && FollowUp.OutlivesRestart(command.Action);

    private ImmutableList<CommandSnapshot> List(string chargePointId) =>
        lists.GetOrAdd(chargePointId, id => [.. queries.Latest(id, KeptPerChargePoint).Select(entity => FromEntity(id, entity))]);

    private static CommandEntity ToEntity(CommandSnapshot c) => new()
    {
        Id = c.Id, Action = c.Action, Argument = c.Argument, RequestJson = c.RequestJson, RequestedBy = c.RequestedBy, RequestedAt = c.RequestedAt,
        State = c.State.ToString(), Status = c.Status, ResponseJson = c.ResponseJson, AnsweredAfterMs = (long?)c.AnsweredAfter?.TotalMilliseconds,
        StepsJson = JsonSerializer.Serialize(c.Steps), WaitingSince = c.WaitingSince, Deadline = c.Deadline, Marks = c.Marks.Length == 0 ? null : c.Marks, FileTransferId = c.FileTransferId,
    };

    private static CommandSnapshot FromEntity(string chargePointId, CommandEntity e)
    {
        var snapshot = new CommandSnapshot
        {
            Id = e.Id, ChargePointId = chargePointId, Action = e.Action, Argument = e.Argument, RequestJson = e.RequestJson, RequestedBy = e.RequestedBy,
            RequestedAt = e.RequestedAt, State = Enum.Parse<CommandState>(e.State), Status = e.Status, ResponseJson = e.ResponseJson,
            AnsweredAfter = e.AnsweredAfterMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null, Steps = JsonSerializer.Deserialize<ImmutableArray<CommandStep>>(e.StepsJson),
            WaitingSince = e.WaitingSince, Deadline = e.Deadline, Marks = e.Marks ?? "", FileTransferId = e.FileTransferId,
        };
        if (snapshot.IsOver || GoesOn(snapshot)) return snapshot;
        var at = snapshot.Steps.IsEmpty ? snapshot.RequestedAt : snapshot.Steps[^1].At;
        return snapshot with
        {
            State = CommandState.Disconnected, Deadline = null, WaitingSince = null,
            Steps = snapshot.Steps.Add(new(at, StepKind.Bad, "The server was stopped meanwhile; what the charge point did then is in its messages", "", TimeSpan.Zero)),
        };
    }
}
