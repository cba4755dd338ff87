namespace OcppDashboard.Metering;

/// <summary>What a transaction took, as it is booked at its end. Counted as the live values are (<see cref="EnergyCount"/>), with the stop as the last word.</summary>
/// <param name="EnergyWh">Never negative; null when it cannot be known.</param>
/// <param name="LastWh">The last good register that was measured or told by the stop, Wh; null: there is none.</param>
/// <param name="IsOdd">It is not simply the register at the stop minus the one at the start.</param>
/// <param name="IsRelative">The last good register counts from the start of the transaction, or anew from 0 (G9): it is not the connector's.</param>
public readonly record struct BookedEnergy(double? EnergyWh, double? LastWh, bool IsOdd, bool IsRelative)
{
    /// <param name="start">What energy counts from; null: not known.</param>
    /// <param name="begin">A reading of the transaction's begin, which stands in for a start that is not known or garbage; null: the first reading does.</param>
    /// <param name="before">The connector's last good register before the start; null: not known, or it is in no doubt.</param>
    /// <param name="readings">In order of time.</param>
    /// <param name="stop">Null: no stop came, or it told no register.</param>
    public static BookedEnergy Of(
        RegisterReading? start, RegisterReading? begin, RegisterReading? before, IReadOnlyList<RegisterReading> readings, RegisterReading? stop)
    {
        var booked = Count(start ?? begin, before, readings, stop);
        if (booked.LastWh is not null || start is null || (begin is null && readings.Count == 0)) return booked;
        var without = Count(begin, null, readings, stop); // nothing goes on from the start: where the others agree it is the odd one
        return without is { EnergyWh: > 0 } ? without with { IsOdd = true } : booked;
    }

    private static BookedEnergy Count(RegisterReading? start, RegisterReading? before, IReadOnlyList<RegisterReading> readings, RegisterReading? stop)
    {
        var count = EnergyCount.From(start, before);
        var isMeasured = false;
        foreach (var reading in readings)
        {
            count = count.Take(reading, out var verdict);
            isMeasured |= verdict is RegisterVerdict.Counted;
        }
        if (stop is not { } end) return Without(count, isMeasured, isOdd: false);
        if (start is { } from && count.IsRelative && OfMeter(from, end, count) is { } ofMeter) return new(ofMeter, end.Wh, false, false);
        if (!isMeasured && start is { } first && Register.IsBelow(end.Wh, first.Wh)) return Without(count, isMeasured, isOdd: true); // nothing tells which of the two is wrong
        if (!count.IsKnown) return new(null, end.Wh, false, false); // it alone tells of no energy
        var after = count.Take(end, out var last);
        if (last is not RegisterVerdict.Counted) return Without(count, isMeasured, isOdd: true);
        return new(after.EnergyWh, after.Last.Wh, start is { } one && IsAnother(after.EnergyWh, end.Wh - one.Wh), after.IsRelative);
    }

    private static BookedEnergy Without(EnergyCount count, bool isMeasured, bool isOdd) =>
        isMeasured ? new(count.EnergyWh, count.Last.Wh, isOdd, count.IsRelative) : new(null, null, isOdd, false);

    /// <summary>Its readings count from the start of the transaction, its start and stop are the meter's own: of the two ways to read the stop the one nearer to the readings is meant.</summary>
    private static double? OfMeter(RegisterReading start, RegisterReading stop, EnergyCount count)
    {
        if (stop.Wh < start.Wh || count.EnergyWh is not { } measured || !RegisterPlausibility.MayFollow(start, stop)) return null;
        var (own, onward) = (stop.Wh - start.Wh, stop.Wh - count.Last.Wh);
        return onward < 0 || Math.Abs(own - measured) <= onward ? own : null;
    }

    /// <summary>Rounded down registers take nothing, and that is no contradiction.</summary>
    private static bool IsAnother(double? energy, double difference) => energy is not { } known || Math.Abs(known - Math.Max(0, difference)) > 1;
}
