using System.Globalization;
using System.Text.Json;
using OcppDashboard.Ocpp.Frames;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine;

/// <summary>CALLs to the central system: one at a time, the next when it is answered, refused or given up (OCPP-J 4.1.1).</summary>
internal sealed class OutgoingCalls(Device device)
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private TaskCompletionSource<OcppFrame?>? waiting;
    private string? openId;
    private long count;
    private int timeouts;

    /// <summary>Ids count from 1 again, where the model does so.</summary>
    public void Restart() => count = 0;

    public async Task<Outcome<TResponse>> CallAsync<TResponse>(IOcppRequest<TResponse> request) where TResponse : class
    {
        var action = OcppActions.Of(request.GetType());
        await turn.WaitAsync(device.Stopping);
        try
        {
            return await CallNowAsync<TResponse>(action, request);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>An answer came; one that nobody waits for is dropped (D16).</summary>
    public void Answered(OcppFrame answer)
    {
        if (answer.UniqueId == openId) waiting?.TrySetResult(answer);
    }

    public void ConnectionLost() => waiting?.TrySetResult(null);

    private async Task<Outcome<TResponse>> CallNowAsync<TResponse>(OcppAction action, object request) where TResponse : class
    {
        var uniqueId = device.Behaviour.CountsUniqueIds ? (++count).ToString(CultureInfo.InvariantCulture) : Guid.NewGuid().ToString();
        var frame = OcppFrameCodec.WriteCall(uniqueId, action.Name, request, action.RequestInfo);
        // nothing but a boot before one was answered (specification 4.2)
        if (request is not BootNotificationRequest && (device.Registration.Status is null or RegistrationStatus.Rejected)) return new(OutcomeKind.Lost);
        openId = uniqueId;
        waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            if (!await device.Connection.SendAsync(frame)) return new(OutcomeKind.Lost);
            device.Log.Add($"> {action.Name}");
            var answer = await waiting.Task.WaitAsync(device.Options.CallTimeout, device.Time, device.Stopping);
            timeouts = 0;
            return Read<TResponse>(action, answer);
        }
        catch (TimeoutException)
        {
            device.Log.Add($"no answer to {action.Name}");
            if (++timeouts >= 2) device.Connection.Drop(); // the link is dead one way: dial again
            return new(OutcomeKind.TimedOut);
        }
        finally
        {
            openId = null;
            waiting = null;
        }
    }

    private Outcome<TResponse> Read<TResponse>(OcppAction action, OcppFrame? answer) where TResponse : class
    {
        switch (answer)
        {
            case null:
                return new(OutcomeKind.Lost);
            case CallResult result:
                try
                {
                    var response = (TResponse?)JsonSerializer.Deserialize(result.Payload.Span, action.ResponseInfo);
                    return response is null ? new(OutcomeKind.Refused, null, OcppErrorCode.FormationViolation) : new(OutcomeKind.Answered, response);
                }
                catch (JsonException exception)
                {
                    device.Log.Add($"the answer to {action.Name} is not readable: {exception.Message}");
                    return new(OutcomeKind.Refused, null, OcppErrorCode.FormationViolation);
                }
            default:
                var error = (CallError)answer;
                device.Log.Add($"< {action.Name} refused: {error.ErrorCode} {error.Description}");
                return new(OutcomeKind.Refused, null, error.ErrorCode);
        }
    }
}
