using OcppDashboard.Commands.Timeline;
using OcppDashboard.State;

namespace OcppDashboard.Commands.Effects;

/// <summary>Something seen while a consequence is awaited.</summary>
/// <param name="Last">True when nothing more is awaited.</param>
/// <param name="Waiting">What is awaited next, in words; null: as before.</param>
/// <param name="NewLimit">A new limit from now on; null: as before.</param>
/// <param name="Mark">A word kept with the command, for watching on after a restart; null: none.</param>
internal sealed record Seen(StepKind Kind, string Text, string Emphasis, bool Last, string? Waiting = null, TimeSpan? NewLimit = null, string? Mark = null)
{
    /// <summary>Nothing came: that is no refusal.</summary>
    public bool IsMissing { get; init; }

    /// <summary>The state it ends in; null: as its kind says.</summary>
    public CommandState? EndsAs { get; init; }

    /// <summary>No line of its own: only what is awaited reads differently.</summary>
    public static Seen OnlyWaiting(string waiting, TimeSpan? newLimit = null) => new(StepKind.Wait, "", "", false, waiting, newLimit);
}

/// <summary>The consequence of one command: which events belong to it.</summary>
internal sealed class ExpectedEffect
{
    internal ExpectedEffect(string waiting, TimeSpan limit, string missing, Func<ChargePointEvent, Seen?> take) =>
        (Waiting, Limit, Missing, Take) = (waiting, limit, missing, take);

    public string Waiting { get; }
    public TimeSpan Limit { get; set; }

    /// <summary>What to say when the limit passed.</summary>
    public string Missing { get; }

    public StepKind MissingKind { get; init; } = StepKind.Bad;

    /// <summary>What to make of it that the limit passed; null: <see cref="Missing"/> ends it.</summary>
    public Func<Seen>? Expired { get; init; }
    public Func<ChargePointEvent, Seen?> Take { get; }

    /// <summary>What to make of a later command of the same kind that was accepted; null, or its null: it ends this one's watching.</summary>
    public Func<CommandSnapshot, Seen?>? Overtaken { get; init; }

    /// <summary>True when there is nothing to wait for.</summary>
    public bool IsFulfilled { get; init; }
    public string FulfilledText { get; init; } = "";

    /// <summary>Jobs that take so long that a restart of ours must not end them.</summary>
    public static bool OutlivesRestart(CommandSnapshot command) =>
        command.Action is "UpdateFirmware" or "SignedUpdateFirmware" or "GetDiagnostics" or "GetLog" || AvailabilityEffect.IsScheduled(command);

    /// <summary>What makes the follow-up of an action; null: its answer is all there is.</summary>
    public static Func<CommandSnapshot, ChargePointSnapshot?, ExpectedEffect>? Of(string action) => action switch
    {
        "Reset" => (_, _) => new ResetEffect().ToExpectedEffect(),
        "ChangeAvailability" => (command, before) => new AvailabilityEffect(command, before).ToExpectedEffect(),
        "RemoteStartTransaction" => (_, _) => RemoteEffects.Start(),
        "RemoteStopTransaction" => RemoteEffects.Stop,
        "TriggerMessage" or "ExtendedTriggerMessage" => (command, _) => new TriggerEffect(command).ToExpectedEffect(),
        "UpdateFirmware" or "SignedUpdateFirmware" => (command, before) => new FirmwareUpdateEffect(command, before?.Boot?.FirmwareVersion).ToExpectedEffect(),
        "GetDiagnostics" or "GetLog" => (command, _) => new UploadEffect(command).ToExpectedEffect(),
        _ => null,
    };
}
