using System.Collections.Concurrent;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.State;

/// <summary>What the next BootNotification of a charge point is answered with, once, for commissioning runs: in memory, gone with a restart.</summary>
public sealed class BootOverrides : IForgetsChargePoints
{
    private readonly ConcurrentDictionary<string, (RegistrationStatus Status, int IntervalSeconds)> next = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="status">Null: as usual.</param>
    /// <param name="intervalSeconds">Told with it, s.</param>
    public void Set(string chargePointId, RegistrationStatus? status, int intervalSeconds)
    {
        if (status is { } given) next[chargePointId] = (given, intervalSeconds);
        else next.TryRemove(chargePointId, out _);
    }

    public void Forget(string chargePointId) => next.TryRemove(chargePointId, out _);

    /// <summary>The answer for this boot; it holds for no other.</summary>
    public (RegistrationStatus Status, int IntervalSeconds)? Take(string chargePointId) => !next.IsEmpty && next.TryRemove(chargePointId, out var answer) ? answer : null;
}
