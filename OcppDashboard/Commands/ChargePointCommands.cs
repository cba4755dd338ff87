using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using OcppDashboard.Commands.Effects;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Configuration;
using OcppDashboard.Live;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Connections;
using OcppDashboard.Ocpp.Frames;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;
using OcppDashboard.State;

namespace OcppDashboard.Commands;

/// <summary>Sends CALLs to charge points, one outstanding each, and keeps what became of them.</summary>
public sealed class ChargePointCommands : IForgetsChargePoints, IDisposable
{
    private readonly CommandQueue queue = new();
    private readonly ConcurrentDictionary<string, ImmutableList<RunningCommand>> running = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> reserved = new(StringComparer.OrdinalIgnoreCase);
    private readonly CommandStore commands;
    private readonly ConnectionRegistry connections;
    private readonly EffectTracker followUps;
    private readonly IReadOnlyList<ICommandInterceptor> witnesses;
    private readonly OcppSettings settings;
    private readonly TimeProvider time;
    private readonly ILogger<ChargePointCommands> logger;
    private readonly IDisposable subscription;

    public ChargePointCommands(
        CommandStore commands, ConnectionRegistry connections, EffectTracker followUps, ChargePointEvents events, DashboardSettings settings, TimeProvider time,
        ILogger<ChargePointCommands> logger, IEnumerable<ICommandInterceptor> witnesses)
    {
        (this.commands, this.connections, this.followUps, this.settings, this.time, this.logger) = (commands, connections, followUps, settings.Ocpp, time, logger);
        this.witnesses = [.. witnesses];
        subscription = events.Subscribe(Happened);
    }

    /// <summary>Signals the id of a charge point one of whose commands changed.</summary>
    public ChangeFeed<string> Changes => commands.Changes;

    /// <summary>Starts a command and returns at once; it goes on when the page is left. A refusal is a state, not an exception.</summary>
    /// <param name="payload">The request payload, sent as it is but compact.</param>
    /// <param name="requestedBy">Who asked: shown in the timeline and kept.</param>
    /// <param name="fileTransferId">The one-time address of ours in the payload: what happens there belongs to the timeline.</param>
    public CommandSnapshot Start(string chargePointId, string action, JsonElement payload, string requestedBy, long? fileTransferId = null) =>
        Begin(chargePointId, action, payload, requestedBy, fileTransferId, out _).Snapshot;

    /// <summary>As above, for a request record.</summary>
    public CommandSnapshot Start<TResponse>(string chargePointId, IOcppRequest<TResponse> request, string requestedBy, long? fileTransferId = null) where TResponse : class
    {
        var action = OcppActions.Of(request.GetType());
        return Start(chargePointId, action.Name, JsonSerializer.SerializeToElement(request, action.RequestInfo), requestedBy, fileTransferId);
    }

    /// <summary>Sends and waits until the charge point answered, refused or the deadline passed; the snapshot says which.</summary>
    /// <param name="timeout">How long the answer may take; null: as the settings say.</param>
    public async Task<CommandSnapshot> SendAsync(
        string chargePointId, string action, JsonElement payload, string requestedBy, CancellationToken stop = default, TimeSpan? timeout = null,
        long? fileTransferId = null)
    {
        var command = Begin(chargePointId, action, payload, requestedBy, fileTransferId, out var answered, timeout);
        await answered.WaitAsync(stop);
        return command.IsAbandoned ? command.Snapshot with { State = CommandState.NotSent } : command.Snapshot; // abandoned: its charge point was removed meanwhile
    }

    /// <summary>As above, for a request record.</summary>
    public Task<CommandSnapshot> SendAsync<TResponse>(
        string chargePointId, IOcppRequest<TResponse> request, string requestedBy, CancellationToken stop = default, TimeSpan? timeout = null) where TResponse : class
    {
        var action = OcppActions.Of(request.GetType());
        return SendAsync(chargePointId, action.Name, JsonSerializer.SerializeToElement(request, action.RequestInfo), requestedBy, stop, timeout);
    }

