using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;

namespace OcppDashboard.Features.Acceptance.Run;

/// <summary>Plans under a name, for the next charge point of the same kind.</summary>
public sealed class AcceptancePresets(AcceptanceQueries queries, HistoryWriter history)
{
    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<(string Name, AcceptancePlan Plan)>> ListAsync(CancellationToken stop = default) =>
        [.. (await queries.PresetsAsync(stop)).Select(preset => (preset.Name, RunStore.Read<AcceptancePlan>(preset.PlanJson)))];

    /// <summary>Keeps a plan; one of that name is replaced.</summary>
    public Task SaveAsync(string name, AcceptancePlan plan) => history.KeepAsync(new AcceptancePresetWrite(name.Trim(), RunStore.Write(plan)));

    public Task DeleteAsync(string name) => history.KeepAsync(new AcceptancePresetWrite(name, null));
}
