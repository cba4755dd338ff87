using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>Judges the legs of function 7.</summary>
internal static class F07Judge
{
    private const string Key = F07StopTransaction.StopsOnUnplug;

    public static LegResult Of(string leg, LegCapture capture, RunFacts facts, AcceptancePlan plan)
    {
        var connector = plan.Connector;
        if (leg == "7c" && Unplugging(capture, facts) is { } cannot) return cannot;
        var begin = leg == "7b" ? capture.First(frame => frame is { Kind: FrameKind.Prompt, Action: "tap-card" }) : capture.Sent("RemoteStartTransaction").LastOrDefault();
        if (ObservedTransaction.Hindrance(capture, connector, begin) is { } hindrance) return hindrance;
        if (ObservedTransaction.First(capture, connector) is not { Id: > 0 } transaction)
            return leg == "7b" && !capture.WasDone("tap-card")
                ? JudgeRules.NotDone("Tap the card to start", capture.SaidTo("tap-card"))
                : JudgeRules.NotDelivered("no transaction was running", "See function 6, then repeat the leg.");
        return leg switch
        {
            "7a" => Remote(capture, facts, transaction, connector),
            "7b" => ByHand("tap-card-stop", "Tap the same card again", "Local", capture, facts, transaction, connector),
            _ => ByHand("unplug", "Pull the plug at the car", "EVDisconnected", capture, facts, transaction, connector),
        };
    }

    /// <summary>Not applicable where the key is false for ever; null otherwise.</summary>
    public static LegResult? NeverStopsOnUnplug(RunFacts facts) => facts.Switch(Key) == false && facts.Keys[Key].IsReadonly == true
        ? new(Verdict.NotApplicable, $"{Key} is false", $"The charge point does not stop when the plug is pulled: {Key} is false and cannot be written.") : null;

    private static LegResult? Unplugging(LegCapture capture, RunFacts facts)
    {
        if (NeverStopsOnUnplug(facts) is { } never) return never;
        var change = capture.Sent("ChangeConfiguration").FirstOrDefault(call => call.Value("key") == Key && call.Value("value") == "true");
        return change is null || capture.AnswerOf(change) is { Kind: FrameKind.CallResult, Status: "Accepted" } ? null
            : JudgeRules.NotDelivered($"{Key} could not be set: {JudgeRules.Word(capture.AnswerOf(change))}", $"Set {Key} to true at the charge point and repeat the leg.");
    }

    private static LegResult Remote(LegCapture capture, RunFacts facts, ObservedTransaction transaction, long connector)
    {
        var call = capture.Sent("RemoteStopTransaction").FirstOrDefault(frame => frame.Number64("transactionId") == transaction.Id && frame.Number > transaction.Start.Number);
        if (EndedBefore(transaction, call) is { } ended) return ended;
        var answer = capture.AnswerOf(call);
        if (JudgeRules.WasNotDelivered(answer)) return JudgeRules.NotDelivered("the connection ended before the answer", "Repeat the leg when the charge point is connected.");
        var weighing = new VerdictBuilder();
        var word = JudgeRules.Word(answer);
        if (!weighing.Expect($"RemoteStopTransaction {transaction.Id} answered Accepted", JudgeRules.IsAccepted(answer), JudgeRules.Seen(call, answer), answer))
            weighing.Fail(word, $"RemoteStopTransaction was answered {word} while transaction {transaction.Id} was running.");
        if (JudgeRules.IsAccepted(answer)) Stopped(weighing, capture, transaction, call!, call!.At + AtPlug.StopLimit, "Remote", connector);
        return Closed(weighing, facts, transaction);
    }

    private static LegResult ByHand(string key, string what, string reason, LegCapture capture, RunFacts facts, ObservedTransaction transaction, long connector)
    {
        var (prompt, said) = capture.Prompts.LastOrDefault(pair => pair.Prompt.Action == key);
        if (EndedBefore(transaction, prompt) is { } ended) return ended;
        if (!capture.WasDone(key)) return JudgeRules.NotDone(what, said?.Action);
        var weighing = new VerdictBuilder();
        weighing.Expect(what, true, said!.Text, said);
        Stopped(weighing, capture, transaction, prompt!, said.At + AtPlug.StopLimit, reason, connector);
        return Closed(weighing, facts, transaction);
    }

    private static LegResult Closed(VerdictBuilder weighing, RunFacts facts, ObservedTransaction transaction)
    {
        weighing.Evidence.AddRange(transaction.Evidence(facts));
        return weighing.Close($"{(transaction.Stop?.Value("reason") is { Length: > 0 } reason ? $"reason {reason}" : "no reason")}, N {transaction.Id}", "The transaction stopped as it was told to.");
    }

    private static LegResult? EndedBefore(ObservedTransaction transaction, CapturedFrame? stimulus) => transaction.Stop is { } stop && (stimulus is null || stop.Number < stimulus.Number)
        ? JudgeRules.NotDelivered($"the transaction ended before: {stop.Value("reason") ?? "Local"}", "Repeat the leg.") : null;

