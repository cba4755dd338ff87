using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Steps;

/// <summary>Drivers go on after a connection ended, where a new one comes.</summary>
internal static class Reconnecting
{
    /// <summary>Waits for a connection where there is none.</summary>
    /// <returns>False when none came in time.</returns>
    public static async Task<bool> IsBackAsync(this RunContext bench) => bench.Link.IsOnline
        || await bench.WaitAsync(frame => frame.Kind == FrameKind.Connected, TimeSpan.FromSeconds(bench.Timeouts.Reconnect), "a new connection", bench.Now) is not null;

    /// <summary>Sends a CALL, and once more when it was not delivered and the charge point came back.</summary>
    public static async Task<CapturedFrame> CallAgainAsync<TResponse>(this RunContext bench, IOcppRequest<TResponse> request, int? seconds = null) where TResponse : class
    {
        var answer = await bench.CallAsync(request, seconds);
        return JudgeRules.WasNotDelivered(answer) && await bench.IsBackAsync() ? await bench.CallAsync(request, seconds) : answer;
    }
}
