using System.Globalization;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

internal static class F14Judge
{
    private static readonly TimeSpan ClockLimit = TimeSpan.FromSeconds(120), Ambiguous = TimeSpan.FromSeconds(5);

    public static LegResult Judge(string leg, LegCapture capture, RunFacts facts, AcceptancePlan plan)
    {
        var startsOffline = F14PastTransactions.StartsOffline(leg);
        if (ObservedOffline.Of(capture, plan.Connector, startsOffline) is not { } seen) return NotBegun(capture);
        var prompt = startsOffline ? "charge-offline" : "stop-offline";
        if (seen.Online is null) return JudgeRules.NotDelivered("broken off while it was offline", "Repeat the function.");
        if (seen.Leak is { } leak) return JudgeRules.NotDelivered("it was not offline", $"{leak.Action} came while the charge point was to be kept away. Repeat the function.");
        if (seen.Back is null) return JudgeRules.NotDelivered("the charge point did not come back", "Look after its network, and repeat when it is there.");
        if (!startsOffline && seen.Start is null) return JudgeRules.NotDelivered("no transaction was started before", "Repeat the function.");
        if (!startsOffline && seen.Stop is { } early && early.Number < seen.Offline.Number) return JudgeRules.NotDelivered("it was stopped before it was offline", "Repeat, and stop only when you are asked to.");

        var found = new VerdictBuilder();
        found.Evidence.AddRange(Evidence(seen));
        var isConfirmed = capture.WasDone(prompt) || capture.WasDone(F14PastTransactions.Confirm);
        Expect(seen, startsOffline, found);
        if (seen.Start is null || seen.Stop is null) return Incomplete(seen, capture, facts, plan, startsOffline, isConfirmed, prompt, found);
        foreach (var frame in startsOffline ? new[] { seen.Start, seen.Stop } : [seen.Stop])
            if (Outside(seen, frame, found) is not { } outside) continue;
            else if (isConfirmed || !IsAfter(seen, frame)) found.Fail(outside, $"{frame.Action} is stamped {frame.Value("timestamp") ?? "not at all"}, but it happened in {Window(seen)}.");
            else found.Inconclusive($"no {frame.Action} while offline", $"It is stamped {frame.Value("timestamp")}, when the charge point was back, and nobody confirmed that it happened before. Repeat the function."); // only a person can tell
        Weigh(seen, startsOffline, found);
        var result = !startsOffline ? "stop transaction notification received" : seen.Meter.Count > 0 ? "start, stop and meter values received" : "start and stop transaction notifications received";
        var closed = found.Close(result, "What happened offline was sent when the charge point was back.");
        if (!startsOffline || seen.Meter.Count > 0) return closed;
        var note = $"No meter values of the time between came ({F14PastTransactions.Interval} is {facts.Value(F14PastTransactions.Interval) ?? "not known"}).";
        return closed with { Verdict = closed.Verdict == Verdict.Pass ? Verdict.Remark : closed.Verdict, Why = $"{closed.Why} {note}" }; // the result's own words say it already
    }

    private static LegResult NotBegun(LegCapture capture)
    {
        foreach (var (key, what) in ((string, string)[])[("plug-in", "Plug in"), ("tap-card", "Tap the card")])
            if (capture.SaidTo(key) is { } said && !capture.WasDone(key)) return JudgeRules.NotDone(what, said);
        if (capture.WasDone("plug-in") || capture.WasDone("tap-card") || capture.Sent("RemoteStartTransaction").Any())
            return JudgeRules.NotDelivered("no transaction started", "See function 6, and repeat.");
        return Readiness.Hindrance(capture);
    }

    private static void Expect(ObservedOffline seen, bool startsOffline, VerdictBuilder found)
    {
        found.Expect("StartTransaction", seen.Start is not null, seen.Start is null ? "none" : $"N {seen.Id}, {seen.Start.Value("timestamp")}", seen.Start);
        if (startsOffline) found.Expect("Its timestamp lies in the window", seen.Start is null ? null : seen.IsInside(seen.Start), Window(seen), seen.Start);
        found.Expect("StopTransaction with the N just given", seen.Stop is not null, seen.Stop is not null ? $"N {seen.Id}, {seen.Stop.Value("timestamp")}" : seen.StrayStop is { } stray ? $"N {stray.Value("transactionId") ?? "absent"}" : "none", seen.Stop ?? seen.StrayStop);
        found.Expect("Its timestamp lies in the window", seen.Stop is null ? null : seen.IsInside(seen.Stop), Window(seen), seen.Stop);
        if (startsOffline) found.Expect("Meter values of the window", seen.Meter.Count > 0, seen.Meter.Count.ToString(CultureInfo.InvariantCulture), seen.Meter.Count > 0 ? seen.Meter[0] : null);
        found.Expect("Nothing was sent twice", seen.Resent.Count == 0, seen.Resent.Count == 0 ? "" : $"{seen.Resent.Count} again", seen.Resent.Count > 0 ? seen.Resent[0] : null);
    }

