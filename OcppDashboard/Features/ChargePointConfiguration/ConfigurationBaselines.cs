using System.Collections.Immutable;
using System.Text.Json;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;

namespace OcppDashboard.Features.ChargePointConfiguration;

/// <param name="Values">Secrets masked.</param>
public sealed record ConfigurationBaseline(ImmutableDictionary<string, string?> Values, DateTimeOffset TakenAt);

/// <summary>Each charge point's configuration as it was when somebody called it right.</summary>
public sealed class ConfigurationBaselines(HistoryWriter history, BulkQueries queries, TimeProvider time)
{
    /// <exception cref="Ocpp.Abstractions.StorageFailedException">It could not be kept; the one before holds.</exception>
    public async Task<ConfigurationBaseline> KeepAsync(string chargePointId, IEnumerable<KeyValuePair<string, string?>> values)
    {
        var masked = values.ToImmutableDictionary(pair => pair.Key, pair => ConfigurationValues.Shown(pair.Key, pair.Value), StringComparer.OrdinalIgnoreCase);
        var baseline = new ConfigurationBaseline(masked, time.GetUtcNow());
        await history.KeepAsync(new RowWrite<ConfigurationBaselineEntity>(new()
        {
            ChargePointId = chargePointId, ValuesJson = JsonSerializer.Serialize(masked.OrderBy(pair => pair.Key).ToDictionary()), TakenAt = baseline.TakenAt,
        }));
        return baseline;
    }

    public async Task<ConfigurationBaseline?> FindAsync(string chargePointId, CancellationToken stop) => await queries.BaselineAsync(chargePointId, stop) is { } entity
        ? new(JsonSerializer.Deserialize<Dictionary<string, string?>>(entity.ValuesJson)!.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase), entity.TakenAt) : null;
}
