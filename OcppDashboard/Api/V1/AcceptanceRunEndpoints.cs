using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Reports;
using OcppDashboard.Features.Acceptance.Run;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Api.V1;

/// <summary>A commissioning run to start.</summary>
public sealed record ApiRunStart(string? ChargePointId = null, AcceptancePlan? Plan = null);

/// <summary>A leg of a function with its last verdict.</summary>
public sealed record ApiRunLeg(string Leg, string Verdict, string Result, string Why, int Attempt, DateTimeOffset StartedAt, DateTimeOffset EndedAt);

/// <summary>A commissioning run as it stands.</summary>
/// <param name="State">Running, Paused, Finished or Aborted.</param>
public sealed record ApiRun(long Id, string ChargePointId, string State, string Tester, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, IReadOnlyList<ApiRunLeg> Legs)
{
    public static ApiRun Of(RunRecord run) => new(
        run.Id, run.ChargePointId, run.State.ToString(), run.Plan.Tester, run.StartedAt, run.EndedAt,
        [.. run.Legs.GroupBy(leg => leg.Leg).Select(tries => tries.MaxBy(leg => leg.Attempt)!).Select(leg => new ApiRunLeg(leg.Leg, leg.Result.Verdict.ToString(), leg.Result.Result, leg.Result.Why, leg.Attempt, leg.StartedAt, leg.EndedAt))]);
}

internal static class AcceptanceRunEndpoints
{
    private const int FunctionCount = 16;

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/acceptance-runs").WithTags("Commissioning");
        group.MapPost("/", StartAsync).WithSummary("Starts a commissioning run").WithName("startAcceptanceRun").Accepts<ApiRunStart>("application/json", "*/*").Produces<ApiRun>(201).ProducesProblem(409).ProducesProblem(422);
        group.MapGet("/", ListAsync).WithSummary("Runs, newest first").WithName("listAcceptanceRuns").WithFilters(ApiFilters.OfPages(ApiFilter.ChargePoint)).Produces<ApiPage<ApiRun>>();
        group.MapGet("/{id:long}", async (long id, AcceptanceRuns runs, CancellationToken stop) => await runs.FindAsync(id, stop) is { } run ? ApiJson.Ok(ApiRun.Of(run)) : No(id)).WithSummary("One run with its verdicts").WithName("getAcceptanceRun").Produces<ApiRun>().ProducesProblem(404);
        group.MapPost("/{id:long}/abort", Abort).WithSummary("Ends a run; changed keys are put back").WithName("abortAcceptanceRun").Produces(202).ProducesProblem(404).ProducesProblem(409);
        group.MapGet("/{id:long}/report", ReportAsync).WithSummary("The report").WithName("getAcceptanceRunReport").Produces(200).ProducesProblem(404)
            .WithFilters(ApiFilters.Of(new ApiFilter("format", "A page of its own (html), or for programs.", ApiFilterKind.Text, ["json", "html", "csv"], "json")));
    }

    private static async Task<IResult> StartAsync(HttpRequest request, AcceptanceRuns runs)
    {
        var (body, _, fault) = await ApiBody.ReadAsync<ApiRunStart>(request);
        if (body is null) return fault!;
        if (string.IsNullOrWhiteSpace(body.ChargePointId)) return ApiProblem.Wrong("chargePointId", "is required");
        if (body.Plan is null) return ApiProblem.Wrong("plan", "is required; at least its member tester");
        if (string.IsNullOrWhiteSpace(body.Plan.Tester)) return ApiProblem.Wrong("plan.tester", "is required: it is printed in the report");
        if (body.Plan.Functions is not { Count: > 0 } functions || functions.Any(number => number is < 1 or > FunctionCount)) return ApiProblem.Wrong("plan.functions", $"names at least one function, 1 to {FunctionCount}");
        try
        {
            var run = await runs.StartAsync(body.ChargePointId, body.Plan);
            request.HttpContext.Response.Headers.Location = $"{request.Path}/{run.Record.Id}";
            return Results.Json(ApiRun.Of(run.Record), ApiJson.Options, statusCode: StatusCodes.Status201Created);
        }
        catch (AcceptanceException exception)
        {
            return ApiProblem.Of(StatusCodes.Status409Conflict, "Not started", exception.Message);
        }
    }

    private static async Task<IResult> ListAsync(HttpRequest request, AcceptanceQueries queries, AcceptanceRuns runs, CancellationToken stop)
    {
        var query = ApiListQuery.Of(request);
        if (query.Errors.Count > 0) return ApiProblem.Wrong(query.Errors);
        var page = await queries.ListAsync(query.Text("chargePointId"), query.Offset, query.Limit, stop);
        var items = new List<ApiRun>();
        foreach (var row in page.Rows)
            if (await runs.FindAsync(row.Run.Id, stop) is { } run) items.Add(ApiRun.Of(run));
        return ApiJson.List(query, query.Page(items, page.Total), "acceptance-runs");
    }

    private static IResult Abort(long id, AcceptanceRuns runs)
    {
        if (runs.FindLive(id) is not { } run) return ApiProblem.NotFound($"Run {id} is not going on.");
        run.Abort();
        return Results.Accepted();
    }

    private static async Task<IResult> ReportAsync(long id, HttpRequest request, AcceptanceRuns runs, CancellationToken stop)
    {
        if (await runs.FindAsync(id, stop) is not { } run) return No(id);
        var report = AcceptanceReport.Of(run, null);
        return request.Query["format"].ToString().ToUpperInvariant() switch
        {
            "" or "JSON" => Results.Bytes(JsonReport.Bytes(report), JsonReport.MediaType),
            "HTML" => Results.Bytes(HtmlReport.Bytes(report), HtmlReport.MediaType),
            "CSV" => Results.Bytes(CsvReport.Bytes(report), CsvReport.MediaType, $"commissioning-run-{id}.csv"),
            _ => ApiProblem.Wrong("format", "is one of json, html, csv"),
        };
    }

    private static IResult No(long id) => ApiProblem.NotFound($"There is no commissioning run {id}.");
}
