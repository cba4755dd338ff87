using OcppDashboard.State;

namespace OcppDashboard.Commands;

/// <summary>What a charge point should do after it accepted a command, and how long that may take.</summary>
public sealed class FollowUps(ChargePointStore store, TimeProvider time)
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(7);
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
            if (seen.Text.Length > 0) command.Step(seen.Kind, seen.Text, seen.Emphasis, seen.Mark is { } mark ? s => s with { Marks = $"{s.Marks} {mark}".Trim() } : null);
            if (seen.Last)
            {
                command.End(seen is { Kind: StepKind.Bad, IsMissing: false } ? CommandState.Refused : CommandState.Done);
                return;
            }
            waiting = seen.Waiting ?? waiting;
            if (seen.NewLimit is { } limit) (left, started) = (limit, time.GetTimestamp());
            command.Wait(waiting, left - time.GetElapsedTime(started), goesOn: seen.Text.Length == 0 && seen.NewLimit is null);
        }
    }

    private async Task<Seen?> NextAsync(RunningCommand command, FollowUp followUp, TimeSpan left)
    {
        if (left > TimeSpan.Zero)
        {
            try
            {
                return followUp.Take(await command.Events.ReadAsync().AsTask().WaitAsync(left > LongestTimer ? LongestTimer : left, time));
            }
            catch (TimeoutException) when (left > LongestTimer)
            {
                return null; // a download that may begin next year
            }
            catch (TimeoutException)
            {
            }
        }
        return followUp.Expired?.Invoke() ?? new(followUp.MissingKind, followUp.Missing, "", true) { IsMissing = true };
    }
}
