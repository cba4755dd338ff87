using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Metering;

/// <summary>A quantity that comes phase by phase, at one point in time: of several contexts the one of the highest rank counts, so that nothing is added up twice (G4, G8).</summary>
internal struct PhaseSum
{
    private MeasuredSlot one, two, three;
    private int rank;

    /// <summary>The sum over the phases that came; null: none did.</summary>
    public readonly double? Total =>
        one.Value is null && two.Value is null && three.Value is null ? null : (one.Value ?? 0) + (two.Value ?? 0) + (three.Value ?? 0);

    /// <param name="phase">1 to 3.</param>
    /// <param name="of">Rank of the reading's context and place, above 0.</param>
    /// <param name="others">Takes what does not count.</param>
    public void Take(int phase, SampledValue sample, double value, int of, Func<double, double, bool> isBetter, ref List<SampledValue>? others)
    {
        if (of < rank)
        {
            (others ??= []).Add(sample);
            return;
        }
        if (of > rank) GiveUp(ref others);
        rank = of;
        if (phase == 1) one.Take(sample, value, of, isBetter, ref others);
        else if (phase == 2) two.Take(sample, value, of, isBetter, ref others);
        else three.Take(sample, value, of, isBetter, ref others);
    }

    public void GiveUp(ref List<SampledValue>? others)
    {
        one.GiveUp(ref others);
        two.GiveUp(ref others);
        three.GiveUp(ref others);
    }
}
