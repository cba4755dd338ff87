using System.Globalization;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>What is expected of a StartTransaction, however it was brought about.</summary>
internal static class StartVerdictBuilder
{
    private static readonly TimeSpan ClockLimit = TimeSpan.FromSeconds(120);

    /// <summary>Weighs a StartTransaction that came, and what followed it.</summary>
    /// <param name="stimulus">What started it.</param>
    /// <param name="idTag">The tag it must name; null: none is known.</param>
    public static void Weigh(VerdictBuilder weighing, LegCapture capture, ObservedTransaction transaction, CapturedFrame stimulus, string? idTag, long connector)
    {
        var start = transaction.Start;
        if (!weighing.Expect($"StartTransaction names id tag {idTag}", idTag is null ? null : transaction.IdTag.Equals(idTag, StringComparison.OrdinalIgnoreCase), transaction.IdTag, start) && idTag is not null)
            weighing.Fail("wrong id tag", $"StartTransaction names id tag {transaction.IdTag} and not {idTag}.");
        var isMeter = transaction.MeterStart is { } meter && meter >= 0 && meter == decimal.Truncate(meter);
        if (!weighing.Expect("meterStart is a whole number from 0", isMeter, start.Value("meterStart") ?? "absent", start))
            weighing.Remark("meterStart " + (start.Value("meterStart") ?? "absent"), "meterStart is no whole number from 0.");
        Clock(weighing, start);
        Status(weighing, capture, start, stimulus, connector);
        if (transaction.Id is { } id) Carried(weighing, capture, id, start, connector);
    }

    private static void Clock(VerdictBuilder weighing, CapturedFrame start)
    {
        var off = ObservedTransaction.ClockOff(start);
        if (!weighing.Expect("its timestamp is within 120 s of the server's time", off <= ClockLimit, off is { } span ? JudgeRules.Span(span) : start.Value("timestamp") ?? "absent", start))
            weighing.Remark("clock off", off is { } far ? $"The charge point's clock is off by {JudgeRules.Span(far)}." : "The timestamp of StartTransaction cannot be read.");
    }

    private static void Status(VerdictBuilder weighing, LegCapture capture, CapturedFrame start, CapturedFrame stimulus, long connector)
    {
        var charging = capture.First(frame => frame.IsStatus(connector, KnownStatus.InTransaction) && frame.At <= start.At + AtPlug.ChargingLimit, stimulus);
        if (!weighing.Expect($"StatusNotification of connector {connector}: Charging, SuspendedEV or SuspendedEVSE within 120 s", charging is not null, charging?.Status ?? "none", charging))
        {
            if (!KnownStatus.WasOffline(capture, start))
                weighing.Fail("no status followed", $"No StatusNotification showed within 120 s that connector {connector} charges.");
            else weighing.Inconclusive("disconnected", "The connection ended before a status could follow. Repeat the leg.");
            return;
        }
        if (KnownStatus.Before(capture, connector, charging)?.Status == "Available")
            weighing.Remark("Preparing skipped", $"Connector {connector} went from Available to {charging!.Status} without Preparing.");
        if (charging!.Number < start.Number) weighing.Observations.Add($"{charging.Status} was reported before StartTransaction.");
    }

    /// <summary>The central system gives the id: that the charge point took it is shown by what carries it next.</summary>
    private static void Carried(VerdictBuilder weighing, LegCapture capture, long id, CapturedFrame start, long connector)
    {
        var name = id.ToString(CultureInfo.InvariantCulture);
        var next = capture.First(frame => frame.Number64("transactionId") == id && (frame.IsCall("MeterValues") || frame.IsCall("StopTransaction")), start);
        var other = next is null ? capture.First(frame => frame.IsCall("StopTransaction") && IsOurs(frame, capture), start) ?? capture.First(frame => frame.IsCall("MeterValues") && frame.ConnectorId == connector && frame.Value("transactionId") is not null, start) : null;
        weighing.Expect($"transaction id {name} is carried by what follows", next is not null ? true : other is not null ? false : null, next is null ? other?.Value("transactionId") ?? "nothing followed" : next.Action, next ?? other);
        if (other is not null) weighing.Fail($"{other.Action} carries {other.Value("transactionId") ?? "no id"}", $"The transaction got the id {name}, but {other.Action} carries {other.Value("transactionId") ?? "none"}.");
        else if (next is null) weighing.Observations.Add($"Nothing was seen that carries transaction id {name}.");
    }

    /// <summary>A stop that cannot be another connector's: its id is none, or it answers our RemoteStopTransaction and nobody else got that id.</summary>
    private static bool IsOurs(CapturedFrame stop, LegCapture capture) => (stop.Number64("transactionId") ?? 0) <= 0
        || capture.Sent("RemoteStopTransaction").Any(call => call.Number < stop.Number) && !capture.Received("StartTransaction").Any(start => capture.AnswerOf(start)?.Number64("transactionId") == stop.Number64("transactionId"));
}
