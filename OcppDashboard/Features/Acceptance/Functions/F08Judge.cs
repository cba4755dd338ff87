using System.Globalization;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>Judges function 8.</summary>
internal static class F08Judge
{
    private const string Key = F08MeterReading.Interval;
    private const int LeastValues = 3, MostLines = 12;
    private static readonly TimeSpan SameTick = TimeSpan.FromSeconds(5);

    public static LegResult Of(LegCapture capture, RunFacts facts, AcceptancePlan plan)
    {
        var connector = plan.Connector;
        var weighing = new VerdictBuilder();
        var interval = IntervalOf(weighing, capture, facts);
        var remote = capture.Sent("RemoteStartTransaction").LastOrDefault();
        var hindrance = ObservedTransaction.Hindrance(capture, connector, remote);
        if (hindrance is null && ObservedTransaction.First(capture, connector, remote) is not { Id: > 0 })
            hindrance = JudgeRules.NotDelivered("no transaction was running", "See function 6, then repeat the function.");
        if (hindrance is not null)
        {
            if (interval is not null) return weighing.With(hindrance);
            return weighing.Close("", "");
        }
        var transaction = ObservedTransaction.First(capture, connector, remote)!;
        weighing.Evidence.AddRange(transaction.Evidence(facts));
        Ends(weighing, capture, transaction);
        if (interval is { } seconds) Values(weighing, new(capture, transaction, connector, seconds), plan);
        return weighing.Close(weighing.Traits.Count > 0 ? "" : $"meter values every {interval ?? 0} s", "Meter values came at the start, at the stop and at the interval.");
    }

    /// <returns>The interval at which values must come, seconds; null: it cannot be set to one of at most 30 s, and that was said.</returns>
    private static int? IntervalOf(VerdictBuilder weighing, LegCapture capture, RunFacts facts)
    {
        var call = capture.Sent("ChangeConfiguration").FirstOrDefault(frame => frame.Value("key") == Key);
        var answer = capture.AnswerOf(call);
        if (call is null || JudgeRules.WasNotDelivered(answer)) return F08MeterReading.Seconds;
        var isSet = answer is { Kind: FrameKind.CallResult, Status: "Accepted" or "RebootRequired" };
        var present = facts.Number(Key);
        if (weighing.Expect($"{Key} can be set to {F08MeterReading.Seconds}", isSet, JudgeRules.Seen(call, answer), answer)) return F08MeterReading.Seconds;
        if (present is > 0 and <= F08MeterReading.Seconds)
        {
            weighing.Observations.Add($"{Key} cannot be written: it stays {present}.");
            return present;
        }
        weighing.Fail("interval not settable", $"{Key} cannot be set to {F08MeterReading.Seconds}: it was answered {JudgeRules.Word(answer)}.");
        return null;
    }

    private static void Ends(VerdictBuilder weighing, LegCapture capture, ObservedTransaction transaction)
    {
        if (!weighing.Expect("meterStart in StartTransaction", transaction.MeterStart is not null, transaction.Start.Value("meterStart") ?? "absent", transaction.Start))
            weighing.Fail("no meterStart", "StartTransaction carries no meter reading.");
        var stop = capture.Sent("RemoteStopTransaction").FirstOrDefault(call => call.Number64("transactionId") == transaction.Id);
        weighing.Expect("meterStop in StopTransaction", transaction.Stop is null ? null : transaction.MeterStop is not null, transaction.Stop?.Value("meterStop") ?? "none", transaction.Stop);
        if (transaction.Stop is not null)
        {
            if (transaction.MeterStop is null) weighing.Fail("no meterStop", "StopTransaction carries no meter reading.");
            else if (transaction.MeterStop < transaction.MeterStart) weighing.Fail("energy falls", $"The meter reading falls from {transaction.MeterStart} at the start to {transaction.MeterStop} at the stop.");
        }
        else if (JudgeRules.IsAccepted(capture.AnswerOf(stop)) && !KnownStatus.WasOffline(capture, stop!))
            weighing.Fail("no meter value at the stop", "RemoteStopTransaction was accepted, but no StopTransaction with a meter reading came.");
        else weighing.Inconclusive("not stopped", "The transaction could not be stopped, so its last reading is missing. See function 7, then repeat the function.");
    }

