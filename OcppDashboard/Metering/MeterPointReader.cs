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
    /// <param name="last">The last good register, in the unit of the readings: of two in one moment the one counts that can follow it. Null: none is known.</param>
    public static List<MeterPoint> Read(IReadOnlyList<MeterValue>? meterValues, DateTimeOffset receivedAt, TimeSpan skew = default, RegisterReading? last = null)
    {
        var points = new List<MeterPoint>(meterValues?.Count ?? 0);
        for (var i = 0; i < meterValues?.Count; i++)
        {
            var meterValue = meterValues[i];
            if (meterValue.SampledValue is not { Count: > 0 } given)
            {
                ReadingNotes.Add("a meter value without a reading");
                continue;
            }
            var samples = InListedWords(given);
            while (i + 1 < meterValues.Count && IsOfSameMoment(meterValue, samples, meterValues[i + 1])) samples = [.. samples, .. InListedWords(meterValues[++i].SampledValue!)];
            var at = ChargePointTime.Resolve(meterValue.Timestamp, receivedAt, skew);
            var begins = samples.Count(IsBegin);
            var stampedAt = meterValue.Timestamp?.Value is { } stamp && stamp != at ? stamp : (DateTimeOffset?)null;
            if (begins > 0) Add(points, samples.Where(IsBegin), new(last, at, receivedAt), stampedAt);
            if (begins < samples.Count)
                Add(points, begins == 0 ? samples : samples.Where(sample => !IsBegin(sample)), new(last, at, receivedAt), stampedAt);
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
        && !InListedWords(more).Any(one => samples.Any(other => other.Measurand == one.Measurand && other.Phase == one.Phase && other.Location == one.Location));

    /// <returns>The readings themselves where all their words are listed ones.</returns>
    private static IReadOnlyList<SampledValue> InListedWords(IReadOnlyList<SampledValue> samples)
    {
        for (var i = 0; i < samples.Count; i++)
            if (!ReferenceEquals(SampledValueChecks.Read(samples[i]), samples[i])) return [.. samples.Select(SampledValueChecks.Read)];
        return samples;
    }

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

    private static void Add(List<MeterPoint> points, IEnumerable<SampledValue> samples, MeterPointBucket bucket, DateTimeOffset? stampedAt)
    {
        foreach (var sample in samples) bucket.Take(sample);
        if (bucket.ToPoint() is { } point) points.Add(stampedAt is null ? point : point with { StampedAt = stampedAt });
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
            "MWh" or "MW" => plain * 1_000_000,
            "mA" or "mV" or "mW" => plain / 1000,
            "K" => plain - 273.15,
            "Fahrenheit" => (plain - 32) / 1.8,
            _ => plain,
        };
    }
}
