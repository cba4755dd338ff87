using System.Text.Json;

namespace OcppDashboard.Commands;

/// <summary>Is told of each command with its payload as it goes out, secrets and all. What is kept of commands is masked.</summary>
public interface ICommandInterceptor
{
    /// <summary>Called before the frame leaves, which waits for it.</summary>
    /// <exception cref="Ocpp.Abstractions.StorageFailedException">What must be on disk first is not: the command is not sent.</exception>
    ValueTask SendingAsync(string chargePointId, string action, JsonElement payload);

    /// <summary>The charge point refused: with a status such as Rejected or with a CALLERROR. Must not throw.</summary>
    ValueTask RefusedAsync(string chargePointId, string action, JsonElement payload);
}
