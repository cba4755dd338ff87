namespace OcppDashboard.Data;

/// <summary>Runs of ids in the tables that grow with every message: which charge points are in a block is kept instead of an index over all rows.</summary>
public static class LogBlocks
{
    /// <summary>Ids per block.</summary>
    public const int Size = 4096;

    public static long First(long block) => block * Size;

    public static long Last(long block) => block * Size + Size - 1;
}
