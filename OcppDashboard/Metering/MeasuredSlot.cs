using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Metering;

/// <summary>
/// One quantity at one point in time. Of several values the one of the highest rank counts, and of equal ones the better; the others are kept beside
/// it (X13).
/// </summary>
internal struct MeasuredSlot
{
    private SampledValue? sample;
    private double value;
    private int rank;

    public readonly double? Value => sample is null ? null : value;

    /// <param name="of">Rank of the reading's context and place.</param>
    /// <param name="isBetter">Whether it is to be taken instead of another one of the same rank, the value first.</param>
    /// <param name="others">Takes what does not count.</param>
    public void Take(SampledValue taken, double number, int of, Func<double, double, bool> isBetter, ref List<SampledValue>? others)
    {
        if (sample is null)
        {
            (sample, value, rank) = (taken, number, of);
            return;
        }
        if (number == value)
        {
            rank = Math.Max(rank, of);
            return;
        }
        if (of < rank || (of == rank && !isBetter(number, value)))
        {
            (others ??= []).Add(taken);
            return;
        }
        (others ??= []).Add(sample);
        (sample, value, rank) = (taken, number, of);
    }

    /// <summary>Empties it: what it held is kept with the others.</summary>
    public void GiveUp(ref List<SampledValue>? others)
    {
        if (sample is not null) (others ??= []).Add(sample);
        sample = null;
    }
}