    /// <summary>Sends a request record and gives back the answer's.</summary>
    /// <exception cref="CommandFailedException">There is no answer; its snapshot says why.</exception>
    public async Task<TResponse> CallAsync<TResponse>(string chargePointId, IOcppRequest<TResponse> request, string requestedBy, CancellationToken stop = default)
        where TResponse : class
    {
        var action = OcppActions.Of(request.GetType());
        var ended = await SendAsync(chargePointId, request, requestedBy, stop);
        if (ended.ResponseJson is null || !PayloadReader.TryRead(action, System.Text.Encoding.UTF8.GetBytes(ended.ResponseJson), true, out var response, out _, out _))
            throw new CommandFailedException(ended);
        return (TResponse)response;
    }

    /// <summary>Tells each change of each command, whole with its payloads; once more when an answer comes late. Followers are quick and do not throw.</summary>
    public IDisposable Follow(Action<CommandSnapshot> changed) => commands.Follow(changed);

    /// <summary>Commands of a charge point, newest first: the running ones and the last ones, also from before a restart; long payloads of older ones are cut.</summary>
    public IReadOnlyList<CommandSnapshot> Recent(string chargePointId, int take = 50) => commands.Recent(chargePointId, take);

    /// <summary>Has <see cref="Recent"/> in memory from now on: whoever draws calls this first.</summary>
    public Task LoadAsync(string chargePointId) => commands.LoadAsync(chargePointId);

    /// <summary>The last commands with their whole payloads, newest first.</summary>
    public Task<IReadOnlyList<CommandSnapshot>> ReadAsync(string chargePointId, int take, CancellationToken stop = default) => commands.ReadAsync(chargePointId, take, stop);

    public CommandSnapshot? Find(long id) => commands.Find(id);

    /// <summary>All commands ever kept for this charge point.</summary>
    public Task<int> CountAsync(string chargePointId, CancellationToken stop = default) => commands.CountAsync(chargePointId, stop);

    /// <summary>Keeps a charge point for one who asks: what others want to send to it is not sent, until this is disposed.</summary>
    /// <returns>Null when somebody else has it.</returns>
    public IDisposable? Reserve(string chargePointId, string owner) => reserved.TryAdd(chargePointId, owner) ? new Reservation(reserved, chargePointId) : null;

    /// <summary>Who keeps a charge point; null: nobody.</summary>
    public string? ReservedBy(string chargePointId) => reserved.GetValueOrDefault(chargePointId);

    /// <summary>A command of somebody is under way or waits its turn.</summary>
    internal bool IsBusy(string chargePointId) => queue.IsTaken(chargePointId);

    /// <summary>Ends the connection of a charge point; it may come back at once.</summary>
    public void Disconnect(string chargePointId, string reason) => connections.Find(chargePointId)?.Abort(reason);

    /// <summary>Goes on watching what commands from before a restart lead to. Called once, at start, when the state is restored.</summary>
    public void Resume()
    {
        foreach (var snapshot in commands.GoingOn())
        {
            var command = new RunningCommand(snapshot, commands.Put, time);
            running.AddOrUpdate(snapshot.ChargePointId, _ => [command], (_, list) => list.Add(command));
            _ = GuardAsync(command, () => followUps.WatchAsync(command));
        }
    }

    private RunningCommand Begin(string chargePointId, string action, JsonElement payload, string requestedBy, long? fileTransferId, out Task answered, TimeSpan? timeout = null)
    {
        var json = CommandTexts.Masked(payload);
        var command = new RunningCommand(new CommandSnapshot
        {
            Id = commands.NextId(), ChargePointId = chargePointId, Action = action, Argument = CommandTexts.Argument(json), RequestJson = json,
            RequestedBy = requestedBy, RequestedAt = time.GetUtcNow(), FileTransferId = fileTransferId,
        }, commands.Put, time);
        running.AddOrUpdate(chargePointId, _ => [command], (_, list) => list.Add(command));
        commands.Put(command.Snapshot);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        answered = done.Task;
        _ = RunAsync(command, payload.Clone(), timeout ?? settings.CallTimeout, done);
        return command;
    }

