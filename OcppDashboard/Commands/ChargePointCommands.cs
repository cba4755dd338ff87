using System.Text.Json;
using OcppDashboard.Live;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Commands;

/// <summary>Sends CALLs to charge points, one outstanding each, and keeps what became of them.</summary>
public sealed class ChargePointCommands
{
    /// <summary>Signals the id of a charge point one of whose commands changed.</summary>
    public ChangeFeed<string> Changes { get; } = new();

    /// <summary>Starts a command and returns at once; it goes on when the page is left. A refusal is a state, not an exception.</summary>
    /// <param name="payload">The request payload, sent as it is but compact.</param>
    /// <param name="requestedBy">Who asked: shown in the timeline and kept.</param>
    public CommandSnapshot Start(string chargePointId, string action, JsonElement payload, string requestedBy) => throw new InvalidOperationException();

    /// <summary>As above, for a request record.</summary>
    public CommandSnapshot Start<TResponse>(string chargePointId, IOcppRequest<TResponse> request, string requestedBy) where TResponse : class => throw new InvalidOperationException();

    /// <summary>Sends and waits until the charge point answered, refused or the deadline passed; the snapshot says which.</summary>
    public Task<CommandSnapshot> SendAsync(string chargePointId, string action, JsonElement payload, string requestedBy, CancellationToken stop = default) => throw new InvalidOperationException();

    /// <summary>Commands of a charge point, newest first: the running ones and the last ones, also from before a restart.</summary>
    public IReadOnlyList<CommandSnapshot> Recent(string chargePointId, int take = 50) => throw new InvalidOperationException();

    public CommandSnapshot? Find(long id) => throw new InvalidOperationException();

    /// <summary>All commands ever kept for this charge point.</summary>
    public Task<int> CountAsync(string chargePointId, CancellationToken stop = default) => throw new InvalidOperationException();
}
