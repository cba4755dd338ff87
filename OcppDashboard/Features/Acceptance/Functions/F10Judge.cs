using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>Judges function 10.</summary>
internal static class F10Judge
{
    public static LegResult Of(LegCapture capture, AcceptancePlan plan)
    {
        var (prompt, said) = capture.Prompts.LastOrDefault(pair => pair.Prompt.Action == "cause-fault");
        if (prompt is null) return JudgeRules.NotDelivered("the charge point was not connected", "Repeat the function when it is.");
        var weighing = new VerdictBuilder();
        var until = Until(plan, prompt.At, said?.At ?? prompt.At);
        var faults = capture.Frames.Where(frame => frame.Number > prompt.Number && frame.At <= until && IsNew(frame, capture, prompt)).ToList();
        weighing.Evidence.AddRange(faults.Select(Line));
        if (said is not { Action: "Done" } && (faults.Count == 0 || said?.Action is "Skipped" or "DidNotHappen")) return weighing.With(JudgeRules.NotDone("Cause a fault", said?.Action));
        var fault = faults.Find(frame => IsWhere(frame, said, plan.Connector));
        var where = Where(said, plan.Connector);
        weighing.Expect($"fault reported at {where} within {plan.Timeouts.Prompt} s", fault is not null, fault is not null ? Words(fault) : faults.Count > 0 ? $"at connector {faults[0].ConnectorId}" : "none", fault ?? faults.FirstOrDefault());
        if (fault is null)
        {
            NotThere(weighing, capture, prompt, until, faults, said, plan.Connector, where);
            return weighing.Close("", "");
        }
        if (said is not { Action: "Done" } || said.Text is not (F10HardwareErrors.AtConnector or F10HardwareErrors.AtChargePoint))
            weighing.Remark("kind of fault not said", "Nobody said whether it was a fault of the connector or of the charge point.");
        Code(weighing, fault);
        var cleared = Cleared(weighing, capture, fault, prompt);
        return weighing.Close($"connector {fault.ConnectorId}: {Words(fault)}{(cleared ? ", cleared" : "")}", "The fault was reported where it was, and its end too.");
    }

    /// <summary>The last moment for what a person brings about: the time of the prompt, but not less than that of a status change behind the answer.</summary>
    public static DateTimeOffset Until(AcceptancePlan plan, DateTimeOffset asked, DateTimeOffset answered)
    {
        var (prompt, change) = (asked + TimeSpan.FromSeconds(plan.Timeouts.Prompt), answered + TimeSpan.FromSeconds(plan.Timeouts.StatusChange));
        return prompt > change ? prompt : change;
    }

    /// <summary>A fault of a connector that had none when the person was asked.</summary>
    public static bool IsNew(CapturedFrame frame, LegCapture capture, CapturedFrame prompt) => KnownStatus.IsError(frame)
        && !(KnownStatus.Before(capture, frame.ConnectorId, prompt) is { } before && KnownStatus.IsError(before.Status, before.Error));

    /// <summary>At the connector that the person named; at either where nobody said.</summary>
    public static bool IsWhere(CapturedFrame frame, CapturedFrame? said, long connector) => said?.Text switch
    {
        F10HardwareErrors.AtChargePoint => frame.ConnectorId == 0,
        F10HardwareErrors.AtConnector => frame.ConnectorId == connector,
        _ => frame.ConnectorId == 0 || frame.ConnectorId == connector,
    };

    public static bool IsEndOf(CapturedFrame frame, CapturedFrame fault) => frame.IsStatus(fault.ConnectorId) && !KnownStatus.IsError(frame);

    private static void NotThere(
        VerdictBuilder weighing, LegCapture capture, CapturedFrame prompt, DateTimeOffset until, List<CapturedFrame> faults, CapturedFrame? said, long connector, string where)
    {
        long[] meant = said?.Text == F10HardwareErrors.AtChargePoint ? [0] : said?.Text == F10HardwareErrors.AtConnector ? [connector] : [0, connector];
        if (meant.Any(id => KnownStatus.Before(capture, id, prompt) is { } before && KnownStatus.IsError(before.Status, before.Error)))
            weighing.Inconclusive("there was a fault before", $"A fault was reported at {where} before one was caused. Clear it and repeat the function.");
        else if (faults.Count > 0) weighing.Fail($"only at connector {faults[0].ConnectorId}", $"The fault was at {where}, but it was reported only at connector {faults[0].ConnectorId}.");
        else if (KnownStatus.WasOffline(capture, prompt, until))
            weighing.Inconclusive("disconnected", "The charge point went offline and could not report. Choose a fault that leaves its communication on.");
        else weighing.Fail("no error notified", "The tester says that there was a fault, but no StatusNotification reported one.");
    }

    private static void Code(VerdictBuilder weighing, CapturedFrame fault)
    {
        var code = KnownStatus.ErrorOf(fault);
        var details = string.Join(", ", new[] { fault.Value("vendorErrorCode"), fault.Value("info") }.Where(text => !string.IsNullOrEmpty(text)));
        if (!weighing.Expect("errorCode is one of the 16", KnownStatus.IsKnownError(code), code.Length > 0 ? code : "absent", fault)) weighing.Remark($"errorCode {(code.Length > 0 ? code : "absent")}", "The errorCode is none of the 16.");
        else if (code == "OtherError") weighing.Remark(details.Length > 0 ? $"OtherError ({details})" : "OtherError", "The fault has no errorCode of its own.");
        else if (code == "NoError") weighing.Observations.Add("Faulted was reported with errorCode NoError.");
        if (details.Length > 0) weighing.Traits.Add($"{code}: {details}");
    }

    private static bool Cleared(VerdictBuilder weighing, LegCapture capture, CapturedFrame fault, CapturedFrame prompt)
    {
        var end = capture.First(frame => IsEndOf(frame, fault), fault);
        if (!weighing.Expect($"its end reported at connector {fault.ConnectorId}", end is not null, end is null ? "none" : $"{end.Status}, after {JudgeRules.Span(end.At - fault.At)}", end))
        {
            weighing.Remark("not cleared", "The end of the fault was not reported.");
            return false;
        }
        weighing.Evidence.Add(Line(end!));
        if (KnownStatus.Before(capture, fault.ConnectorId, prompt) is { } before && before.Status != end!.Status) weighing.Observations.Add($"Connector {fault.ConnectorId} was {before.Status} before the fault and {end.Status} behind it.");
        return true;
    }

    private static string Where(CapturedFrame? said, long connector) => said?.Text switch
    {
        F10HardwareErrors.AtChargePoint => "connector 0, the charge point",
        F10HardwareErrors.AtConnector => $"connector {connector}",
        _ => $"connector {connector} or 0",
    };

    private static string Words(CapturedFrame status) => KnownStatus.ErrorOf(status) is { Length: > 0 } code and not "NoError" ? code : status.Status;

    private static string Line(CapturedFrame status) => string.Join(", ", new[]
    {
        $"connector {status.ConnectorId}: {status.Status}", KnownStatus.ErrorOf(status), status.Value("vendorErrorCode"), status.Value("info"),
    }.Where(text => !string.IsNullOrEmpty(text)));
}
