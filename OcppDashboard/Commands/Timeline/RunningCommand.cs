using System.Threading.Channels;
using OcppDashboard.Commands.Effects;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Commands.Timeline;

/// <summary>A command that is not over: its present snapshot and what the charge point did since it was sent.</summary>
internal sealed class RunningCommand(CommandSnapshot first, Action<CommandSnapshot> changed, TimeProvider time)
{
    private const int MostEvents = 1000;

    /// <summary>A clock that was set back by more than this between two events says nothing about their order.</summary>
    private static readonly TimeSpan ClockJump = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Channel<ChargePointEvent> events =
        Channel.CreateBounded<ChargePointEvent>(new BoundedChannelOptions(MostEvents) { FullMode = BoundedChannelFullMode.DropOldest });

    private DateTimeOffset? sentAt;
    private long? heldBy;
    private List<ChargePointEvent>? held;

    public CommandSnapshot Snapshot { get; private set; } = first;

    /// <summary>The charge point as it was when the command went out; null: it was sent before a restart of ours.</summary>
    public ChargePointSnapshot? Before { get; private set; }

    /// <summary>What happens may be an effect of it. A reset whose answer was lost goes on listening.</summary>
    public bool IsListening => Snapshot.State is CommandState.Sent or CommandState.Watching || GoesOnUnanswered;

    /// <summary>Its effect counts also where its answer is lost: until that was waited for long enough, or it was refused.</summary>
    public bool GoesOnUnanswered { get; set; }

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

    /// <summary>It goes out now; what was received before is no effect of it.</summary>
    public void Leaves(ChargePointSnapshot? before)
    {
        Before = before;
        sentAt = time.GetUtcNow();
    }

    public void Take(ChargePointEvent happened)
    {
        if (!IsListening || (sentAt is { } sent && happened.At < sent && sent - happened.At < ClockJump)) return;
        lock (gate)
        {
            if (heldBy is null) events.Writer.TryWrite(happened);
            else if ((held ??= []).Count < MostEvents) held.Add(happened);
        }
    }

    /// <summary>A later command of the same kind is on its way: until its answer nobody knows whose effect is what happens.</summary>
    public void Hold(long later)
    {
        lock (gate) heldBy = later;
    }

    /// <summary>The later command ended: what happened meanwhile is this one's again, or the later one's when that was accepted.</summary>
    public void Release(CommandSnapshot later, bool isAccepted)
    {
        lock (gate)
        {
            if (isAccepted) events.Writer.TryWrite(new CommandAccepted(later));
            if (heldBy != later.Id) return;
            heldBy = null;
            foreach (var happened in held ?? []) events.Writer.TryWrite(happened);
            held = null;
        }
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
    public void Wait(string text, TimeSpan limit, bool goesOn = false, string emphasis = "") => Step(StepKind.Wait, text, emphasis, snapshot =>
    {
        var now = time.GetUtcNow();
        return goesOn && snapshot.WaitingSince is not null ? snapshot : snapshot with { WaitingSince = now, Deadline = now + limit };
    });

    public void End(CommandState state) => Change(snapshot => snapshot with { State = state, Deadline = null, WaitingSince = null });
}
