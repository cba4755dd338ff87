using OcppDashboard.State;

namespace OcppDashboard.Commands;

/// <summary>What a charge point should do after it accepted a command, and how long that may take.</summary>
public sealed class FollowUps(ChargePointStore store, TimeProvider time)
{
    private static readonly HashSet<string> Refusals = ["Rejected", "NotSupported", "NotImplemented", "Failed", "UnlockFailed", "VersionMismatch", "Unknown", "Faulted", "Occupied", "Unavailable",
        "UnknownMessageId", "UnknownVendorId", "NotFound", "InvalidCertificate", "RevokedCertificate"];

    /// <summary>Refused, done, or something is still to be watched.</summary>
    internal CommandState StateAfter(string action, string? status)
    {
        if (status is not null && Refusals.Contains(status)) return CommandState.Refused;
        return FollowUp.Of(action) is null || status == "Scheduled" ? CommandState.Done : CommandState.Watching;
    }

    /// <summary>Watches until the consequence came, failed or took too long; a consequence that came before the answer counts (OP-04).</summary>
    internal async Task WatchAsync(RunningCommand command)
    {
        var snapshot = command.Snapshot;
        var followUp = FollowUp.Of(snapshot.Action)!(snapshot, store.Find(snapshot.ChargePointId));
        if (followUp.IsFulfilled)
        {
            command.Step(StepKind.Ok, followUp.FulfilledText);
            command.End(CommandState.Done);
            return;
        }
        command.Wait(followUp.Waiting, followUp.Limit);
        var started = time.GetTimestamp();
        while (true)
        {
            var left = followUp.Limit - time.GetElapsedTime(started);
            ChargePointEvent happened;
            try
            {
                if (left <= TimeSpan.Zero) throw new TimeoutException();
                happened = await command.Events.ReadAsync().AsTask().WaitAsync(left, time);
            }
            catch (TimeoutException)
            {
                command.Step(followUp.MissingKind, followUp.Missing);
                command.End(CommandState.Done);
                return;
            }
            if (followUp.Take(happened) is not { } seen) continue;
            command.Step(seen.Kind, seen.Text, seen.Emphasis);
            if (seen.Last)
            {
                command.End(seen.Kind == StepKind.Bad ? CommandState.Refused : CommandState.Done);
                return;
            }
            followUp.Limit = seen.NewLimit ?? followUp.Limit;
            if (seen.NewLimit is not null) started = time.GetTimestamp();
            command.Wait(seen.Waiting ?? followUp.Waiting, followUp.Limit - time.GetElapsedTime(started));
        }
    }
}
