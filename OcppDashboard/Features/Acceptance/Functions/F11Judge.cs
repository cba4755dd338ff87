using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>Judges the legs of function 11.</summary>
internal static class F11Judge
{
    private const int DefaultTimeOut = 60;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>What ends the wait for a cable: 1.5 called it Error (connection is timed out).</summary>
    public static string[] Over { get; } = ["Available", "Faulted"];

    public static TimeSpan StatusLimit(RunFacts facts, AcceptancePlan plan) => TimeSpan.FromSeconds(plan.Timeouts.StatusChange + Math.Clamp(facts.Number("MinimumStatusDuration") ?? 0, 0, 120));

    public static LegResult Cable(LegCapture capture, RunFacts facts, AcceptancePlan plan)
    {
        var connector = plan.Connector;
        var (plug, plugged) = capture.Prompts.LastOrDefault(pair => pair.Prompt.Action == "plug-in");
        if (ObservedTransaction.Hindrance(capture, connector, plug) is { } hindrance) return hindrance;
        if (!capture.WasDone("plug-in")) return JudgeRules.NotDone("Plug in", plugged?.Action);
        var weighing = new VerdictBuilder();
        var limit = StatusLimit(facts, plan);
        var occupied = capture.First(frame => frame.IsStatus(connector, KnownStatus.Occupied) && frame.At <= plugged!.At + limit, plug);
        if (!weighing.Expect($"plugging in reported at connector {connector} within {limit.TotalSeconds:0} s", occupied is not null, occupied?.Status ?? "none", occupied))
            Unseen(weighing, capture, "plugging in", plug!, plugged!.At + limit, KnownStatus.Occupied, connector);
        if (occupied is not null && KnownStatus.InTransaction.Contains(occupied.Status)) weighing.Remark("charges at once", $"Connector {connector} reported {occupied.Status} without a card.");
        var (unplug, unplugged) = capture.Prompts.LastOrDefault(pair => pair.Prompt.Action == "unplug");
        CapturedFrame? free = null;
        if (!capture.WasDone("unplug"))
        {
            var missing = JudgeRules.NotDone("Unplug", unplugged?.Action);
            weighing.Inconclusive(missing.Result, missing.Why);
        }
        else
        {
            free = capture.First(frame => frame.IsStatus(connector, "Available") && frame.At <= unplugged!.At + limit, unplug);
            if (!weighing.Expect($"unplugging reported as Available at connector {connector} within {limit.TotalSeconds:0} s", free is not null, free?.Status ?? "none", free))
                Unseen(weighing, capture, "unplugging", unplug!, unplugged!.At + limit, ["Available"], connector);
        }
        weighing.Evidence.AddRange(capture.Frames.Where(frame => frame.Number > plug!.Number && frame.IsStatus(connector)).Select(frame => $"{frame.At.UtcDateTime:H:mm:ss}: connector {connector} {frame.Status}"));
        return weighing.Close($"Available, {occupied?.Status}, {free?.Status}", "Plugging in and unplugging were reported.");
    }

