using OcppDashboard.Data.Queries;

namespace OcppDashboard.Api.V1;

/// <summary>One exchange out of the message log, secrets masked.</summary>
/// <param name="Id">The cursor; it grows.</param>
/// <param name="FromChargePoint">Who sent the CALL.</param>
/// <param name="Call">The frame as received or sent.</param>
/// <param name="Result">Waiting, Answered, CallError, TimedOut, Disconnected, Malformed or NotActedOn.</param>
/// <param name="Notes">What was tolerated.</param>
public sealed record ApiMessage(
    long Id, string ChargePointId, long ConnectionNumber, bool FromChargePoint, string Action, string UniqueId, DateTimeOffset At, DateTimeOffset? AnsweredAt, string Call, string? Answer, string Result,
    string? Status, string? Notes)
{
    public static ApiMessage Of(MessageRow m) => new(m.Id, m.ChargePointId, m.ConnectionNumber, m.FromChargePoint, m.Action, m.UniqueId, m.At, m.AnsweredAt, m.Call, m.Answer, m.Result.ToString(), m.Status, m.Notes);
}

/// <summary>A part of the message log.</summary>
/// <param name="NextAfter">Ask again with <c>after</c> = this for what came since.</param>
/// <param name="NextBefore">Ask with <c>before</c> = this for older ones; null: there are none.</param>
public sealed record ApiMessages(IReadOnlyList<ApiMessage> Items, long? NextAfter, long? NextBefore);

internal static class MessageEndpoints
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/messages", ListAsync).WithTags("Messages").WithSummary("The message log")
            .WithDescription("Newest first, older ones with before; or, with after, oldest first what came behind that id.").WithName("listMessages").WithFilters(Filters).Produces<ApiMessages>();

    private static readonly ApiFilters Filters = ApiFilters.OfCursor(
        ApiFilter.ChargePoint, ApiFilter.Text("action", "Only of this action, such as BootNotification."), ApiFilter.Word("direction", "CALLs from charge points (in) or to them (out).", "in", "out"),
        ApiFilter.Text("text", "Part of a frame."), ApiFilter.Time("from", "Sent then or later."), ApiFilter.Time("to", "Sent then or earlier."),
        ApiFilter.Whole("after", "Only what came behind this id, oldest first: nextAfter of an answer goes on."), ApiFilter.Whole("before", "Only what came before this id, newest first: nextBefore of an answer goes on."));

    private static async Task<IResult> ListAsync(HttpRequest request, MessageQueries messages, CancellationToken stop)
    {
        var query = ApiListQuery.Of(request);
        var direction = query.Word("direction");
        var (after, before) = (query.Number("after"), query.Number("before"));
        var filter = new MessageFilter(query.Text("chargePointId"), direction is null ? null : direction == "in", query.Text("action"), From: query.Time("from"), To: query.Time("to"), Text: query.Text("text"));
        if (query.Errors.Count > 0) return ApiProblem.Wrong(query.Errors);
        var rows = after is { } cursor ? await messages.AfterAsync(filter, cursor, query.Limit, stop) : await messages.LatestAsync(filter, before, query.Limit, stop);
        List<ApiMessage> items = [.. rows.Select(ApiMessage.Of)];
        var part = new ApiMessages(items, items.Count > 0 ? items.Max(item => item.Id) : after, after is null && items.Count == query.Limit ? items[^1].Id : null);
        if (after is null) query.Continue("before", part.NextBefore);
        else query.Continue("after", items.Count == query.Limit ? part.NextAfter : null); // who follows the header comes to an end
        return query.IsCsv ? ApiCsv.Of(items, "messages") : ApiJson.Ok(part);
    }
}
