using OcppDashboard.Commands.Timeline;
using OcppDashboard.State;

namespace OcppDashboard.Commands.Effects;

/// <summary>What a charge point should do after it accepted a command, and how long that may take.</summary>
public sealed class EffectTracker(ChargePointStore store, TimeProvider time)
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(7);
    private static readonly HashSet<string> Refusals = new(StringComparer.OrdinalIgnoreCase)
    {
        "Rejected", "NotSupported", "NotImplemented", "Failed", "UnlockFailed", "VersionMismatch", "Unknown", "Faulted", "Occupied", "Unavailable",
        "UnknownMessageId", "UnknownVendorId", "NotFound", "InvalidCertificate", "RevokedCertificate",
    };

    /// <summary>Refused, done, or something is still to be watched.</summary>
    internal CommandState StateAfter(string action, string? status)
    {
        if (status is not null && Refusals.Contains(status.Trim())) return CommandState.Refused;
        return ExpectedEffect.Of(action) is null ? CommandState.Done : CommandState.Watching;
    }

    /// <summary>Notes how the charge point was before the command had any effect.</summary>
    internal void Leaving(RunningCommand command)
    {
        command.Leaves(store.Find(command.Snapshot.ChargePointId));
        command.GoesOnUnanswered = command.Snapshot.Action == "Reset";
    }

    /// <summary>It was booted and accepted on an earlier connection: one without a boot is the same charge point again.</summary>
    internal bool IsAccepted(string chargePointId) => store.Find(chargePointId)?.Registration == Ocpp.Messages.RegistrationStatus.Accepted;

    /// <summary>Watches until the consequence came, failed or took too long; a consequence that came before the answer counts (OP-04).</summary>
    internal async Task WatchAsync(RunningCommand command)
    {
        var snapshot = command.Snapshot;
        var followUp = ExpectedEffect.Of(snapshot.Action)!(snapshot, command.Before ?? store.Find(snapshot.ChargePointId));
        if (followUp.IsFulfilled)
        {
            command.Step(StepKind.Ok, followUp.FulfilledText);
            command.End(CommandState.Done);
            return;
        }
        var left = followUp.Limit;
        if (snapshot.Deadline is { } deadline)
        {
            left = deadline - time.GetUtcNow();
            command.Step(StepKind.Ok, "The server was restarted; watching goes on");
        }
        var (started, waiting) = (time.GetTimestamp(), followUp.Waiting);
        command.Wait(waiting, left);
        while (true)
        {
            var seen = await NextAsync(command, followUp, left - time.GetElapsedTime(started));
            if (seen is null) continue;
            if (seen.Text.Length > 0)
                command.Step(seen.Kind, seen.Text, seen.Emphasis, seen.Mark is { } mark ? s => s with { Marks = $"{s.Marks} {mark}".Trim() } : null);
            if (seen.Last)
            {
                command.End(seen.EndsAs ?? (seen is { Kind: StepKind.Bad, IsMissing: false } ? CommandState.Refused : CommandState.Done));
                return;
            }
            waiting = seen.Waiting ?? waiting;
            if (seen.NewLimit is { } limit) (left, started) = (limit, time.GetTimestamp());
            command.Wait(waiting, left - time.GetElapsedTime(started), goesOn: seen.Text.Length == 0 && seen.NewLimit is null);
        }
    }

    /// <summary>A reset that was not answered is done all the same when the charge point boots: some drop the line before they answer. Nothing else would prove it.</summary>
    internal async Task WatchUnansweredAsync(RunningCommand command)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var left = ResetEffect.RestartLimit - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || await ReadAsync(command, left) is not { } happened) break;
            if (happened is CommandAccepted) break;
            if (happened is not ChargePointBooted booted) continue;
            command.Step(StepKind.Ok, "It restarted without an answer. Booted with firmware", booted.Boot.FirmwareVersion ?? "unknown");
            command.End(CommandState.Done);
            break;
        }
        command.GoesOnUnanswered = false;
    }

    private async Task<Seen?> NextAsync(RunningCommand command, ExpectedEffect followUp, TimeSpan left)
    {
        if (left > TimeSpan.Zero)
        {
            if (await ReadAsync(command, left > LongestTimer ? LongestTimer : left) is { } happened)
                return happened is CommandAccepted { Command: var later } ? followUp.Overtaken?.Invoke(later) ?? Superseded(later) : followUp.Take(happened);
            if (left > LongestTimer) return null; // a download that may begin next year
        }
        return followUp.Expired?.Invoke() ?? new(followUp.MissingKind, followUp.Missing, "", true) { IsMissing = true };
    }

    /// <summary>The next event; null: none within the limit. A read is never left behind: it would take the next event to where nobody looks.</summary>
    private async Task<ChargePointEvent?> ReadAsync(RunningCommand command, TimeSpan limit)
    {
        if (command.Events.TryRead(out var waiting)) return waiting;
        using var tooLong = new CancellationTokenSource(limit, time);
        try
        {
            while (await command.Events.WaitToReadAsync(tooLong.Token))
                if (command.Events.TryRead(out var next)) return next;
        }
        catch (OperationCanceledException) when (tooLong.IsCancellationRequested)
        {
            // nothing came in time
        }
        return command.Events.TryRead(out var last) ? last : null;
    }

    private static Seen Superseded(CommandSnapshot later) =>
        new(StepKind.Ok, $"Superseded by #{later.Id}: what follows is shown there", "", true) { EndsAs = CommandState.Superseded };
}
