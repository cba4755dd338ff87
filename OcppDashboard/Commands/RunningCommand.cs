using System.Threading.Channels;
using OcppDashboard.State;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Commands;

/// <summary>A command that is not over: its present snapshot and what the charge point did since it was sent.</summary>
internal sealed class RunningCommand(CommandSnapshot first, Action<CommandSnapshot> changed, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Channel<ChargePointEvent> events = Channel.CreateBounded<ChargePointEvent>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest });

    public CommandSnapshot Snapshot { get; private set; } = first;

    /// <summary>What the charge point did since the command was sent.</summary>
    public ChannelReader<ChargePointEvent> Events => events.Reader;

    /// <summary>Its charge point was removed: nobody is told of it any more.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>What watches it ends at once.</summary>
    public void Abandon()
    {
        lock (gate) IsAbandoned = true;
        events.Writer.TryComplete(new OperationCanceledException("the charge point was removed"));
    }

    public void Take(ChargePointEvent happened)
    {
        if (Snapshot.State is CommandState.Sent or CommandState.Watching) events.Writer.TryWrite(happened);
    }

    public void Change(Func<CommandSnapshot, CommandSnapshot> change)
    {
        lock (gate)
        {
            Snapshot = change(Snapshot);
            if (!IsAbandoned) changed(Snapshot);
        }
    }

    /// <summary>Adds a line to the timeline. A wait that was shown is replaced by what ended it.</summary>
    public void Step(StepKind kind, string text, string emphasis = "", Func<CommandSnapshot, CommandSnapshot>? also = null) => Change(snapshot =>
    {
        var now = time.GetUtcNow();
        var steps = snapshot.Steps is [.., { Kind: StepKind.Wait }] ? snapshot.Steps.RemoveAt(snapshot.Steps.Length - 1) : snapshot.Steps;
        var before = steps.IsEmpty ? snapshot.RequestedAt : steps[^1].At;
        var next = snapshot with { Steps = steps.Add(new(now, kind, VisibleText.Of(text), VisibleText.Of(emphasis), now - before)) };
        return also is null ? next : also(next);
    });

    /// <summary>Shows that something is awaited, with its limit.</summary>
    /// <param name="goesOn">It is the same wait in other words: its bar does not begin anew.</param>
    public void Wait(string text, TimeSpan limit, bool goesOn = false) => Step(StepKind.Wait, text, "", snapshot =>
    {
        var now = time.GetUtcNow();
        return goesOn && snapshot.WaitingSince is not null ? snapshot : snapshot with { WaitingSince = now, Deadline = now + limit };
    });

    public void End(CommandState state) => Change(snapshot => snapshot with { State = state, Deadline = null, WaitingSince = null });
}
