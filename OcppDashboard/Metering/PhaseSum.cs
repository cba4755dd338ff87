namespace OcppDashboard.Metering;

/// <summary>A quantity that comes phase by phase, at one point in time: of several contexts the one of the highest rank counts, so that nothing is added up twice (G4, G8).</summary>
internal struct PhaseSum
{
    private double? one, two, three;
    private int rank;

    /// <summary>The sum over the phases that came; null: none did.</summary>
    public readonly double? Total => one is null && two is null && three is null ? null : (one ?? 0) + (two ?? 0) + (three ?? 0);

    /// <param name="phase">1 to 3.</param>
    /// <param name="ofContext">Rank of the reading's context, above 0.</param>
    public void Take(int phase, double value, int ofContext)
    {
        if (ofContext < rank) return;
        if (ofContext > rank) (one, two, three, rank) = (null, null, null, ofContext);
        if (phase == 1) one = value;
        else if (phase == 2) two = value;
        else three = value;
    }
}
