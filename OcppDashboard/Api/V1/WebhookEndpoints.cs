using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Webhooks;

namespace OcppDashboard.Api.V1;

/// <summary>An address that is told what happens.</summary>
/// <param name="Id">Ours; in a body it is passed over.</param>
/// <param name="Events">Some of status, fault, transaction.started, transaction.stopped, offline, online; in a POST absent: all of them.</param>
/// <param name="Enabled">While it is off nothing is sent and nothing new is kept for it; in a PUT absent: as before, like all members.</param>
/// <param name="Secret">What deliveries are signed with; told once, in the answer to the POST.</param>
public sealed record ApiWebhook(long? Id = null, string? Url = null, IReadOnlyList<string>? Events = null, bool Enabled = true, DateTimeOffset? CreatedAt = null, string? Secret = null)
{
    public static ApiWebhook Of(Webhook w, bool withSecret = false) => new(w.Id, w.Url, w.Events, w.IsEnabled, w.CreatedAt, withSecret ? w.Secret : null);
}

/// <summary>What became of one event for one webhook.</summary>
/// <param name="Id">As in the header <c>X-Webhook-Id</c> and in the body: a receiver knows by it what came twice.</param>
/// <param name="State">Delivered, Waiting (for its next attempt) or GivenUp.</param>
/// <param name="Status">HTTP status of the last answer; null: none came.</param>
/// <param name="Body">As it was sent.</param>
public sealed record ApiDelivery(
    long Id, string Event, string State, int Attempts, DateTimeOffset CreatedAt, DateTimeOffset? DeliveredAt, DateTimeOffset? NextAttemptAt, int? Status, string? Error, string Body)
{
    public static ApiDelivery Of(WebhookDeliveryEntity d) => new(
        d.Id, d.Event, d.DeliveredAt is not null ? "Delivered" : d.NextAttemptAt is not null ? "Waiting" : "GivenUp", d.Attempts, d.CreatedAt, d.DeliveredAt, d.NextAttemptAt, d.LastStatus, d.LastError, d.Body);
}

/// <summary>The id of a delivery that was just made.</summary>
public sealed record ApiDeliveryId(long DeliveryId);

