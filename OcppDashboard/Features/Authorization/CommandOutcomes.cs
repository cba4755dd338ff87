using System.Collections.Concurrent;
using OcppDashboard.Commands;
using OcppDashboard.Commands.Timeline;

namespace OcppDashboard.Features.Authorization;

/// <summary>Tells of commands of some actions, whoever sent them: once when one is sent, once when its answer is there or none came, once more for a late answer.</summary>
/// <param name="happened">Called on the signalling thread: quick, and it must not throw.</param>
internal sealed class CommandOutcomes(ChargePointCommands commands, IReadOnlySet<string> actions, Action<CommandSnapshot> happened) : IDisposable
{
    private readonly ConcurrentDictionary<long, (CommandState State, string? Status)> told = []; // of those that go on: the end takes them out
    private readonly Lock turn = new();
    private IDisposable? subscription;

    /// <summary>Follows from now on.</summary>
    public void Follow() => subscription = commands.Follow(Changed);

    private void Changed(CommandSnapshot command)
    {
        if (command.State == CommandState.Queued || !actions.Contains(command.Action)) return;
        lock (turn)
        {
            var now = (command.State, command.Status);
            if (command.IsOver) told.TryRemove(command.Id, out _); // one that is over changes with a late answer alone
            else if (told.TryGetValue(command.Id, out var last) && last == now) return;
            else told[command.Id] = now;
            happened(command);
        }
    }

    public void Dispose() => subscription?.Dispose();
}
