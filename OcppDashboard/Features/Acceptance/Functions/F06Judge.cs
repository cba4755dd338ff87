using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>Judges the legs of function 6.</summary>
internal static class F06Judge
{
    /// <summary>The name of the watch for a StartTransaction behind a refused card.</summary>
    public const string Watch = "StartTransaction behind the refusal";

    public static LegResult Remote(LegCapture capture, RunFacts facts, AcceptancePlan plan)
    {
        var connector = plan.Connector;
        var call = capture.Sent("RemoteStartTransaction").LastOrDefault();
        if (ObservedTransaction.Hindrance(capture, connector, call) is { } hindrance) return hindrance;
        var answer = capture.AnswerOf(call);
        if (JudgeRules.WasNotDelivered(answer)) return JudgeRules.NotDelivered("the connection ended before the answer", "Repeat the leg when the charge point is connected.");
        var weighing = new VerdictBuilder();
        var before = KnownStatus.Before(capture, connector, call)?.Status;
        if (!weighing.Expect("RemoteStartTransaction answered Accepted", JudgeRules.IsAccepted(answer), JudgeRules.Seen(call, answer), answer)) return Refusal(weighing, capture, answer!, before, connector);
        if (Begun(weighing, capture, connector, call!, plan.IdTag) is not { } transaction) return weighing.Close("", "");
        if (facts.Switch("AuthorizeRemoteTxRequests") == true && !capture.Received("Authorize").Any(frame => frame.Number > call!.Number && frame.Number < transaction.Start.Number))
            weighing.Observations.Add("AuthorizeRemoteTxRequests is true, but no Authorize came before StartTransaction.");
        StartVerdictBuilder.Weigh(weighing, capture, transaction, call!, plan.IdTag, connector);
        weighing.Evidence.AddRange(transaction.Evidence(facts));
        return weighing.Close($"N {transaction.Id}", "RemoteStartTransaction started the transaction.");
    }

    public static LegResult Local(LegCapture capture, RunFacts facts, AcceptancePlan plan)
    {
        var connector = plan.Connector;
        var (prompt, said) = capture.Prompts.LastOrDefault(pair => pair.Prompt.Action == "tap-card");
        if (ObservedTransaction.Hindrance(capture, connector, prompt) is { } hindrance) return hindrance;
        if (!capture.WasDone("tap-card")) return JudgeRules.NotDone("Tap the card", said?.Action);
        var weighing = new VerdictBuilder();
        var authorize = capture.First(frame => frame.IsCall("Authorize"), prompt);
        var answer = capture.AnswerOf(authorize);
        weighing.Expect("Authorize came", authorize is not null, authorize?.Value("idTag") ?? "none", authorize);
        if (StatusOf(answer) is { } status and not "Accepted")
            return weighing.With(JudgeRules.NotDelivered($"card {authorize!.Value("idTag")} is {status} here", "Add the card to the id tags and repeat the leg."));
        if (authorize is null && !capture.Received("StartTransaction").Any(start => start.Number > prompt!.Number) && KnownStatus.WasOffline(capture, prompt!))
            return weighing.With(JudgeRules.NotDelivered("the connection ended", "Repeat the leg when the charge point is connected."));
        if (Begun(weighing, capture, connector, prompt!, authorize?.Value("idTag")) is not { } transaction) return weighing.Close("", "");
        if (authorize is null || authorize.Number > transaction.Start.Number) WithoutAuthorize(weighing, facts);
        StartVerdictBuilder.Weigh(weighing, capture, transaction, prompt!, authorize?.Value("idTag"), connector);
        weighing.Evidence.AddRange(transaction.Evidence(facts));
        return weighing.Close($"card {transaction.IdTag}, N {transaction.Id}", "The card started the transaction.");
    }

    public static LegResult Refused(LegCapture capture, AcceptancePlan plan)
    {
        var connector = plan.Connector;
        var (prompt, said) = capture.Prompts.LastOrDefault(pair => pair.Prompt.Action == "tap-refused");
        if (ObservedTransaction.Hindrance(capture, connector, prompt) is { } hindrance) return hindrance;
        if (!capture.WasDone("tap-refused")) return JudgeRules.NotDone("Tap the card that is refused", said?.Action);
        var weighing = new VerdictBuilder();
        var refused = capture.First(frame => frame.IsCall("Authorize") && StatusOf(capture.AnswerOf(frame)) == "Invalid", prompt);
        var tag = refused?.Value("idTag");
        var early = capture.First(frame => frame.IsCall("StartTransaction") && frame.ConnectorId == connector, prompt);
        if (!weighing.Expect("Authorize came and was answered Invalid", refused is null ? null : true, tag ?? "none", refused))
            return weighing.With(early is null
                ? JudgeRules.NotDelivered("no Authorize came", "Tap the card again.")
                : JudgeRules.NotDelivered("the card started without Authorize", "The charge point knows the card itself: use one that is not in its list, or switch LocalPreAuthorize off."));
        var start = capture.First(frame => frame.IsCall("StartTransaction") && (frame.ConnectorId == connector || frame.Value("idTag") == tag), refused);
        var end = capture.First(frame => frame is { Kind: FrameKind.Deadline, Action: Watch }, refused);
        weighing.Expect("no StartTransaction follows", start is not null ? false : end is null ? null : true, start is not null ? $"after {JudgeRules.Span(start.At - refused!.At)}" : end is null ? "" : $"none in {JudgeRules.Span(end.At - refused!.At)}", start);
        if (start is not null) weighing.Fail("StartTransaction after Invalid", $"Card {tag} was answered Invalid, and a transaction started all the same.");
        else if (end is null || capture.Frames.Any(frame => frame.Kind == FrameKind.Disconnected && frame.Number > refused!.Number && frame.Number < end.Number))
            weighing.Inconclusive("not watched to the end", "The charge point could not be watched until it would have started. Repeat the leg.");
        if (early is not null && early.Number < refused!.Number) weighing.Fail("StartTransaction before Authorize", "The transaction started before the card was approved.");
        return weighing.Close($"card {tag} refused", "Nothing started behind the refusal.");
    }