    private async Task RunAsync(RunningCommand command, JsonElement payload, TimeSpan timeout, TaskCompletionSource answered)
    {
        await GuardAsync(command, async () =>
        {
            if (await SendInTurnAsync(command, payload, timeout) is not { } outcome) return;
            var state = CommandResultRecorder.Of(command, outcome, timeout, followUps);
            Release(command, outcome.Result == ExchangeResult.Answered && state != CommandState.Refused);
            if (CommandResultRecorder.IsRefusal(command, outcome, followUps)) await TellRefusedAsync(command, payload);
            answered.TrySetResult();
            if (state == CommandState.Watching) await followUps.WatchAsync(command);
            else if (command.Snapshot.Action == "Reset" && state is CommandState.Disconnected or CommandState.TimedOut) await followUps.WatchUnansweredAsync(command);
        });
        Release(command, isAccepted: false);
        answered.TrySetResult();
    }

    /// <summary>Commands of the same kind that wait for their effect: from now on what happens may be this one's.</summary>
    private void Hold(RunningCommand command)
    {
        foreach (var earlier in running.GetValueOrDefault(command.Snapshot.ChargePointId, []))
            if (earlier.Snapshot.Id < command.Snapshot.Id && Superseding.Concerns(earlier.Snapshot, command.Snapshot)) earlier.Hold(command.Snapshot.Id);
    }

    private void Release(RunningCommand command, bool isAccepted)
    {
        foreach (var earlier in running.GetValueOrDefault(command.Snapshot.ChargePointId, []))
            if (earlier.Snapshot.Id < command.Snapshot.Id && Superseding.Concerns(earlier.Snapshot, command.Snapshot)) earlier.Release(command.Snapshot, isAccepted);
    }

    private async Task GuardAsync(RunningCommand command, Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (Exception) when (command.IsAbandoned)
        {
            // its charge point was removed while it was under way
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            logger.LogError(exception, "{Action} to {ChargePoint} failed", command.Snapshot.Action, command.Snapshot.ChargePointId);
            var wasSent = command.Snapshot.State != CommandState.Queued; // what was sent is not sent a second time by those who wait for offline ones
            command.Step(StepKind.Bad, wasSent ? "The server failed at this after it was sent; the log says why" : "The server failed at this; the log says why");
            command.End(wasSent ? CommandState.Failed : CommandState.NotSent);
        }
        finally
        {
            Leave(command);
        }
    }

    /// <summary>A charge point with none is in no list: those that come and go leave nothing behind.</summary>
    private void Leave(RunningCommand command)
    {
        var id = command.Snapshot.ChargePointId;
        while (running.TryGetValue(id, out var list))
        {
            var rest = list.Remove(command);
            if (rest.IsEmpty ? running.TryRemove(new(id, list)) : running.TryUpdate(id, rest, list)) return;
        }
    }

    /// <summary>Ends what is under way to a charge point that was removed, without another word about it.</summary>
    public void Forget(string chargePointId)
    {
        if (running.TryRemove(chargePointId, out var list)) list.ForEach(command => command.Abandon());
        queue.Forget(chargePointId);
    }

    private async Task<CallOutcome?> SendInTurnAsync(RunningCommand command, JsonElement payload, TimeSpan timeout)
    {
        var id = command.Snapshot.ChargePointId;
        if (IsReservedByAnother(command)) return null;
        if (OutgoingPayload.Sentence(command.Snapshot.Action, payload) is { } fault)
            return CommandResultRecorder.NotSent(command, $"Not sent: {fault}");
        if (connections.Find(id) is null) return CommandResultRecorder.NotSent(command, "Not sent: the charge point is offline");
        if (queue.Enter(id, out var ahead) is not { } place) return CommandResultRecorder.NotSent(command, "Not sent: too many commands are waiting");
        var pause = TimeSpan.Zero;
        try
        {
            var outcome = await SendAsync(command, payload, timeout, place, ahead);
            if (outcome?.Result == ExchangeResult.TimedOut) pause = settings.PauseAfterTimeout;
            return outcome;
        }
        finally
        {
            _ = LeaveAsync(place, pause);
        }
    }

