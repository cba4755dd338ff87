using System.Text.Json;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Run;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Steps;

/// <summary>What a driver works with: sending, waiting for what fits, asking people, and keys that are put back at the end.</summary>
public sealed class RunContext(RunRecorder recorder, IChargePointLink link, AcceptancePlan plan, TimeProvider time, CancellationToken stop)
{
    public AcceptancePlan Plan { get; } = plan;
    public AcceptanceTimeouts Timeouts => Plan.Timeouts;
    public CancellationToken Stop { get; } = stop;
    public IChargePointLink Link { get; } = link;
    public TimeProvider Time { get; } = time;

    /// <summary>What the run knows now.</summary>
    public RunFacts Facts => recorder.Facts;

    /// <summary>The frames of this leg so far.</summary>
    public LegCapture Capture => recorder.Leg;

    /// <summary>All frames of the run so far, for what was known before this leg.</summary>
    public IReadOnlyList<CapturedFrame> Frames => recorder.Frames;

    /// <summary>The last frame captured; what comes behind it is new.</summary>
    public CapturedFrame? Now => Capture.Frames is [.., var last] ? last : null;

    /// <summary>Sends a CALL and waits for its end. A charge point that has just lost its connection is waited for first.</summary>
    /// <returns>The CALLRESULT, CALLERROR or NoAnswer frame.</returns>
    public async Task<CapturedFrame> CallAsync(string action, object payload, int? seconds = null)
    {
        await WaitOnlineAsync(Timeouts.Reconnect);
        var before = Now;
        await Link.CallAsync(action, payload as JsonElement? ?? JsonSerializer.SerializeToElement(payload), TimeSpan.FromSeconds(seconds ?? Timeouts.Answer), Stop);
        var call = Capture.Frames.Last(frame => frame.Number > (before?.Number ?? 0) && frame.IsCall(action, fromChargePoint: false));
        return Capture.AnswerOf(call) ?? throw new InvalidOperationException($"{action} ended without an answer in the capture");
    }

    /// <summary>As above, for a request record.</summary>
    public Task<CapturedFrame> CallAsync<TResponse>(IOcppRequest<TResponse> request, int? seconds = null) where TResponse : class
    {
        var action = OcppActions.Of(request.GetType());
        return CallAsync(action.Name, JsonSerializer.SerializeToElement(request, action.RequestInfo), seconds);
    }

    /// <summary>Waits for the first frame that fits behind another; it may have come already. A deadline that passes is captured.</summary>
    /// <param name="what">For the capture: "BootNotification", "StatusNotification of connector 1, Available".</param>
    /// <param name="after">Null: from the beginning of the leg.</param>
    /// <returns>Null when it did not come in time.</returns>
    public async Task<CapturedFrame?> WaitAsync(Func<CapturedFrame, bool> fits, TimeSpan limit, string what, CapturedFrame? after = null)
    {
        var found = await recorder.WaitAsync(fits, limit, after, Stop);
        if (found is null) recorder.Add(FrameKind.Deadline, what, "", $"{limit.TotalSeconds:0} s without {what}");
        return found;
    }

    /// <summary>Waits until the charge point is connected; what is done without it is then its own fault or the network's.</summary>
    /// <param name="seconds">Null: as long as a reboot may take.</param>
    public async Task WaitOnlineAsync(int? seconds = null)
    {
        var (begun, limit) = (Time.GetTimestamp(), TimeSpan.FromSeconds(seconds ?? Timeouts.Reboot));
        while (!Link.IsOnline && Time.GetElapsedTime(begun) < limit) await recorder.WaitAsync(frame => frame.Kind == FrameKind.Connected, TimeSpan.FromSeconds(1), Now, Stop);
    }

    /// <summary>Lets time pass, capturing what comes.</summary>
    public Task DelayAsync(TimeSpan span) => Task.Delay(span, Time, Stop);

    /// <summary>Asks a person and waits until they answered, the charge point reported the act, or the time is over.</summary>
    /// <param name="fulfilled">What shows that it was done.</param>
    public async Task<PromptAnswer> AskAsync(Prompt prompt, Func<CapturedFrame, bool>? fulfilled = null, int? seconds = null) =>
        await recorder.AskAsync(prompt, fulfilled, TimeSpan.FromSeconds(seconds ?? Timeouts.Prompt), Stop);

    /// <summary>Notes that the run did something that is no message.</summary>
    public void Note(string act, string text) => recorder.Add(FrameKind.Act, act, "", text);

    /// <summary>Reads a key; the answer is captured.</summary>
    /// <returns>Null where it was not given.</returns>
    public async Task<string?> ReadKeyAsync(string key)
    {
        var answer = await CallAsync(new GetConfigurationRequest([key]));
        return answer.Kind == FrameKind.CallResult ? Facts.Value(key) : null;
    }

    /// <summary>Changes a key; what it was is kept first and put back at the end of the run, also after an abort or a crash.</summary>
    /// <returns>The frame that answered ChangeConfiguration.</returns>
    public async Task<CapturedFrame> ChangeKeyAsync(string key, string value)
    {
        var isChanged = recorder.ToRestore.ContainsKey(key);
        if (Facts.Value(key) is { } before) await recorder.KeepForRestoreAsync(key, before);
        var answer = await CallAsync(new ChangeConfigurationRequest(key, value));
        if (!isChanged && answer is { Kind: FrameKind.CallError } or { Kind: FrameKind.CallResult, Status: "Rejected" or "NotSupported" }) await recorder.RestoredAsync(key); // refused: nothing to put back
        return answer;
    }

    /// <summary>Puts one changed key back at once.</summary>
    public async Task RestoreKeyAsync(string key)
    {
        if (recorder.ToRestore.GetValueOrDefault(key) is not { } before) return;
        var answer = await CallAsync(new ChangeConfigurationRequest(key, before));
        if (answer is { Kind: FrameKind.CallResult, Status: "Accepted" or "RebootRequired" }) await recorder.RestoredAsync(key);
    }

    /// <summary>Makes a connector Inoperative or Operative; one that was made Inoperative is kept first and made Operative at the end of the run, also after an abort or a crash.</summary>
    /// <returns>The frame that answered ChangeAvailability.</returns>
    public async Task<CapturedFrame> ChangeAvailabilityAsync(long connector, AvailabilityType type)
    {
        var kept = RunCleanup.AvailabilityOf(connector);
        var wasKept = recorder.ToRestore.ContainsKey(kept);
        if (type == AvailabilityType.Inoperative) await recorder.KeepForRestoreAsync(kept, nameof(AvailabilityType.Operative));
        var answer = await this.CallAgainAsync(new ChangeAvailabilityRequest((int)connector, type));
        var isDone = type == AvailabilityType.Operative
            ? answer is { Kind: FrameKind.CallResult, Status: "Accepted" or "Scheduled" }
            : !wasKept && answer is { Kind: FrameKind.CallError } or { Kind: FrameKind.CallResult, Status: "Rejected" }; // refused: nothing to put back
        if (isDone && recorder.ToRestore.ContainsKey(kept)) await recorder.RestoredAsync(kept);
        return answer;
    }
}