    /// <summary>idTagInfo.status of an answer; null: none.</summary>
    public static string? StatusOf(CapturedFrame? answer) => answer?.Value("idTagInfo", "status");

    /// <summary>The transaction that a stimulus brought about at the connector, expected within the waiting time; null: none, and why was said.</summary>
    private static ObservedTransaction? Begun(VerdictBuilder weighing, LegCapture capture, long connector, CapturedFrame stimulus, string? idTag)
    {
        var transaction = ObservedTransaction.First(capture, connector, stimulus);
        if (transaction is not null && capture.First(frame => frame.Kind == FrameKind.Deadline && frame.Action == AtPlug.StartOf(connector), stimulus)?.Number < transaction.Start.Number) transaction = null; // too late
        var elsewhere = transaction is not null || idTag is null ? null
            : capture.First(frame => frame.IsCall("StartTransaction") && idTag.Equals(frame.Value("idTag"), StringComparison.OrdinalIgnoreCase), stimulus);
        weighing.Expect($"StartTransaction at connector {connector}", transaction is not null,
            transaction is not null ? $"after {JudgeRules.Span(transaction.Start.At - stimulus.At)}" : elsewhere is not null ? $"at connector {elsewhere.ConnectorId}" : "none", transaction?.Start ?? elsewhere);
        if (transaction is null)
        {
            if (elsewhere is not null) weighing.Fail($"started at connector {elsewhere.ConnectorId}", $"The transaction started at connector {elsewhere.ConnectorId} and not at connector {connector}.");
            else if (KnownStatus.WasOffline(capture, stimulus)) weighing.Inconclusive("disconnected", "The connection ended before a transaction could be reported. Repeat the leg.");
            else weighing.Fail("no StartTransaction", "No StartTransaction came in time.");
            return null;
        }
        if (transaction.Id is null or <= 0) weighing.Inconclusive("no transaction id given", "The central system did not answer StartTransaction with an id. Repeat the leg.");
        else if (!transaction.IsAccepted) weighing.Inconclusive($"id tag {transaction.IdTag} is {StatusOf(transaction.Answer) ?? "not accepted"} here", "The central system did not accept the id tag: add it to the id tags and repeat the leg.");
        else return transaction;
        return null;
    }

    private static LegResult Refusal(VerdictBuilder weighing, LegCapture capture, CapturedFrame answer, string? before, long connector)
    {
        var word = JudgeRules.Word(answer);
        if (answer is { Kind: FrameKind.CallResult, Status: "Rejected" } && KnownStatus.InTransaction.Contains(before))
            weighing.Inconclusive($"connector {connector} was {before}", "Another transaction was running: end it and repeat the leg.");
        else if (answer is { Kind: FrameKind.CallResult, Status: "Rejected" } && before == "Finishing" && !capture.WasDone("replug"))
            return weighing.With(JudgeRules.NotDone("Unplug and plug in again", capture.SaidTo("replug")));
        else weighing.Fail(word, $"RemoteStartTransaction was answered {word} while connector {connector} was {before ?? "of unknown status"}.");
        return weighing.Close("", "");
    }

    private static void WithoutAuthorize(VerdictBuilder weighing, RunFacts facts)
    {
        var reasons = F06StartTransaction.KnownCardKeys.Where(key => facts.Switch(key) == true).ToList();
        if (reasons.Count > 0) weighing.Remark("no Authorize", $"The card started without Authorize, which {string.Join(" and ", reasons)} can explain.");
        else if (facts.Keys.IsEmpty) weighing.Remark("no Authorize", "The card started without Authorize; whether the charge point knows cards itself could not be read.");
        else weighing.Fail("no Authorize", "The card started without Authorize, although neither cache, local list nor LocalPreAuthorize is on.");
        weighing.Traits.Add("starts by card without Authorize");
    }
}
