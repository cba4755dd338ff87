using System.Collections.Concurrent;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.State;

/// <summary>What Authorize is answered with at a charge point regardless of the id tag, for test benches: in memory, gone with a restart.</summary>
public sealed class AuthorizationOverrides : IForgetsChargePoints
{
    private readonly ConcurrentDictionary<string, AuthorizationStatus> overrides = new(StringComparer.OrdinalIgnoreCase);

    public AuthorizationStatus? Find(string chargePointId) => overrides.TryGetValue(chargePointId, out var status) ? status : null;

    public void Forget(string chargePointId) => overrides.TryRemove(chargePointId, out _);

    /// <param name="status">Null: as usual.</param>
    public void Set(string chargePointId, AuthorizationStatus? status)
    {
        if (status is { } given) overrides[chargePointId] = given;
        else overrides.TryRemove(chargePointId, out _);
    }
}