    /// <summary>Weighs what followed the stimulus.</summary>
    /// <param name="until">The last moment for StopTransaction.</param>
    private static void Stopped(VerdictBuilder weighing, LegCapture capture, ObservedTransaction transaction, CapturedFrame stimulus, DateTimeOffset until, string reason, long connector)
    {
        var stop = transaction.Stop is { } own && own.At <= until ? own : null;
        if (!weighing.Expect($"StopTransaction {transaction.Id} within 60 s", stop is not null, stop is null ? "none" : $"after {JudgeRules.Span(stop.At - stimulus.At)}", stop))
        {
            if (KnownStatus.WasOffline(capture, stimulus, until))
                weighing.Inconclusive("disconnected", "The connection ended before the stop could be reported. Repeat the leg.");
            else if (capture.First(frame => frame.IsCall("StopTransaction") && frame.At <= until && !IsOfAnother(frame, capture, connector), stimulus) is { } wrong)
                weighing.Fail($"StopTransaction carries {wrong.Value("transactionId") ?? "no id"}", $"StopTransaction carries {wrong.Value("transactionId") ?? "no transaction id"} and not {transaction.Id}.");
            else weighing.Fail("no StopTransaction", "No StopTransaction came within 60 s.");
            return;
        }
        Reason(weighing, stop!, reason);
        Meter(weighing, transaction);
        Times(weighing, transaction);
        Status(weighing, capture, stop!, stimulus, reason == "EVDisconnected", connector);
    }

    /// <summary>A transaction of another connector that began in this leg.</summary>
    private static bool IsOfAnother(CapturedFrame stop, LegCapture capture, long connector) =>
        capture.Received("StartTransaction").Any(start => start.ConnectorId != connector && capture.AnswerOf(start)?.Number64("transactionId") == stop.Number64("transactionId"));

    private static void Reason(VerdictBuilder weighing, CapturedFrame stop, string reason)
    {
        var given = stop.Value("reason") is { Length: > 0 } text ? text : null;
        if (!weighing.Expect($"reason {reason}", (given ?? "Local") == reason, given ?? "absent, which means Local", stop))
            weighing.Remark($"not {reason}", $"The reason of StopTransaction is {given ?? "absent, which means Local,"} and not {reason}.");
    }

    private static void Meter(VerdictBuilder weighing, ObservedTransaction transaction)
    {
        if (weighing.Expect("meterStop is not below meterStart", transaction.MeterStop is null || transaction.MeterStart is null ? null : transaction.MeterStop >= transaction.MeterStart,
            $"{transaction.Start.Value("meterStart") ?? "absent"}, {transaction.Stop!.Value("meterStop") ?? "absent"}", transaction.Stop)) return;
        if (transaction.MeterStop < transaction.MeterStart) weighing.Fail($"meterStop {transaction.MeterStop} below meterStart {transaction.MeterStart}", "The meter reading at the stop is lower than at the start.");
        else weighing.Remark("meter reading absent", "meterStart or meterStop is absent or no number.");
    }

    private static void Times(VerdictBuilder weighing, ObservedTransaction transaction)
    {
        var (start, stop) = (OcppTimestamp.Parse(transaction.Start.Value("timestamp")).Value, OcppTimestamp.Parse(transaction.Stop!.Value("timestamp")).Value);
        if (!weighing.Expect("it is stamped behind the start", start is null || stop is null ? null : stop >= start, transaction.Stop.Value("timestamp") ?? "absent", transaction.Stop))
            weighing.Remark("times out of order", "The timestamps of start and stop are absent, or the stop is stamped before the start.");
    }

    private static void Status(VerdictBuilder weighing, LegCapture capture, CapturedFrame stop, CapturedFrame stimulus, bool isUnplugged, long connector)
    {
        bool IsBehind(CapturedFrame frame, params ReadOnlySpan<string> statuses) => frame.IsStatus(connector, statuses) && frame.At <= stop.At + AtPlug.StopLimit;
        var first = capture.First(frame => IsBehind(frame, "Finishing", "Available", "Preparing"), stimulus);
        var available = capture.First(frame => IsBehind(frame, "Available"), stimulus);
        var seen = isUnplugged ? available ?? first : first;
        if (!weighing.Expect(isUnplugged ? $"connector {connector} becomes Available within 60 s" : $"connector {connector} becomes Finishing or Available within 60 s", isUnplugged ? available is not null : seen is not null, seen?.Status ?? "none", seen))
        {
            if (seen is not null) weighing.Remark($"stays {seen.Status}", $"Connector {connector} became {seen.Status}, not Available within 60 s.");
            else if (KnownStatus.WasOffline(capture, stop)) weighing.Inconclusive("disconnected", "The connection ended before a status could follow. Repeat the leg.");
            else weighing.Fail("no status followed", $"No StatusNotification of connector {connector} followed the stop within 60 s.");
        }
        else if (!isUnplugged && seen!.Status != "Finishing") weighing.Remark($"directly {seen.Status}", $"Connector {connector} became {seen.Status} without Finishing.");
    }
}