    private static void Values(VerdictBuilder weighing, Watched watched, AcceptancePlan plan)
    {
        weighing.Evidence.AddRange(watched.Readings.Take(MostLines).Select(reading => reading.Line));
        if (watched.NoCharging is { } idle)
        {
            weighing.Inconclusive("no current drawn", $"{idle} Repeat the function with a car that charges.");
            Energy(weighing, watched);
            return;
        }
        var name = watched.Transaction.Id!.Value.ToString(CultureInfo.InvariantCulture);
        if (!Enough(weighing, watched, name)) return;
        Gaps(weighing, watched);
        Energy(weighing, watched);
        F08Measurands.Weigh(weighing, watched.Capture, watched.Readings, plan.Meter);
        if (watched.WithoutId > 0) weighing.Observations.Add($"{watched.WithoutId} MeterValues came without transaction id {name}.");
    }

    private static bool Enough(VerdictBuilder weighing, Watched watched, string name)
    {
        var count = watched.Ticks.Count;
        if (weighing.Expect($"at least {LeastValues} MeterValues with transaction id {name}", count >= LeastValues, $"{count} in {JudgeRules.Span(watched.Span)}", watched.Readings.FirstOrDefault()?.Frame)) return true;
        if (count == 0 && watched.WithoutId > 0) weighing.Fail("values without N", $"{watched.WithoutId} MeterValues came, none with transaction id {name}.");
        else if (watched.IsDisconnected) weighing.Inconclusive("disconnected", "The connection ended while values were watched for. Repeat the function.");
        else if (watched.Span < TimeSpan.FromSeconds(LeastValues * watched.Seconds) + watched.Tolerance) weighing.Inconclusive($"charged for only {JudgeRules.Span(watched.Span)}", $"The transaction was too short for {LeastValues} values. Repeat the function.");
        else if (watched.NeedsReboot) weighing.Inconclusive($"{Key} needs a reboot", "The interval takes effect only after a reboot: set it, reset the charge point and repeat the function.");
        else weighing.Fail(count == 0 ? "no meter values" : $"{count} meter values", $"{(count == 0 ? "No" : $"Only {count}")} MeterValues came in {JudgeRules.Span(watched.Span)} at an interval of {watched.Seconds} s.");
        return false;
    }

    private static void Gaps(VerdictBuilder weighing, Watched watched)
    {
        var gaps = watched.Ticks.Zip(watched.Ticks.Skip(1), (one, next) => next - one).ToList();
        var (low, high) = (TimeSpan.FromSeconds(watched.Seconds) - watched.Tolerance, TimeSpan.FromSeconds(watched.Seconds) + watched.Tolerance);
        if (weighing.Expect($"gaps of {watched.Seconds} s, up to {JudgeRules.Span(watched.Tolerance)} off", gaps.TrueForAll(gap => gap >= low && gap <= high), string.Join(", ", gaps.Select(JudgeRules.Span)))) return;
        var middle = gaps.Order().ElementAt(gaps.Count / 2);
        var what = $"every {JudgeRules.Span(middle)}";
        if (middle <= high) weighing.Remark(middle < low ? what : "gaps differ", $"The values came {what} with gaps of {JudgeRules.Span(gaps.Min())} to {JudgeRules.Span(gaps.Max())}, set were {watched.Seconds} s.");
        else if (watched.IsDisconnected) weighing.Inconclusive("disconnected", "The connection ended while values were watched for. Repeat the function.");
        else if (watched.NeedsReboot) weighing.Inconclusive($"{Key} needs a reboot", "The interval takes effect only after a reboot: set it, reset the charge point and repeat the function.");
        else weighing.Fail(what, $"The values came {what}, although {watched.Seconds} s were set.");
    }

