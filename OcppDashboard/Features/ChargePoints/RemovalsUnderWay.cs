using System.Collections.Concurrent;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Features.ChargePoints;

/// <summary>Charge points that are being removed: nobody comes in under their identity meanwhile.</summary>
public sealed class RemovalsUnderWay : IConnectionAdmission
{
    private readonly ConcurrentDictionary<string, bool> all = new(StringComparer.OrdinalIgnoreCase); // each for the time of its removal

    public string? Refusal(string chargePointId) => !all.IsEmpty && all.ContainsKey(chargePointId) ? "it is being removed here" : null;

    /// <returns>False when it is being removed already.</returns>
    internal bool Begin(string chargePointId) => all.TryAdd(chargePointId, true);

    internal void End(string chargePointId) => all.TryRemove(chargePointId, out _);
}
