using System.Globalization;
using System.Text.Json;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Metering;

/// <summary>Sampled values, as odd as they come, to points in base units (charger-quirks G).</summary>
public static class MeterPointReader
{
    private const int MostTogether = 64; // readings of one moment

    /// <summary>One point per moment; a second one where readings of the transaction's begin stand beside current ones (G8).</summary>
    /// <param name="receivedAt">UTC; stands in for stamps that cannot be used.</param>
    /// <param name="skew">By how much the charge point's clock is known to be off.</param>
    public static List<MeterPoint> Read(IReadOnlyList<MeterValue>? meterValues, DateTimeOffset receivedAt, TimeSpan skew = default)
    {
        var points = new List<MeterPoint>(meterValues?.Count ?? 0);
        for (var i = 0; i < meterValues?.Count; i++)
        {
            var meterValue = meterValues[i];
            if (meterValue.SampledValue is not { Count: > 0 } samples)
            {
                ReadingNotes.Add("a meter value without a reading");
                continue;
            }
            while (i + 1 < meterValues.Count && IsOfSameMoment(meterValue, samples, meterValues[i + 1])) samples = [.. samples, .. meterValues[++i].SampledValue!];
            var at = ChargePointTime.Resolve(meterValue.Timestamp, receivedAt, skew);
            var begins = samples.Count(IsBegin);
            var stampedAt = meterValue.Timestamp?.Value is { } stamp && stamp != at ? stamp : (DateTimeOffset?)null;
            if (begins > 0) Add(points, samples.Where(IsBegin), at, stampedAt);
            if (begins < samples.Count) Add(points, begins == 0 ? samples : samples.Where(sample => !IsBegin(sample)), at, stampedAt);
        }
        if (points.Count > 0 && Latest(points) - receivedAt is var ahead && ahead > ChargePointTime.MostAhead)
            for (var i = 0; i < points.Count; i++) // local times marked as UTC keep their distances
                points[i] = points[i] with { At = points[i].At - ahead, StampedAt = points[i].Stamp };
        if (IsOutOfOrder(points))
        {
            ReadingNotes.Add("meter values out of order");
            points = [.. points.OrderBy(point => point.At)];
        }
        return points;
    }

    /// <summary>The next meter value goes on where this one ends: some give each phase or measurand one of its own. What comes twice stays apart.</summary>
    private static bool IsOfSameMoment(MeterValue meterValue, IReadOnlyList<SampledValue> samples, MeterValue next) =>
        meterValue.Timestamp is { IsAbsent: false } stamp && next.Timestamp == stamp && next.SampledValue is { Count: > 0 } more && samples.Count + more.Count <= MostTogether
        && !more.Any(one => samples.Any(other => other.Measurand == one.Measurand && other.Phase == one.Phase && other.Location == one.Location));

    private static DateTimeOffset Latest(List<MeterPoint> points)
    {
        var latest = points[0].At;
        foreach (var point in points)
            if (point.At > latest) latest = point.At;
        return latest;
    }

    private static bool IsOutOfOrder(List<MeterPoint> points)
    {
        for (var i = 1; i < points.Count; i++)
            if (points[i].At < points[i - 1].At) return true;
        return false;
    }

    private static bool IsBegin(SampledValue sample) => sample.Context == ReadingContexts.TransactionBegin;

    private static void Add(List<MeterPoint> points, IEnumerable<SampledValue> samples, DateTimeOffset at, DateTimeOffset? stampedAt)
    {
        var bucket = new Bucket();
        foreach (var sample in samples) bucket.Take(sample);
        if (bucket.ToPoint(at) is { } point) points.Add(stampedAt is null ? point : point with { StampedAt = stampedAt });
    }

    /// <summary>A number as text times its unit's factor, in the base unit; null when it is no number (G12 to G14).</summary>
    public static double? Number(string? value, string? unit)
    {
        if (LenientNumbers.ParseDecimal(value) is not { } number || Math.Abs(number) > 1_000_000_000_000_000m) return null;
        var plain = (double)number;
        return unit switch
        {
            null or "" or "Wh" or "W" or "A" or "V" or "Percent" or "Celsius" or "Celcius" => plain,
            "kWh" or "kW" or "kvarh" or "kvar" or "kVA" => plain * 1000,
            "mA" or "mV" => plain / 1000,
            "K" => plain - 273.15,
            "Fahrenheit" => (plain - 32) / 1.8,
            _ when IsThousands(unit) => plain * 1000,
            _ => plain,
        };
    }

    /// <summary>Kilo in another case than the specification's (G3).</summary>
    private static bool IsThousands(string unit) => unit.Equals("kWh", StringComparison.OrdinalIgnoreCase) || unit.Equals("kW", StringComparison.OrdinalIgnoreCase);

    /// <summary>Collects the samples of one point in time.</summary>
    private struct Bucket
    {
        private string? context;
        private int registerRank;
        private double? energy, energyNeutral, power, current, currentNeutral, voltage, offeredCurrent, offeredPower, charge, temperature;
        private double? current1, current2, current3, voltage1, voltage2, voltage3;
        private PhaseSum energyOfPhases, powerOfPhases;
        private List<SampledValue>? others;