    /// <summary>Nothing, or only one of the two.</summary>
    private static LegResult Incomplete(ObservedOffline seen, LegCapture capture, RunFacts facts, AcceptancePlan plan, bool startsOffline, bool isConfirmed, string prompt, VerdictBuilder found)
    {
        if (seen.StrayStop is { } stray && (isConfirmed || seen.Start is not null))
            return found.With(new(Verdict.Fail, $"StopTransaction carries N {stray.Value("transactionId") ?? "none"}", seen.Id is { } id ? $"N {id} was given to this transaction, but its stop carries another." : "The stop carries an id that was not given, and no StartTransaction came."));
        var got = seen.Start is null ? $"no StartTransaction of connector {plan.Connector} received" : "no StopTransaction received";
        var other = capture.Received("StartTransaction").FirstOrDefault(frame => frame.Number > seen.Online!.Number && frame.ConnectorId != plan.Connector && seen.IsInside(frame));
        var hint = other is null ? "" : $" One of connector {other.ConnectorId} was.";
        if (capture.SaidTo(prompt) is "Skipped" or "DidNotHappen") return found.With(JudgeRules.NotDone(startsOffline ? "Charge while it is offline" : "Stop while it is offline", capture.SaidTo(prompt)));
        if (!isConfirmed) return found.With(JudgeRules.NotDelivered(startsOffline && seen.Start is null ? "it did not charge while it was offline" : "it was not stopped while it was offline", $"Nobody confirmed that it did.{hint} {Precondition(facts, startsOffline)}Repeat the function at the charge point."));
        if (capture.Frames[^1].At - seen.Back!.At < F14PastTransactions.QueueLimit) return found.With(JudgeRules.NotDelivered("not watched to the end", "Repeat, and wait ten minutes behind the new connection."));
        return found.With(new(Verdict.Fail, got, $"The tester confirms it, but 10 minutes after the charge point was back it had not been reported.{hint}"));
    }

    private static void Weigh(ObservedOffline seen, bool startsOffline, VerdictBuilder found)
    {
        var (start, stop) = (seen.Start!, seen.Stop!);
        if (seen.Id is not > 0) found.Inconclusive("no transaction id was given", "The central system did not give an id. Repeat the function.");
        if (seen.StampOf(start) > seen.StampOf(stop)) found.Fail("stop before start", $"It stopped at {stop.Value("timestamp")}, before it started at {start.Value("timestamp")}.");
        if (seen.MeterStart is not { } from || seen.MeterStop is not { } to) found.Fail("meterStart or meterStop missing", "How much was charged cannot be said.");
        else if (to < from) found.Fail($"meterStop {to} below meterStart {from}", "The energy is negative.");
        if (start.Number > stop.Number) found.Observations.Add("StopTransaction came before StartTransaction.");
        foreach (var frame in new[] { start, stop })
            if (!OcppTimestamp.Parse(frame.Value("timestamp")).HasZone) found.Observations.Add($"The timestamp of {frame.Action} has no zone.");
        if (seen.Resent.Count > 0)
        {
            found.Remark($"{seen.Resent.Count} sent again", "It was sent more than once and accepted once.");
            found.Traits.Add("sends offline transactions more than once");
        }
        if (startsOffline && seen.Meter.Count == 0) found.Traits.Add("no meter values for offline transactions");
    }

    /// <returns>Null: inside, or only the clock is a little off.</returns>
    private static string? Outside(ObservedOffline seen, CapturedFrame frame, VerdictBuilder found)
    {
        if (seen.IsInside(frame)) return null;
        if (seen.StampOf(frame) is not { } at) return $"{frame.Action} without a readable timestamp";
        if (IsAfter(seen, frame) && at <= frame.At + Ambiguous) return $"{frame.Action} with the time of sending";
        var off = at > frame.At ? at - frame.At : seen.Offline.At - at;
        if (off > ClockLimit) return $"{frame.Action} with a time {(at > frame.At ? "ahead" : "before")}";
        found.Remark("clock off", $"{frame.Action} is stamped at least {JudgeRules.Span(off)} {(at > frame.At ? "ahead" : "behind")}: the charge point's clock is off.");
        return null;
    }

    private static bool IsAfter(ObservedOffline seen, CapturedFrame frame) => seen.StampOf(frame) > seen.Online!.At;

    private static string Precondition(RunFacts facts, bool startsOffline) => !startsOffline || facts.Switch(F14PastTransactions.UnknownIds) == true ? ""
        : facts.Switch(F14PastTransactions.LocalAuthorize) == false ? $"{F14PastTransactions.LocalAuthorize} is false: it starts nothing while it is offline. "
        : $"The card must be known to the charge point: tap it once while it is online, or set {F14PastTransactions.UnknownIds}. ";

    private static IEnumerable<string> Evidence(ObservedOffline seen)
    {
        yield return $"Offline {Window(seen)}";
        if (seen.Start is { } start) yield return $"Transaction {seen.Id}: start {start.Value("timestamp")}, meterStart {start.Value("meterStart")} Wh, idTag {start.Value("idTag")}";
        if (seen.Stop is { } stop) yield return $"Transaction {seen.Id}: stop {stop.Value("timestamp")}, meterStop {stop.Value("meterStop")} Wh, reason {stop.Value("reason") ?? "absent"}";
    }

    private static string Window(ObservedOffline seen) => $"{OcppTimestamp.Format(seen.Offline.At)} to {(seen.Online is { } online ? OcppTimestamp.Format(online.At) : "…")}";
}
