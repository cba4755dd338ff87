using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.State;

namespace OcppDashboard.Api.V1;

/// <summary>A transaction. Energy and registers in Wh.</summary>
/// <param name="Id">The transactionId that we gave; unique, never reused.</param>
/// <param name="WireId">The id on the wire where it is another; null: it is <paramref name="Id"/>.</param>
/// <param name="State">open or closed.</param>
/// <param name="EnergyWh">So far while it is open; null: cannot be known.</param>
/// <param name="StopReason">As the charge point said it; ClosedByOperator where a person ended it.</param>
/// <param name="Flags">offline, orphan (a stop without a start that we know), clock, meter, superseded, adopted, conflict, connector, inferred, refused (its start was not answered Accepted).</param>
public sealed record ApiTransaction(
    int Id, string ChargePointId, int ConnectorId, string? IdTag, string State, DateTimeOffset StartedAt, DateTimeOffset? StoppedAt, long? MeterStartWh, long? MeterStopWh, double? EnergyWh,
    string? StopReason, IReadOnlyList<string> Flags, long? WireId)
{
    public static ApiTransaction Of(TransactionRow row, ChargePointStore store) => new(
        row.Id, row.ChargePointId, row.ConnectorId, row.IdTag, row.IsOpen ? "open" : "closed", row.StartedAt, row.StoppedAt, row.MeterStartWh, row.MeterStopWh,
        row.IsOpen ? store.Find(row.ChargePointId)?.OpenTransactions.FirstOrDefault(open => open.Id == row.Id)?.EnergyWh : row.EnergyWh, row.StopReason,
        [.. Enum.GetValues<TransactionFlags>().Where(flag => flag != TransactionFlags.None && row.Flags.HasFlag(flag)).Select(flag => flag.ToString().ToLowerInvariant())], row.WireId);
}

/// <summary>Transactions, newest first.</summary>
internal static class TransactionEndpoints
{
    private static readonly ApiFilters Filters = ApiFilters.OfPages(
        ApiFilter.ChargePoint, ApiFilter.Text("idTag", "Only of this id tag."), ApiFilter.Word("state", "Only running ones, or only ended ones.", "open", "closed"),
        ApiFilter.Time("from", "Started then or later."), ApiFilter.Time("to", "Started then or earlier."));

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/transactions").WithTags("Transactions");
        group.MapGet("/", ListAsync).WithSummary("Transactions, newest first").WithName("listTransactions").WithFilters(Filters).Produces<ApiPage<ApiTransaction>>();
        group.MapGet("/{id:int}", async (int id, TransactionQueries transactions, ChargePointStore store, CancellationToken stop) => await transactions.FindAsync(id, stop) is { } row ? ApiJson.Ok(ApiTransaction.Of(row, store)) : No(id))
            .WithSummary("One transaction").WithName("getTransaction").Produces<ApiTransaction>().ProducesProblem(404);
        group.MapPost("/{id:int}/close", CloseAsync).WithSummary("Ends a stale transaction; nothing is sent").WithName("closeTransaction").Produces<ApiTransaction>().ProducesProblem(404).ProducesProblem(409);
        group.MapGet("/{id:int}/meter-values", MeterValuesAsync).WithSummary("Meter values of a transaction, oldest first").WithName("listMeterValuesOfTransaction").WithFilters(ApiFilters.OfPages()).Produces<ApiPage<ApiMeterValue>>().ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(HttpRequest request, TransactionQueries transactions, ChargePointStore store, CancellationToken stop)
    {
        var query = ApiListQuery.Of(request);
        var state = query.Word("state") switch { "open" => TransactionState.Open, "closed" => TransactionState.Closed, _ => (TransactionState?)null };
        var filter = new TransactionFilter(query.Text("chargePointId"), query.Text("idTag"), state, query.Time("from"), query.Time("to"));
        if (query.Errors.Count > 0) return ApiProblem.Wrong(query.Errors);
        var page = await transactions.NewestAsync(filter, query.Offset, query.Limit, stop);
        return ApiJson.List(query, query.Page([.. page.Rows.Select(row => ApiTransaction.Of(row, store))], page.Total), "transactions");
    }

    private static async Task<IResult> CloseAsync(int id, TransactionQueries transactions, ManualTransactionClose closing, ChargePointStore store, CancellationToken stop)
    {
        if (await transactions.FindAsync(id, stop) is not { } row) return No(id);
        if (!row.IsOpen || !await closing.CloseAsync(row.ChargePointId, id)) return ApiProblem.Of(StatusCodes.Status409Conflict, "Closed already", $"Transaction {id} is over; nothing was changed.");
        return ApiJson.Ok(ApiTransaction.Of((await transactions.FindAsync(id, stop))!, store));
    }

    private static async Task<IResult> MeterValuesAsync(int id, HttpRequest request, TransactionQueries transactions, MeterQueries meter, CancellationToken stop)
    {
        var query = ApiListQuery.Of(request);
        if (query.Errors.Count > 0) return ApiProblem.Wrong(query.Errors);
        if (await transactions.FindAsync(id, stop) is not { } row) return No(id);
        var page = await meter.OfTransactionAsync(id, query.Offset, query.Limit, stop);
        return ApiJson.List(query, query.Page<ApiMeterValue>([.. page.Rows.Select(point => ApiMeterValue.Of(row.ConnectorId, id, point))], page.Total), $"transaction-{id}-meter-values");
    }

    private static IResult No(int id) => ApiProblem.NotFound($"There is no transaction {id}.");
}