    private static void Energy(VerdictBuilder weighing, Watched watched)
    {
        var energies = watched.Readings.OrderBy(reading => reading.Stamp).Select(reading => (Value: reading.Total(Measurands.EnergyActiveImportRegister), reading.Frame)).Where(pair => pair.Value is not null).ToList();
        var fall = energies.Zip(energies.Skip(1)).FirstOrDefault(pair => pair.Second.Value < pair.First.Value);
        if (!weighing.Expect("energy does not fall", fall.Second.Frame is not null ? false : energies.Count == 0 ? null : true,
            fall.Second.Frame is null ? Quantity.Of(energies.Count, "value") : $"{fall.First.Value} Wh, then {fall.Second.Value} Wh", fall.Second.Frame) && fall.Second.Frame is not null)
            weighing.Fail("energy falls", $"The energy register falls from {fall.First.Value} Wh to {fall.Second.Value} Wh.");
        if (energies.Count > 0 && energies[^1].Value < watched.Transaction.MeterStart)
        {
            weighing.Observations.Add("The energy in MeterValues is below meterStart: it counts from the start of the transaction.");
            weighing.Traits.Add("energy in MeterValues counts from the start of the transaction");
        }
    }

    /// <summary>What was seen between the start and the stop.</summary>
    private sealed class Watched
    {
        public Watched(LegCapture capture, ObservedTransaction transaction, long connector, int seconds)
        {
            (Capture, Transaction, Seconds) = (capture, transaction, seconds);
            var end = transaction.Stop ?? capture.Frames[^1];
            if (capture.Sent("RemoteStopTransaction").FirstOrDefault(call => call.Number64("transactionId") == transaction.Id) is { } stop && stop.Number < end.Number) end = stop;
            var during = capture.Frames.Where(frame => frame.Number > transaction.Start.Number && frame.Number < end.Number).ToList();
            Readings = MeterReadings.Of(during.Where(frame => frame.IsCall("MeterValues") && frame.Number64("transactionId") == transaction.Id));
            WithoutId = MeterReadings.Of(during.Where(frame => frame.IsCall("MeterValues") && frame.ConnectorId == connector && frame.Number64("transactionId") != transaction.Id)).Count;
            foreach (var reading in Readings)
                if (Ticks.Count == 0 || reading.At - Ticks[^1] >= SameTick) Ticks.Add(reading.At);
            Span = end.At - transaction.Start.At;
            IsDisconnected = KnownStatus.WasOffline(capture, transaction.Start, end.At);
            NeedsReboot = capture.Frames.Any(frame => frame is { Kind: FrameKind.CallResult, Action: "ChangeConfiguration", Status: "RebootRequired" } && capture.Sent("ChangeConfiguration").Any(call => call.UniqueId == frame.UniqueId && call.Value("key") == Key));
            var remote = capture.Sent("RemoteStartTransaction").LastOrDefault(call => call.Number < transaction.Start.Number);
            var statuses = capture.Frames.Where(frame => frame.Number > remote?.Number && frame.Number < end.Number && frame.IsStatus(connector, KnownStatus.InTransaction)).Select(frame => frame.Status).Distinct().ToList();
            NoCharging = statuses.Count > 0 && !statuses.Contains("Charging") ? $"Connector {connector} was {string.Join(" and ", statuses)} all the time."
                : IsIdle ? "Power and current were 0 all the time." : null;
        }

        public LegCapture Capture { get; }
        public ObservedTransaction Transaction { get; }
        public int Seconds { get; }
        public IReadOnlyList<SeenReading> Readings { get; }
        public List<DateTimeOffset> Ticks { get; } = [];
        public int WithoutId { get; }
        public TimeSpan Span { get; }
        public bool IsDisconnected { get; }
        public bool NeedsReboot { get; }

        /// <summary>Why nothing could be measured; null: it charged.</summary>
        public string? NoCharging { get; }
        public TimeSpan Tolerance => TimeSpan.FromSeconds(Math.Max(5, Seconds * 0.2));

        /// <summary>Both were sent, and both were nothing every time.</summary>
        private bool IsIdle => Readings.Count > 0 && Readings.All(reading => reading.Total(Measurands.PowerActiveImport) == 0 && reading.Total(Measurands.CurrentImport) is null or 0)
            && Readings.Select(reading => reading.Total(Measurands.EnergyActiveImportRegister)).Distinct().Count() == 1;
    }
}
