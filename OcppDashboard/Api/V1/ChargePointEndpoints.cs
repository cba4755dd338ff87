using System.Text.Json;
using OcppDashboard.Configuration;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Api.V1;

/// <summary>Charge points: what is true of them now, and what is set for them.</summary>
internal static class ChargePointEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/charge-points").WithTags("Charge points");
        group.MapGet("/", List).WithSummary("All charge points").WithName("listChargePoints").Produces<ApiPage<ApiChargePoint>>()
            .WithFilters(ApiFilters.OfPages(ApiFilter.Text("q", "Part of the id, name, vendor or model."), ApiFilter.Word("online", "Only connected ones, or only others.", "true", "false")));
        group.MapGet("/{id}", Get).WithSummary("One charge point with its connectors and findings").WithName("getChargePoint").Produces<ApiChargePoint>().ProducesProblem(404);
        group.MapPut("/{id}", PutAsync).WithSummary("Sets what holds for a charge point, known or not yet").WithName("putChargePoint").Accepts<ApiChargePointSettings>("application/json", "*/*").Produces<ApiChargePoint>().ProducesProblem(422);
        group.MapDelete("/{id}", DeleteAsync).WithName("deleteChargePoint").Produces(204).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422)
            .WithSummary("Removes a charge point and keeps or deletes its history; without a word on its history, forgets only what is set for it")
            .WithFilters(ApiFilters.Of(ApiFilter.Word("history", "What becomes of its transactions, messages and what else happened.", "keep", "delete")));
    }

    /// <summary>Known by a connection or by what somebody set.</summary>
    public static bool IsKnown(string id, ChargePointStore store, ChargePointSettingsStore settings) => store.Find(id) is not null || settings.Has(id);

    private static IResult List(HttpRequest request, ChargePointStore store, ChargePointSettingsStore settings)
    {
        var query = ApiListQuery.Of(request);
        var online = query.Word("online");
        if (query.Errors.Count > 0) return ApiProblem.Wrong(query.Errors);
        var all = store.All.Select(snapshot => (snapshot.Id, Snapshot: (ChargePointSnapshot?)snapshot))
            .Concat(settings.All.Keys.Where(id => store.Find(id) is null).Order(StringComparer.OrdinalIgnoreCase).Select(id => (Id: id, Snapshot: (ChargePointSnapshot?)null)))
            .Where(one => online is null || one.Snapshot?.Online == true == (online == "true"));
        if (query.Text("q") is { } text)
            all = all.Where(one => new[] { one.Id, settings.Of(one.Id).Name, one.Snapshot?.Boot?.Vendor, one.Snapshot?.Boot?.Model }.Any(value => value?.Contains(text, StringComparison.OrdinalIgnoreCase) == true));
        var found = all.ToList();
        return ApiJson.List(query, query.Page([.. found.Skip(query.Offset).Take(query.Limit).Select(one => ApiChargePoint.Of(one.Id, one.Snapshot, settings.Of(one.Id)))], found.Count), "charge-points");
    }

    private static IResult Get(string id, ChargePointStore store, ChargePointSettingsStore settings) =>
        IsKnown(id, store, settings) ? ApiJson.Ok(ApiChargePoint.Of(id, store.Find(id), settings.Of(id))) : ApiProblem.NoChargePoint(id);

    private static async Task<IResult> PutAsync(
        string id, HttpRequest request, ChargePointStore store, ChargePointSettingsStore settings, DashboardSettings configured, ChargePointSettingsService provisioning,
        IChargePointDirectory directory)
    {
        if (!IsKnown(id, store, settings))
        {
            id = ChargePointIdentity.Read(id, out var unreadable);
            if (unreadable is not null) return ApiProblem.Wrong("id", unreadable);
            if (!IsKnown(id, store, settings) && directory.LookAlike(id) is { } alike)
                return ApiProblem.Wrong("id", $"looks like {alike}, and is another one");
        }
        if (settings.Count >= configured.Ocpp.MaxKnown && !settings.Has(id))
            return ApiProblem.Of(StatusCodes.Status409Conflict, "Too many", $"Settings are kept for {settings.Count} charge points already, as many as Ocpp:MaxKnown allows. Nothing was set.");
        var (body, given, fault) = await ApiBody.ReadAsync<ApiChargePointSettings>(request);
        if (body is null) return fault!;
        if (body.Mistakes() is { Count: > 0 } errors) return ApiProblem.Wrong(errors);
        var setsPassword = given.Contains("password");
        var now = await provisioning.ChangeAsync(store.Find(id)?.Id ?? id, old => old with
        {
            Name = string.IsNullOrWhiteSpace(body.Name) ? null : body.Name.Trim(), PasswordSha256 = setsPassword ? HashOf(body.Password) : old.PasswordSha256,
            OfferedPasswordSha256 = setsPassword ? null : old.OfferedPasswordSha256,
            MayConnect = body.Onboarding == ApiOnboarding.Accepted, NextBootStatus = body.NextBootStatus, BootIntervalSeconds = body.BootIntervalSeconds, IsQuiet = body.Quiet,
            ReplyDelayMs = body.ReplyDelayMs, OmitsSubProtocol = body.OmitsSubProtocol, IgnoresUserName = body.IgnoresUserName, MeterFactor = body.MeterFactor, RemoteIdTag = body.RemoteIdTag,
            IdleLimitSeconds = body.IdleLimitSeconds, RequiresClientCertificate = body.RequiresClientCertificate,
            MinSecurityProfile = body.MinSecurityProfile ?? old.MinSecurityProfile, OfferedSecurityProfile = body.MinSecurityProfile is null ? old.OfferedSecurityProfile : null,
        });
        return ApiJson.Ok(ApiChargePoint.Of(id, store.Find(id), now));
    }

    private static async Task<IResult> DeleteAsync(string id, HttpRequest request, ChargePointStore store, ChargePointSettingsStore settings, ChargePointSettingsService provisioning, ChargePointRemoval removal)
    {
        var query = ApiListQuery.Of(request);
        var history = query.Word("history");
        if (query.Errors.Count > 0) return ApiProblem.Wrong(query.Errors);
        if (!IsKnown(id, store, settings)) return ApiProblem.NoChargePoint(id);
        if (history is null)
        {
            await provisioning.ForgetAsync(id);
            return Results.NoContent();
        }
        try
        {
            await removal.RemoveWhollyAsync(store.Find(id)?.Id ?? id, history == "delete");
            return Results.NoContent();
        }
        catch (RemovalRefusedException refused)
        {
            return ApiProblem.Of(StatusCodes.Status409Conflict, "Not removed", refused.Message);
        }
    }

    private static string? HashOf(string? password) => string.IsNullOrEmpty(password) ? null : ChargePointPassword.Hash(password);
}