        public void Take(SampledValue sample)
        {
            SampledWords.Check(sample);
            if (context is null || Rank(sample.Context) > Rank(context)) context = sample.Context ?? ReadingContexts.SamplePeriodic;
            var number = sample.Format == "SignedData" ? null : Number(sample.Value, sample.Unit);
            if (sample.Format != "SignedData" && sample.Value is { Length: > 0 } text)
            {
                if (text.Contains(',')) ReadingNotes.Add("a number with a comma");
                if (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])) ReadingNotes.Add("a number with blanks around it");
            }
            if (number is not { } value)
            {
                if (sample.Format != "SignedData") ReadingNotes.Add("a reading is no number");
                if (sample.Format == "SignedData") (others ??= []).Add(sample);
                return;
            }
            if (!Place(sample, value)) (others ??= []).Add(sample);
        }

        private bool Place(SampledValue sample, double value)
        {
            var phase = Phase(sample.Phase);
            if (sample.Location is "Inlet" && phase >= 0 && sample.Measurand is not Measurands.Temperature) return false;
            switch (sample.Measurand)
            {
                case null or "" or Measurands.EnergyActiveImportRegister:
                    return PlaceEnergy(phase, value, Rank(sample.Context));
                case Measurands.PowerActiveImport:
                    if (phase == 0) power = value;
                    else if (phase is >= 1 and <= 3) powerOfPhases.Take(phase, value, Rank(sample.Context));
                    else return false;
                    return true;
                case Measurands.CurrentImport:
                    return Place(phase, value, ref current, ref current1, ref current2, ref current3, ref currentNeutral);
                case Measurands.Voltage:
                    double? none = null; // a voltage of the neutral is no voltage to show (G6)
                    return phase != Neutral && Place(phase, value, ref voltage, ref voltage1, ref voltage2, ref voltage3, ref none);
                case Measurands.CurrentOffered:
                    offeredCurrent = offeredCurrent is { } known ? Math.Max(known, value) : value;
                    return true;
                case Measurands.PowerOffered:
                    offeredPower = value;
                    return true;
                case Measurands.StateOfCharge:
                    charge = value;
                    return true;
                case Measurands.Temperature:
                    temperature ??= value;
                    return true;
                default:
                    return false;
            }
        }

        private bool PlaceEnergy(int phase, double value, int rank)
        {
            if (phase is >= 1 and <= 3) energyOfPhases.Take(phase, value, rank);
            else if (phase == Neutral) energyNeutral = value;
            else if (phase < 0) return false;
            else if (energy is null || rank >= registerRank) (energy, registerRank) = (value, rank);
            return true;
        }

        private static bool Place(int phase, double value, ref double? total, ref double? one, ref double? two, ref double? three, ref double? neutral)
        {
            switch (phase)
            {
                case 0: total = value; return true;
                case 1: one = value; return true;
                case 2: two = value; return true;
                case 3: three = value; return true;
                case Neutral: neutral = value; return true;
                default: return false;
            }
        }

        public readonly MeterPoint? ToPoint(DateTimeOffset at)
        {
            var total = energy ?? energyOfPhases.Total ?? energyNeutral;
            var watts = power ?? powerOfPhases.Total;
            var amperes = current ?? (current1 is null && current2 is null && current3 is null ? currentNeutral : null);
            if (context is null) return null;
            if (total is not null && energy is null && energyOfPhases.Total is null) ReadingNotes.Add("a total stands on the neutral");
            var point = new MeterPoint
            {
                At = at, Context = context, EnergyWh = total, PowerW = watts, CurrentA = amperes, CurrentL1A = current1, CurrentL2A = current2, CurrentL3A = current3,
                VoltageV = voltage, VoltageL1V = voltage1, VoltageL2V = voltage2, VoltageL3V = voltage3, CurrentOfferedA = offeredCurrent,
                PowerOfferedW = offeredPower, StateOfCharge = charge, TemperatureC = temperature, OtherJson = others is null ? null : ToJson(others),
            };
            return point;
        }

        private const int Neutral = 4;

        /// <summary>0: no phase, 1 to 3: that phase with or without -N (G5), 4: neutral, -1: another such as L1-L2.</summary>
        private static int Phase(string? phase) => phase switch
        {
            null or "" => 0,
            "L1" or "L1-N" => 1,
            "L2" or "L2-N" => 2,
            "L3" or "L3-N" => 3,
            "N" => Neutral,
            _ => -1,
        };

        private static int Rank(string? context) => context switch
        {
            ReadingContexts.TransactionEnd => 4,
            null or "" or ReadingContexts.SamplePeriodic => 3,
            ReadingContexts.Trigger => 2,
            _ => 1,
        };

        private static string ToJson(List<SampledValue> samples)
        {
            var parts = samples.Select(sample => JsonSerializer.Serialize(sample, OcppJsonContext.Wire.SampledValue));
            return string.Create(CultureInfo.InvariantCulture, $"[{string.Join(',', parts)}]");
        }
    }
}
