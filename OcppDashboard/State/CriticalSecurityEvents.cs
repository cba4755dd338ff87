using System.Collections.Concurrent;
using OcppDashboard.Live;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.State;

/// <summary>A critical security event that nobody has acknowledged, all of one type at one charge point together.</summary>
/// <param name="Type">The event's name as sent, such as TamperDetectionActivated.</param>
/// <param name="TechInfo">What the charge point said of the last one; null: nothing.</param>
/// <param name="Count">Since it was last acknowledged.</param>
public sealed record CriticalSecurityEvent(string ChargePointId, string Type, string? TechInfo, DateTimeOffset FirstAt, DateTimeOffset LastAt, int Count);

/// <summary>Critical security events that are still to be looked at, in memory. Who acknowledged them is kept elsewhere.</summary>
public sealed class CriticalSecurityEvents : IForgetsChargePoints
{
    private readonly ConcurrentDictionary<(string ChargePointId, string Type), CriticalSecurityEvent> open = new(IgnoringCase.Instance);

    /// <summary>Signals the id of a charge point whose list changed.</summary>
    public ChangeFeed<string> Changes { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The latest first.</summary>
    public IReadOnlyList<CriticalSecurityEvent> All => [.. open.Values.OrderByDescending(happened => happened.LastAt).ThenBy(happened => happened.ChargePointId, NaturalOrder.Instance)];

    public IReadOnlyList<CriticalSecurityEvent> Of(string chargePointId) => [.. All.Where(happened => happened.ChargePointId.Equals(chargePointId, StringComparison.OrdinalIgnoreCase))];

    /// <summary>Takes note of an event; one that is not critical is left out.</summary>
    public void Note(string chargePointId, string type, string? techInfo, DateTimeOffset at)
    {
        if (!SecurityEvents.Critical.Contains(type)) return;
        open.AddOrUpdate((chargePointId, type), _ => new(chargePointId, type, techInfo, at, at, 1),
            (_, known) => known with { TechInfo = techInfo ?? known.TechInfo, LastAt = at > known.LastAt ? at : known.LastAt, Count = known.Count + 1 });
        Changes.Signal(chargePointId);
    }

    /// <summary>Somebody has seen them.</summary>
    /// <returns>False when there was none.</returns>
    public bool Remove(string chargePointId, string type)
    {
        if (!open.TryRemove((chargePointId, type), out _)) return false;
        Changes.Signal(chargePointId);
        return true;
    }

    public void Forget(string chargePointId)
    {
        foreach (var happened in Of(chargePointId)) Remove(chargePointId, happened.Type);
    }

    private sealed class IgnoringCase : IEqualityComparer<(string ChargePointId, string Type)>
    {
        public static readonly IgnoringCase Instance = new();

        public bool Equals((string ChargePointId, string Type) x, (string ChargePointId, string Type) y) =>
            x.ChargePointId.Equals(y.ChargePointId, StringComparison.OrdinalIgnoreCase) && x.Type.Equals(y.Type, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((string ChargePointId, string Type) key) =>
            HashCode.Combine(StringComparer.OrdinalIgnoreCase.GetHashCode(key.ChargePointId), StringComparer.OrdinalIgnoreCase.GetHashCode(key.Type));
    }
}
