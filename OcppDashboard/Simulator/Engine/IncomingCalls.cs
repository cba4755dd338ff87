using System.Text.Json;
using OcppDashboard.Ocpp.Frames;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Simulator.Engine.Calls;

namespace OcppDashboard.Simulator.Engine;

/// <param name="Response">The payload of the CALLRESULT.</param>
/// <param name="Then">What is done after it was sent.</param>
internal sealed record Answer(object Response, Func<Task>? Then = null);

/// <summary>A CALL that ends in a CALLERROR.</summary>
internal sealed class RefusedCallException(string code, string description) : Exception(description)
{
    public string Code => code;
}

/// <summary>Answers the central system's CALLs: first the answer, then the deed.</summary>
internal sealed class IncomingCalls(Device device)
{
    public void Receive(Call call)
    {
        device.Log.Add($"< {call.Action}");
        if (device.Registration.Status == RegistrationStatus.Rejected) return; // SHALL NOT respond to any (specification 4.2)
        device.Go(() => AnswerAsync(call));
    }

    private async Task AnswerAsync(Call call)
    {
        if (device.Behaviour.AnswerDelaySeconds > 0) await device.Delay(TimeSpan.FromSeconds(device.Behaviour.AnswerDelaySeconds));
        var (frame, then) = Work(call);
        var sent = await device.Connection.SendAsync(frame);
        if (sent && then is not null) await then();
    }

    private (byte[] Frame, Func<Task>? Then) Work(Call call)
    {
        if (OcppActions.Find(call.Action) is not { FromCentralSystem: true } action || !CallTable.Handlers.TryGetValue(action.Name, out var handler))
            return (OcppFrameCodec.WriteError(call, OcppErrorCode.NotImplemented, $"{call.Action} is not known here"), null);
        if (action.Profile != FeatureProfile.Security && !device.Settings.Supports(action.Profile))
            return (OcppFrameCodec.WriteError(call, OcppErrorCode.NotSupported, $"{action.Profile} is not supported"), null);
        try
        {
            var request = JsonSerializer.Deserialize(call.Payload.Span, action.RequestInfo) ?? throw new JsonException("no payload");
            var answer = handler(device, request);
            return (OcppFrameCodec.WriteResult(call, answer.Response, action.ResponseInfo), answer.Then);
        }
        catch (JsonException exception)
        {
            var code = call.Payload.Span is [(byte)'{', ..] ? OcppErrorCode.PropertyConstraintViolation : OcppErrorCode.FormationViolation;
            return (OcppFrameCodec.WriteError(call, code, exception.Message), null);
        }
        catch (RefusedCallException exception)
        {
            return (OcppFrameCodec.WriteError(call, exception.Code, exception.Message), null);
        }
    }
}