    public static LegResult TimedOut(LegCapture capture, RunFacts facts, AcceptancePlan plan)
    {
        var connector = plan.Connector;
        var (prompt, said) = capture.Prompts.LastOrDefault(pair => pair.Prompt.Action == "tap-unplugged");
        var stimulus = plan.HasCardReader ? prompt : capture.Sent("RemoteStartTransaction").LastOrDefault();
        if (ObservedTransaction.Hindrance(capture, connector, stimulus) is { } hindrance) return hindrance;
        var weighing = new VerdictBuilder();
        var preparing = capture.First(frame => frame.IsStatus(connector, "Preparing"), stimulus);
        if (plan.HasCardReader ? Card(weighing, capture, prompt!, said, preparing) is { } without : Remote(weighing, capture, stimulus!, out without)) return without!;
        var isSet = capture.Sent("ChangeConfiguration").FirstOrDefault(call => call.Value("key") == F11CableStatus.TimeOut) is { } change && JudgeRules.IsAccepted(capture.AnswerOf(change));
        if (!isSet) weighing.Observations.Add($"{F11CableStatus.TimeOut} could not be set to {F11CableStatus.Seconds}: it stayed {facts.Value(F11CableStatus.TimeOut) ?? "unknown"}.");
        var limit = TimeSpan.FromSeconds(isSet ? F11CableStatus.Seconds : facts.Number(F11CableStatus.TimeOut) ?? DefaultTimeOut) + Grace;
        if (!weighing.Expect($"connector {connector} reports Preparing", preparing is not null, preparing is null ? "none" : JudgeRules.Span(preparing.At - stimulus!.At), preparing))
            weighing.Remark("no Preparing", $"Connector {connector} did not report that it waits for a cable.");
        var from = preparing ?? said ?? stimulus!;
        var over = capture.First(frame => frame.IsStatus(connector, Over) && frame.At <= from.At + limit, from);
        var start = capture.First(frame => frame.IsCall("StartTransaction") && frame.ConnectorId == connector && frame.At <= from.At + limit, stimulus);
        weighing.Expect($"no StartTransaction", start is null, start is null ? "none" : "came", start);
        if (start is not null) weighing.Remark("started without a cable", "A transaction started although no cable was plugged in.");
        else if (preparing is not null && !weighing.Expect($"connector {connector} Available again within {limit.TotalSeconds:0} s", over is not null, over is null ? "none" : $"{over.Status}, after {JudgeRules.Span(over.At - from.At)}", over))
        {
            if (KnownStatus.WasOffline(capture, stimulus!)) weighing.Inconclusive("disconnected", "The connection ended before the time was over. Repeat the leg.");
            else weighing.Remark("no time-out", $"Connector {connector} did not give up waiting for a cable within {limit.TotalSeconds:0} s.");
        }
        return weighing.Close(over is null || preparing is null ? "" : $"{over.Status} after {JudgeRules.Span(over.At - from.At)}", "The charge point gave up waiting for a cable.");
    }

    /// <returns>Why it cannot be judged; null: the card was accepted.</returns>
    private static LegResult? Card(VerdictBuilder weighing, LegCapture capture, CapturedFrame prompt, CapturedFrame? said, CapturedFrame? preparing)
    {
        if (!capture.WasDone("tap-unplugged")) return JudgeRules.NotDone("Tap the card without a cable", said?.Action);
        var authorize = capture.First(frame => frame.IsCall("Authorize"), prompt);
        weighing.Expect("Authorize came", authorize is null ? null : true, authorize?.Value("idTag") ?? "none", authorize);
        if (authorize is null && preparing is null) return weighing.With(JudgeRules.NotDelivered("the card was not noticed", "Tap it again; see function 6."));
        return F06Judge.StatusOf(capture.AnswerOf(authorize)) is { } status and not "Accepted"
            ? weighing.With(JudgeRules.NotDelivered($"card {authorize!.Value("idTag")} is {status} here", "Add the card to the id tags and repeat the leg.")) : null;
    }

    /// <returns>True: <paramref name="result"/> is all that can be said.</returns>
    private static bool Remote(VerdictBuilder weighing, LegCapture capture, CapturedFrame call, out LegResult? result)
    {
        var answer = capture.AnswerOf(call);
        result = null;
        if (JudgeRules.WasNotDelivered(answer)) result = JudgeRules.NotDelivered("the connection ended before the answer", "Repeat the leg when the charge point is connected.");
        else if (!weighing.Expect("RemoteStartTransaction answered Accepted", JudgeRules.IsAccepted(answer), JudgeRules.Seen(call, answer), answer))
            result = weighing.With(new(Verdict.Remark, JudgeRules.Word(answer), $"RemoteStartTransaction without a cable was answered {JudgeRules.Word(answer)}."));
        return result is not null;
    }

    private static void Unseen(VerdictBuilder weighing, LegCapture capture, string what, CapturedFrame prompt, DateTimeOffset until, string[] statuses, long connector)
    {
        var other = capture.First(frame => frame.IsStatus(null, statuses) && frame.ConnectorId != connector && frame.ConnectorId > 0 && frame.At <= until, prompt);
        var instead = capture.First(frame => frame.IsStatus(connector) && frame.At <= until, prompt);
        if (KnownStatus.WasOffline(capture, prompt, until)) weighing.Inconclusive("disconnected", $"The connection ended before {what} could be reported. Repeat the leg.");
        else if (instead is not null) weighing.Fail($"{instead.Status} on {what}", $"Connector {connector} reported {instead.Status} on {what}.");
        else if (other is not null) weighing.Fail($"{what} reported at connector {other.ConnectorId}", $"Connector {other.ConnectorId} reported {other.Status} on {what} at connector {connector}. See that the cable was in connector {connector}.");
        else weighing.Fail($"{what} not reported", $"No StatusNotification of connector {connector} came on {what}.");
    }
}
