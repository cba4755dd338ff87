using System.Globalization;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>Which measurands came in function 8, and whether they go together.</summary>
internal static class F08Measurands
{
    private const decimal Unlike = 0.15m;
    private static readonly (string Measurand, string[] Units)[] Needed =
        [(Measurands.PowerActiveImport, ["W", "kW"]), (Measurands.CurrentImport, ["A"]), (Measurands.Voltage, ["V"])];

    public static void Weigh(VerdictBuilder weighing, LegCapture capture, IReadOnlyList<SeenReading> readings, MeterPolicy policy)
    {
        var values = readings.SelectMany(reading => reading.Values).ToList();
        var came = values.Select(value => value.Measurand).Distinct().ToList();
        var missing = Needed.Select(pair => pair.Measurand).Where(measurand => !came.Contains(measurand)).ToList();
        foreach (var (measurand, units) in Needed)
        {
            var mine = values.Where(value => value.Measurand == measurand).ToList();
            weighing.Expect($"{measurand} came", mine.Count > 0, mine.Count == 0 ? "never" : Quantity.Of(mine.Count, "value"), readings.FirstOrDefault(reading => reading.Values.Any(value => value.Measurand == measurand))?.Frame);
            if (mine.Find(value => value.Unit is not null && !units.Contains(value.Unit)) is { } odd) weighing.Remark($"{measurand} in {odd.Unit}", $"{measurand} came in {odd.Unit}.");
            else if (mine.Exists(value => value.Unit is null)) weighing.Observations.Add($"{measurand} came without a unit.");
        }
        Missing(weighing, missing, came, policy);
        Refused(weighing, capture);
        if (values.Exists(value => value.Context is null)) weighing.Remark("context missing", "Readings came without a context.");
        Sum(weighing, readings);
    }

    private static void Missing(VerdictBuilder weighing, List<string> missing, List<string> came, MeterPolicy policy)
    {
        var used = policy == MeterPolicy.Strict ? "strict" : "lenient";
        if (missing.Count == 0)
        {
            weighing.Policy = $"{used} meter policy; nothing is missing, so both say the same";
            return;
        }
        var (names, list) = (string.Join(", ", came.Select(Short)), string.Join(", ", missing));
        weighing.Policy = policy == MeterPolicy.Strict ? $"strict meter policy: missing {list} is a fail; lenient: a remark" : $"lenient meter policy: missing {list} is a remark; strict: a fail";
        weighing.Traits.Add($"{names} only");
        var why = $"{list} did not come, only {names}.";
        if (policy == MeterPolicy.Strict) weighing.Fail($"{names} only; strict", why);
        else weighing.Remark($"{names} only; lenient", why);
    }

    private static void Refused(VerdictBuilder weighing, LegCapture capture)
    {
        var calls = capture.Sent("ChangeConfiguration").Where(call => call.Value("key") == F08MeterReading.Sampled).ToList();
        var alone = calls.Where(call => F08MeterReading.Wanted.Contains(call.Value("value"))).ToList();
        if (alone.Count < F08MeterReading.Wanted.Length)
        {
            if (calls.FirstOrDefault() is { } all && capture.AnswerOf(all) is { } answer && answer is not { Kind: FrameKind.CallResult, Status: "Accepted" or "RebootRequired" })
                weighing.Remark("measurands not settable", $"{F08MeterReading.Sampled} was answered {JudgeRules.Word(answer)}.");
            return;
        }
        var refused = F08MeterReading.Wanted.Where(measurand => alone.TrueForAll(call => call.Value("value") != measurand || capture.AnswerOf(call) is not { Kind: FrameKind.CallResult, Status: "Accepted" or "RebootRequired" })).ToList();
        if (refused.Count > 0)
        {
            weighing.Remark($"refuses {string.Join(", ", refused)}", $"The charge point refuses to be set to {string.Join(", ", refused)}.");
            weighing.Traits.Add($"refuses measurands {string.Join(", ", refused)}");
        }
        else weighing.Observations.Add("The charge point takes each measurand alone, but not all four at once.");
    }

    /// <summary>Power against voltage times current, phase by phase where they are given so.</summary>
    private static void Sum(VerdictBuilder weighing, IReadOnlyList<SeenReading> readings)
    {
        foreach (var reading in readings)
        {
            if (reading.Total(Measurands.PowerActiveImport) is not { } power || Apparent(reading) is not { Count: > 0 } sums) continue;
            if (power < 100 && sums.TrueForAll(sum => sum < 100) || sums.Exists(sum => Math.Abs(power - sum) <= Unlike * Math.Max(power, sum))) continue;
            weighing.Expect("power is voltage times current, up to 15 % off", false, string.Create(CultureInfo.InvariantCulture, $"{power:0} W, {sums[0]:0} VA"), reading.Frame);
            weighing.Remark("power is not voltage times current", string.Create(CultureInfo.InvariantCulture, $"At {reading.Stamp.UtcDateTime:H:mm:ss} the power was {power:0} W, but voltage times current {sums[0]:0} VA."));
            return;
        }
    }

    /// <summary>What the product may be: without phases it is not said how many there are.</summary>
    private static List<decimal> Apparent(SeenReading reading)
    {
        var (voltages, currents) = (Of(reading, Measurands.Voltage), Of(reading, Measurands.CurrentImport));
        if (voltages.Count == 0 || currents.Count == 0) return [];
        var mean = voltages.Average(value => value.Base);
        var phases = currents.Where(value => value.PhaseNumber > 0).ToList();
        if (phases.Count > 0) return [phases.Sum(current => current.Base * (voltages.Find(voltage => voltage.PhaseNumber == current.PhaseNumber)?.Base ?? mean))];
        var current = currents[0].Base;
        return [mean * current, mean * current * 3, mean * current * 1.7320508m];
    }

    private static List<SeenValue> Of(SeenReading reading, string measurand) => [.. reading.Values.Where(value => value.Measurand == measurand && value.Phase is not "N")];

    private static string Short(string measurand) => measurand == Measurands.EnergyActiveImportRegister ? "Energy" : measurand;
}
