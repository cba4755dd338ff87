using System.Collections.Frozen;
using System.Text.Json;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Frames;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>The answer to a CALL and what to note about it.</summary>
/// <param name="Frame">Empty: nothing is answered and the connection closes, because the message could not be kept.</param>
/// <param name="Status">For the log: the error code of a CALLERROR; null otherwise.</param>
internal readonly record struct RoutedAnswer(ReadOnlyMemory<byte> Frame, ExchangeResult Result, string? Status, string? Notes);

/// <summary>Hands each CALL to the handler of its action and makes the one answer that it gets.</summary>
public sealed class CallRouter
{
    private readonly FrozenDictionary<string, Route> routes;
    private readonly ILogger<CallRouter> logger;
    private readonly IReadOnlyList<IUnreadableCallStore> keepers;
    private readonly UnkeptCalls unkept;

    public CallRouter(IServiceProvider services, ILogger<CallRouter> logger)
    {
        this.logger = logger;
        unkept = new(services.GetRequiredService<TimeProvider>(), logger);
        keepers = [.. services.GetServices<IUnreadableCallStore>()];
        routes = OcppActions.All.Where(action => action.FromChargePoint)
            .Select(action => MakeRoute(services, action)).Where(route => route is not null).ToFrozenDictionary(route => route!.Action.Name, route => route!);
    }

    /// <summary>The actions that are answered by a handler.</summary>
    public IEnumerable<string> HandledActions => routes.Keys;

    internal async ValueTask<RoutedAnswer> AnswerAsync(Call call, ReadOnlyMemory<byte> raw, string? note, CallContext context)
    {
        if (!routes.TryGetValue(call.Action, out var route)) return Unrouted(call, note);
        if (call.Action == "BootNotification" && call.Payload.Span.IndexOf("\"chargingStation\""u8) >= 0) // A4
            return Error(call, OcppErrorCode.ProtocolError, "this is OCPP 2.0.1; set the charge point to OCPP 1.6 JSON", Join(note, ["the boot notification is one of OCPP 2.0.1"]));
        IReadOnlyList<string>? notes = null;
        context.Notes?.Take(); // what a CALL left that failed
        try
        {
            if (!PayloadReader.TryRead(route.Action, call.Payload.Span, response: false, out var request, out notes, out var fault))
            {
                foreach (var keeper in keepers) await keeper.KeepAsync(call.Action, raw, fault, context);
                return Error(call, OcppErrorCode.FormationViolation, fault, Join(note, notes));
            }
            var response = await route.HandleAsync(request, context);
            return new(OcppFrameCodec.WriteResult(call, response, route.Action.ResponseInfo), ExchangeResult.Answered, null, Join(Join(note, notes), context.Notes?.Take()));
        }
        catch (StorageFailedException exception)
        {
            return NotKept(call, context, Join(note, notes), exception);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            logger.LogError(exception, "Answering {Action} of {ChargePoint} failed", call.Action, context.ChargePointId);
            if (call.Action is "StartTransaction" or "StopTransaction" or "MeterValues") return new(default, ExchangeResult.NotActedOn, null, "our fault, not answered");
            return Error(call, OcppErrorCode.InternalError, "the central system failed; the message was kept in its log", note);
        }
    }

    /// <summary>Answers a CALL whose frame is no JSON, when it is kept.</summary>
    internal async ValueTask<RoutedAnswer> RefuseAsync(Call call, ReadOnlyMemory<byte> raw, string? note, CallContext context)
    {
        try
        {
            foreach (var keeper in keepers) await keeper.KeepAsync(call.Action, raw, "the frame is not readable as JSON", context);
            return Error(call, OcppErrorCode.FormationViolation, "the frame is not readable as JSON; its text was kept", note);
        }
        catch (StorageFailedException exception)
        {
            return NotKept(call, context, note, exception);
        }
    }

    private RoutedAnswer NotKept(Call call, CallContext context, string? note, StorageFailedException exception)
    {
        unkept.Add(call.Action, context.ChargePointId, exception.Message);
        return new(default, ExchangeResult.NotActedOn, null, Join(note, ["not kept, not answered"]));
    }

    private static RoutedAnswer Unrouted(Call call, string? note) => OcppActions.Find(call.Action) is null
        ? Error(call, OcppErrorCode.NotImplemented, "the action is not known", note)
        : Error(call, OcppErrorCode.NotSupported, "a charge point does not start this action", note);

    internal static RoutedAnswer Error(Call call, string code, string description, string? note) =>
        new(OcppFrameCodec.WriteError(call, code, description), ExchangeResult.CallError, code, note);

    private static string? Join(string? note, IReadOnlyList<string>? notes) =>
        notes is null ? note : note is null ? string.Join("; ", notes) : note + "; " + string.Join("; ", notes);

    private static Route? MakeRoute(IServiceProvider services, OcppAction action)
    {
        var handler = services.GetService(typeof(ICallHandler<,>).MakeGenericType(action.RequestType, action.ResponseType));
        return handler is null ? null : (Route)Activator.CreateInstance(typeof(Route<,>).MakeGenericType(action.RequestType, action.ResponseType), action, handler)!;
    }

    private abstract class Route(OcppAction action)
    {
        public OcppAction Action { get; } = action;

        public abstract ValueTask<object> HandleAsync(object request, CallContext context);
    }

    private sealed class Route<TRequest, TResponse>(OcppAction action, ICallHandler<TRequest, TResponse> handler) : Route(action)
        where TRequest : class, IOcppRequest<TResponse> where TResponse : class
    {
        public override async ValueTask<object> HandleAsync(object request, CallContext context) => await handler.HandleAsync((TRequest)request, context);
    }
}