/// <summary>Reads bodies without a framework's own error texts.</summary>
internal static class ApiBody
{
    private const int Largest = 1 << 20;

    /// <returns>The body and the names that it gave, or what to answer.</returns>
    public static async Task<(T? Body, IReadOnlySet<string> Given, IResult? Fault)> ReadAsync<T>(HttpRequest request) where T : class
    {
        var none = new HashSet<string>();
        var (document, fault) = await ReadAsync(request);
        if (document is null) return (null, none, fault);
        using (document)
        {
            try
            {
                var given = document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.EnumerateObject().Select(member => member.Name).ToHashSet(StringComparer.OrdinalIgnoreCase) : none;
                var known = ApiJson.Options.GetTypeInfo(typeof(T)).Properties.Select(property => property.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
                var odd = given.Where(name => !known.Contains(name)).ToDictionary(name => name, _ => $"is no member; there are {string.Join(", ", known.Order(StringComparer.Ordinal))}");
                if (odd.Count > 0) return (null, none, ApiProblem.Wrong(odd));
                return document.RootElement.Deserialize<T>(ApiJson.Options) is { } body ? (body, given, null) : (null, none, ApiProblem.Wrong("$", "the body is a JSON object"));
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                var path = (exception as JsonException)?.Path?.TrimStart('$', '.') is { Length: > 0 } at ? at : "$";
                return (null, none, ApiProblem.Wrong(path, exception is JsonException { InnerException: null } json && json.Message.Contains("time such", StringComparison.Ordinal) ? json.Message : "has a value of the wrong kind"));
            }
        }
    }

    /// <returns>The JSON, or what to answer. An empty body is <c>{}</c>.</returns>
    public static async Task<(JsonDocument? Document, IResult? Fault)> ReadAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        var piece = new byte[16 * 1024];
        for (int count; (count = await request.Body.ReadAsync(piece, request.HttpContext.RequestAborted)) > 0;)
        {
            if (buffer.Length + count > Largest) return (null, ApiProblem.Of(StatusCodes.Status413PayloadTooLarge, "Too large", $"A body has at most {Largest >> 10} KiB."));
            buffer.Write(piece, 0, count);
        }
        if (buffer.Length == 0) return (JsonDocument.Parse("{}"), null);
        try
        {
            return (JsonDocument.Parse(buffer.ToArray(), new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false }), null);
        }
        catch (JsonException exception)
        {
            var where = exception.LineNumber is { } line ? $"line {line + 1}, column {exception.BytePositionInLine + 1}" : "a member stands in it twice";
            return (null, ApiProblem.Of(StatusCodes.Status400BadRequest, "Not JSON", $"The body is no JSON: {where}. Nothing was done."));
        }
        catch (InvalidOperationException) // of the comparison of names
        {
            return (null, ApiProblem.Of(StatusCodes.Status400BadRequest, "Not JSON", "The body is no JSON: the name of a member holds half of a character. Nothing was done."));
        }
    }
}