/// <summary>Webhooks, as the page Settings has them.</summary>
internal static class WebhookEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/webhooks").WithTags("Webhooks");
        group.MapGet("/", (HttpRequest request, WebhookList list) =>
        {
            var query = ApiListQuery.Of(request);
            return query.Errors.Count > 0 ? ApiProblem.Wrong(query.Errors) : ApiJson.List(query, query.Page<ApiWebhook>([.. list.All.Select(w => ApiWebhook.Of(w))]), "webhooks");
        }).WithSummary("Webhooks, oldest first").WithName("listWebhooks").Produces<ApiPage<ApiWebhook>>().WithFilters(ApiFilters.OfPages());
        group.MapPost("/", AddAsync).WithSummary("Makes a webhook; its secret is in this answer and in no other").WithName("addWebhook").Accepts<ApiWebhook>("application/json", "*/*").Produces<ApiWebhook>(201).ProducesProblem(409).ProducesProblem(422);
        group.MapGet("/{id:long}", (long id, WebhookList list) => list.Find(id) is { } found ? ApiJson.Ok(ApiWebhook.Of(found)) : No(id))
            .WithSummary("One webhook").WithName("getWebhook").Produces<ApiWebhook>().ProducesProblem(404);
        group.MapPut("/{id:long}", PutAsync).WithSummary("Changes a webhook; the secret stays").WithName("putWebhook").Accepts<ApiWebhook>("application/json", "*/*").Produces<ApiWebhook>().ProducesProblem(404).ProducesProblem(422);
        group.MapDelete("/{id:long}", RemoveAsync).WithSummary("Removes a webhook and its deliveries").WithName("deleteWebhook").Produces(204).ProducesProblem(404);
        group.MapPost("/{id:long}/test", Test).WithSummary("Sends an event named test, once").WithName("testWebhook").Produces<ApiDeliveryId>(202).ProducesProblem(404);
        group.MapGet("/{id:long}/deliveries", DeliveriesAsync).WithSummary("What became of its events, newest first; of those that are over the last 200 are kept").WithName("listDeliveries")
            .Produces<ApiPage<ApiDelivery>>().ProducesProblem(404).WithFilters(ApiFilters.OfPages(ApiFilter.Word("failed", "true: only those that were tried in vain.", "true", "false")));
    }

    private static async Task<IResult> AddAsync(HttpRequest request, WebhookList list)
    {
        var (body, _, fault) = await ApiBody.ReadAsync<ApiWebhook>(request);
        if (body is null) return fault!;
        if (body.Secret is not null) return ApiProblem.Wrong("secret", "is made here and told in the answer");
        if (list.All.Count >= WebhookList.Most) return ApiProblem.Of(StatusCodes.Status409Conflict, "Too many", $"There are {WebhookList.Most} webhooks already: remove one first.");
        try
        {
            var made = await list.AddAsync(body.Url, body.Events ?? WebhookEvents.All);
            if (!body.Enabled) await list.SwitchAsync(made.Id, on: false);
            return Results.Json(ApiWebhook.Of(list.Find(made.Id) ?? made, withSecret: true), ApiJson.Options, statusCode: StatusCodes.Status201Created);
        }
        catch (WebhookRefusedException exception)
        {
            return Refused(exception);
        }
    }

    private static async Task<IResult> PutAsync(long id, HttpRequest request, WebhookList list)
    {
        if (list.Find(id) is not { } before) return No(id);
        var (body, given, fault) = await ApiBody.ReadAsync<ApiWebhook>(request);
        if (body is null) return fault!;
        if (body.Secret is not null) return ApiProblem.Wrong("secret", "stays as it is: make another webhook to change it");
        try
        {
            await list.ChangeAsync(id, body.Url ?? before.Url, body.Events ?? before.Events);
            if (given.Contains("enabled") && body.Enabled != before.IsEnabled) await list.SwitchAsync(id, body.Enabled);
            return list.Find(id) is { } now ? ApiJson.Ok(ApiWebhook.Of(now)) : No(id);
        }
        catch (WebhookRefusedException exception)
        {
            return Refused(exception);
        }
    }

    private static async Task<IResult> RemoveAsync(long id, WebhookList list)
    {
        if (list.Find(id) is null) return No(id);
        await list.RemoveAsync(id);
        return Results.NoContent();
    }

    private static IResult Test(long id, WebhookList list, WebhookDeliveries deliveries)
    {
        if (list.Find(id) is null) return No(id);
        try
        {
            return Results.Json(new ApiDeliveryId(deliveries.Test(id)), ApiJson.Options, statusCode: StatusCodes.Status202Accepted);
        }
        catch (WebhookRefusedException)
        {
            return No(id); // removed meanwhile
        }
    }

    private static async Task<IResult> DeliveriesAsync(long id, HttpRequest request, WebhookList list, WebhookQueries queries)
    {
        if (list.Find(id) is null) return No(id);
        var query = ApiListQuery.Of(request);
        var failed = query.Word("failed") == "true";
        if (query.Errors.Count > 0) return ApiProblem.Wrong(query.Errors);
        var page = await queries.DeliveriesAsync(id, query.Offset, query.Limit, request.HttpContext.RequestAborted, failed);
        return ApiJson.List(query, query.Page<ApiDelivery>([.. page.Rows.Select(ApiDelivery.Of)], page.Total), "deliveries");
    }

    private static IResult Refused(WebhookRefusedException exception) => ApiProblem.Wrong(exception.Member, exception.Message);

    private static IResult No(long id) => ApiProblem.NotFound($"There is no webhook {id}.");
}
