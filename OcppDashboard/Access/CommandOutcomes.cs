using System.Collections.Concurrent;
using OcppDashboard.Commands;

namespace OcppDashboard.Access;

/// <summary>Tells of commands of some actions, whoever sent them: once when one is sent, once when its answer is there or none came, once more for a late answer.</summary>
/// <param name="happened">Called on the signalling thread: quick, and it must not throw.</param>
internal sealed class CommandOutcomes(ChargePointCommands commands, IReadOnlySet<string> actions, Action<CommandSnapshot> happened) : IDisposable
{
    private const int Depth = 200; // as many as are remembered: one that waits its turn lies deep under those behind it
    private readonly ConcurrentDictionary<long, (CommandState State, string? Status)> told = [];
    private readonly Lock turn = new();
    private IDisposable? subscription;
    private long before;

    /// <summary>Follows from now on.</summary>
    /// <param name="lastCommand">Commands up to this one are history.</param>
    public void Follow(long lastCommand)
    {
        before = lastCommand;
        subscription = commands.Changes.SubscribeAll(Changed);
    }

    private void Changed(string chargePointId)
    {
        lock (turn)
            foreach (var command in commands.Recent(chargePointId, Depth).Reverse())
            {
                if (command.Id <= before || !actions.Contains(command.Action) || command.State is CommandState.Queued) continue;
                var now = (command.State, command.Status);
                if (told.TryGetValue(command.Id, out var last) && last == now) continue;
                told[command.Id] = now;
                if (told.Count > 20_000) Forget();
                happened(command);
            }
    }

    private void Forget()
    {
        foreach (var id in told.Keys.Order().Take(10_000)) told.TryRemove(id, out _);
        before = Math.Max(before, told.Keys.Min() - 1); // what is forgotten is not told again
    }

    public void Dispose() => subscription?.Dispose();
}