    /// <summary>Looked at before it waits its turn and again before it goes: who took the charge point meanwhile has it for himself at once.</summary>
    private bool IsReservedByAnother(RunningCommand command)
    {
        if (!reserved.TryGetValue(command.Snapshot.ChargePointId, out var owner) || owner == command.Snapshot.RequestedBy) return false;
        CommandResultRecorder.NotSent(command, $"Not sent: the {owner} has the charge point for itself");
        return true;
    }

    /// <summary>Lets the next command go, after a pause where this one had no answer (J3); its own end is not held back by that.</summary>
    private async Task LeaveAsync(CommandQueue.Place place, TimeSpan pause)
    {
        if (pause > TimeSpan.Zero) await Task.Delay(pause, time);
        place.Dispose();
    }

    private async Task<CallOutcome?> SendAsync(RunningCommand command, JsonElement payload, TimeSpan timeout, CommandQueue.Place place, int ahead)
    {
        var id = command.Snapshot.ChargePointId;
        if (ahead > 0) command.Wait($"Queued behind {Quantity.Of(ahead, "other")}", settings.CallTimeout * ahead);
        await place.MyTurn;
        if (connections.Find(id) is not { } connection) return CommandResultRecorder.NotSent(command, "Not sent: the charge point went offline");
        var ready = connection.ReadyAsync(CancellationToken.None);
        if (!ready.IsCompleted && followUps.IsAccepted(id)) ready = Task.WhenAny(ready, connection.Spoken); // it came back and goes on: no boot will come
        if (!ready.IsCompleted)
        {
            var left = connection.QuietLeft;
            command.Wait("Queued until it has booted", left, emphasis: $"or {Math.Ceiling(left.TotalSeconds):0} s are over");
            await ready;
        }
        if (connection.IsRejected) return CommandResultRecorder.NotSent(command, "Not sent: its boot was answered Rejected, so it may be sent nothing");
        if (IsReservedByAnother(command)) return null;
        foreach (var witness in witnesses) await witness.SendingAsync(id, command.Snapshot.Action, payload);
        followUps.Leaving(command);
        Hold(command);
        var frameId = OwnUniqueId.New(id);
        var frame = OcppFrameCodec.WriteCall(frameId, command.Snapshot.Action, payload);
        var outcome = await connection.CallAsync(frameId, command.Snapshot.Action, frame, timeout, () => CommandResultRecorder.Sent(command, ahead, timeout), late => Late(command, payload, late));
        return outcome.Result == ExchangeResult.NotSent ? CommandResultRecorder.NotSent(command, "Not sent: the charge point went offline") : outcome;
    }

    private void Late(RunningCommand command, JsonElement payload, CallOutcome late)
    {
        CommandResultRecorder.AnsweredLate(command, late);
        var isRefusal = CommandResultRecorder.IsRefusal(command, late, followUps);
        Release(command, late.Result == ExchangeResult.Answered && !isRefusal);
        if (!isRefusal) return;
        command.GoesOnUnanswered = false;
        _ = TellRefusedAsync(command, payload);
    }

    private async Task TellRefusedAsync(RunningCommand command, JsonElement payload)
    {
        foreach (var witness in witnesses) await witness.RefusedAsync(command.Snapshot.ChargePointId, command.Snapshot.Action, payload);
    }

    private void Happened(ChargePointEvent happened)
    {
        if (!running.TryGetValue(happened.ChargePointId, out var list)) return;
        if (happened is TransactionStarted { Transaction: var started })
        {
            Superseding.StarterOf(started, list)?.Take(happened);
            return; // no other kind of command waits for a start
        }
        foreach (var command in list) command.Take(happened);
    }

    public void Dispose() => subscription.Dispose();

    private sealed class Reservation(ConcurrentDictionary<string, string> reserved, string chargePointId) : IDisposable
    {
        public void Dispose() => reserved.TryRemove(chargePointId, out _);
    }
}
