using System.Collections.Concurrent;
using System.Collections.Immutable;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.State;

namespace OcppDashboard.Features.WorkList;

/// <summary>
/// What people have seen of the work list and want to see again only when it changes. Kept with the settings of the charge points; what is
/// about none of them is remembered until a restart, as it is itself.
/// </summary>
public sealed class WorkAcknowledgements(ChargePointSettingsStore settings, ChargePointSettingsService provisioning, SecurityAcknowledgements security)
{
    private const int MostKept = 60;
    private readonly ConcurrentDictionary<string, string> others = new();

    public bool IsAcknowledged(WorkItem item)
    {
        if (item.Kind is WorkKind.Storage or WorkKind.Space) return false;
        if (item.ChargePointIds.IsEmpty) return others.TryGetValue(item.Key, out var seen) && seen == item.Signature;
        foreach (var id in item.ChargePointIds)
            if (settings.Of(id).Acknowledged?.GetValueOrDefault(item.Key) != item.Signature) return false;
        return true;
    }

    /// <param name="by">Who has seen it: an operator's name.</param>
    /// <exception cref="Ocpp.Abstractions.StorageFailedException">It could not be kept and stays on the list.</exception>
    public async Task AcknowledgeAsync(WorkItem item, string by)
    {
        if (item.Kind == WorkKind.Security)
        {
            security.Acknowledge(item.ChargePointIds[0], item.Detail.Split(':')[0], by);
            return;
        }
        if (item.ChargePointIds.IsEmpty) others[item.Key] = item.Signature;
        foreach (var id in item.ChargePointIds)
            if (settings.Of(id).Acknowledged?.GetValueOrDefault(item.Key) != item.Signature) await provisioning.ChangeAsync(id, own => own with { Acknowledged = Add(own.Acknowledged, item) });
    }

    private static ImmutableDictionary<string, string> Add(ImmutableDictionary<string, string>? known, WorkItem item)
    {
        var all = known ?? ImmutableDictionary<string, string>.Empty;
        if (all.Count >= MostKept) all = ImmutableDictionary<string, string>.Empty; // single lines come back once; nothing grows without end
        return all.SetItem(item.Key, item.Signature);
    }
}
