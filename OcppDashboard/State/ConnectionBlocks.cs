using System.Collections.Concurrent;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.State;

/// <summary>Charge points that are kept offline on purpose: in memory, so that a restart lets everybody in again.</summary>
public sealed class ConnectionBlocks : IConnectionAdmission, IForgetsChargePoints
{
    private readonly ConcurrentDictionary<string, string> closed = new(StringComparer.OrdinalIgnoreCase);

    public string? Refusal(string chargePointId) => closed.GetValueOrDefault(chargePointId);

    /// <param name="reason">In words, for the list of refused handshakes.</param>
    public void Close(string chargePointId, string reason) => closed[chargePointId] = reason;

    public void Forget(string chargePointId) => Open(chargePointId);

    public void Open(string chargePointId) => closed.TryRemove(chargePointId, out _);
}
