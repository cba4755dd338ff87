using System.Globalization;
using System.Text.Json;
using OcppDashboard.Commands;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Features.Authorization.Reservations;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Api.V1;

public enum ApiOutcome
{
    /// <summary>There is a CALLRESULT, whatever its status says.</summary>
    Answered,
    CallError,
    TimedOut,
    /// <summary>The connection ended after the CALL was sent and before its answer.</summary>
    Disconnected,
}

/// <summary>What became of a CALL.</summary>
/// <param name="Response">Payload of the CALLRESULT, secrets masked.</param>
/// <param name="ErrorCode">Of the CALLERROR.</param>
/// <param name="ElapsedMs">From sending to the answer, or to the end of the wait.</param>
public sealed record ApiCommandResult(ApiOutcome Outcome, JsonElement? Response, string? ErrorCode, string? ErrorDescription, long ElapsedMs, long CommandId);

/// <summary>A step of a command's timeline.</summary>
public sealed record ApiCommandStep(DateTimeOffset At, string Kind, string Text, string Emphasis);

/// <summary>A command with its timeline.</summary>
/// <param name="State">Queued, Sent, Watching, Done, Superseded, Refused, CallError, TimedOut, Disconnected, Failed or NotSent.</param>
public sealed record ApiCommand(
    long Id, string ChargePointId, string Action, JsonElement Request, string RequestedBy, DateTimeOffset RequestedAt, string State, string? Status, JsonElement? Response, long? AnsweredAfterMs,
    IReadOnlyList<ApiCommandStep> Steps)
{
    public static ApiCommand Of(CommandSnapshot c) => new(
        c.Id, c.ChargePointId, c.Action, Json(c.RequestJson)!.Value, c.RequestedBy, c.RequestedAt, c.State.ToString(), c.Status, Json(c.ResponseJson), (long?)c.AnsweredAfter?.TotalMilliseconds,
        [.. c.Steps.Select(step => new ApiCommandStep(step.At, step.Kind.ToString(), step.Text, step.Emphasis))]);

    internal static JsonElement? Json(string? text)
    {
        if (text is null) return null;
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}

/// <summary>CALLs to charge points: every well-formed one goes out as it was asked for.</summary>
internal static class CommandEndpoints
{
    private const int LongestWait = 600;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/charge-points/{id}/commands/{action}", SendAsync).WithTags("Commands").WithSummary("Sends a CALL and waits for its answer")
            .WithFilters(ApiFilters.Of(ApiFilter.Whole("timeoutSeconds", "How long the answer may take, s; absent: as Ocpp:CallTimeoutSeconds says.", 1, LongestWait)))
            .Accepts<JsonElement>("application/json", "*/*").Produces<ApiCommandResult>().ProducesProblem(404).ProducesProblem(409);
        api.MapGet("/charge-points/{id}/commands", ListAsync).WithTags("Commands").WithSummary("Last commands of a charge point, newest first").WithName("listCommands").WithFilters(ApiFilters.OfPages()).Produces<ApiPage<ApiCommand>>().ProducesProblem(404);
        api.MapGet("/commands/{id:long}", (long id, ChargePointCommands commands) => commands.Find(id) is { } command ? ApiJson.Ok(ApiCommand.Of(command)) : ApiProblem.NotFound($"There is no command {id}."))
            .WithTags("Commands").WithSummary("One command with its timeline").WithName("getCommand").Produces<ApiCommand>().ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(
        string id, HttpRequest request, ChargePointCommands commands, ChargePointStore store, ChargePointSettingsStore settings, CancellationToken stop)
    {
        var query = ApiListQuery.Of(request);
        if (query.Errors.Count > 0) return ApiProblem.Wrong(query.Errors);
        if (!ChargePointEndpoints.IsKnown(id, store, settings)) return ApiProblem.NoChargePoint(id);
        return ApiJson.List(query, query.Page<ApiCommand>([.. (await commands.ReadAsync(id, ApiFilters.MostItems, stop)).Select(ApiCommand.Of)]), "commands");
    }

    private static async Task<IResult> SendAsync(
        string id, string action, HttpContext context, ChargePointCommands commands, ChargePointStore store, ChargePointSettingsStore settings, ReservationService reservations, CommandFileService files, TimeProvider time)
    {
        if (!ChargePointEndpoints.IsKnown(id, store, settings)) return ApiProblem.NoChargePoint(id);
        if (OcppActions.Find(action) is not { } known) return ApiProblem.NotFound($"OCPP 1.6 has no action {action}; names are case-sensitive, such as RemoteStartTransaction.");
        if (!known.FromCentralSystem) return ApiProblem.NotFound($"Only charge points send {action}.");
        TimeSpan? timeout = null;
        if (context.Request.Query["timeoutSeconds"] is [{ } text])
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > LongestWait) return ApiProblem.Wrong("timeoutSeconds", $"is a whole number from 1 to {LongestWait}");
            timeout = TimeSpan.FromSeconds(seconds);
        }
        var (document, fault) = await ApiBody.ReadAsync(context.Request);
        if (document is null) return fault!;
        var snapshot = store.Find(id) is { Online: true } online ? online : null;
        CommandBody body;
        using (document)
        {
            var given = known.Name == "ReserveNow" ? reservations.WithReservationId(document.RootElement) : document.RootElement;
            if (OutgoingPayload.Fault(known.Name, given, out var member) is { } refusal) return ApiProblem.Wrong(member, refusal);
            body = await files.ReadAsync(known, given, snapshot, context.RequestAborted);
        }
        if (body.Payload is not { } payload) return ApiProblem.Wrong(body.Errors);
        if (snapshot is null) return NotSent($"{id} is not connected.", null);
        var began = time.GetTimestamp();
        var command = await commands.SendAsync(snapshot.Id, known.Name, JsonSerializer.SerializeToElement(payload), Caller(context), context.RequestAborted, timeout, body.TransferId);
        if (command.State == CommandState.NotSent && body.TransferId is { } unused) files.Revoke(unused);
        var elapsed = (long)(command.AnsweredAfter ?? time.GetElapsedTime(began)).TotalMilliseconds;
        return command.State switch
        {
            CommandState.NotSent => NotSent(command.Steps is [.., var last] ? last.Text : "It was not sent.", command.Id),
            CommandState.CallError => Result(ApiOutcome.CallError, command.Status, command.ErrorDescription),
            CommandState.TimedOut => Result(ApiOutcome.TimedOut, null, null),
            CommandState.Disconnected => Result(ApiOutcome.Disconnected, null, null),
            _ when command.ResponseJson is null => Result(ApiOutcome.Answered, null, "the answer could not be read: its text is in the messages"),
            _ => Result(ApiOutcome.Answered, null, null),
        };

        IResult Result(ApiOutcome outcome, string? code, string? description) =>
            ApiJson.Ok(new ApiCommandResult(outcome, outcome == ApiOutcome.Answered ? ApiCommand.Json(command.ResponseJson) : null, code, description, elapsed, command.Id));
    }

    private static IResult NotSent(string why, long? commandId) =>
        ApiProblem.Of(StatusCodes.Status409Conflict, "Not sent", $"{why.TrimEnd('.')}. The CALL was not sent.", null, ("outcome", "NotSent"), ("commandId", commandId));

    private static string Caller(HttpContext context) => ApiCaller.Of(context);
}
