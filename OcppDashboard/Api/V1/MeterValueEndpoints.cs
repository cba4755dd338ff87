using System.Text.Json;
using OcppDashboard.Data.Queries;
using OcppDashboard.Metering;
using OcppDashboard.State;

namespace OcppDashboard.Api.V1;

/// <summary>All that was measured at one connector at one point in time, in base units; null: not measured.</summary>
/// <param name="TransactionId">Null: outside of a transaction, or not asked by transaction.</param>
/// <param name="Other">What has no member here, as sampledValue objects as sent.</param>
public sealed record ApiMeterValue(
    DateTimeOffset At, int ConnectorId, int? TransactionId, string Context, double? EnergyWh, double? PowerW, double? CurrentA, double? CurrentL1A, double? CurrentL2A, double? CurrentL3A,
    double? VoltageV, double? VoltageL1V, double? VoltageL2V, double? VoltageL3V, double? CurrentOfferedA, double? PowerOfferedW, double? StateOfCharge, double? TemperatureC, JsonElement? Other)
{
    public static ApiMeterValue Of(int connectorId, int? transactionId, MeterPoint p) => new(
        p.At, connectorId, transactionId, p.Context, p.EnergyWh, p.PowerW, p.CurrentA, p.CurrentL1A, p.CurrentL2A, p.CurrentL3A, p.VoltageV, p.VoltageL1V, p.VoltageL2V, p.VoltageL3V,
        p.CurrentOfferedA, p.PowerOfferedW, p.StateOfCharge, p.TemperatureC, ApiCommand.Json(p.OtherJson));
}

internal static class MeterValueEndpoints
{
    private const int MostPoints = 200_000; // a day of two seconds at four connectors

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/charge-points/{id}/meter-values", ListAsync).WithTags("Meter values").WithSummary("Meter values of a charge point, also outside of transactions, newest first")
            .WithDescription("Of more than 200,000 in the span asked for, the newest 200,000: ask for a shorter span.").WithName("listMeterValuesOfChargePoint").Produces<ApiPage<ApiMeterValue>>().ProducesProblem(404).WithFilters(ApiFilters.OfPages(
                ApiFilter.Whole("connectorId", "Only of this connector."), ApiFilter.Time("from", "Measured then or later; absent: in the last 24 hours."), ApiFilter.Time("to", "Measured then or earlier.")));

    private static async Task<IResult> ListAsync(string id, HttpRequest request, MeterQueries meter, ChargePointStore store, ChargePointSettingsStore settings, TimeProvider time, CancellationToken stop)
    {
        var query = ApiListQuery.Of(request);
        var (connector, to) = (query.Number("connectorId"), query.Time("to") ?? time.GetUtcNow().AddDays(1)); // a charge point's clock may be ahead
        var from = query.Time("from") ?? time.GetUtcNow().AddDays(-1);
        if (query.Errors.Count > 0) return ApiProblem.Wrong(query.Errors);
        if (!ChargePointEndpoints.IsKnown(id, store, settings)) return ApiProblem.NoChargePoint(id);
        var rows = await meter.OfChargePointAsync(id, (int?)connector, from, to, MostPoints, stop);
        return ApiJson.List(query, query.Page<ApiMeterValue>([.. rows.Select(row => ApiMeterValue.Of(row.ConnectorId, row.TransactionId, row.Point))]), $"{id}-meter-values");
    }
}
