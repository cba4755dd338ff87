using System.Runtime.InteropServices;

namespace OcppDashboard.Data.History;

/// <summary>
/// The newest stamp among the readings of each connector: what is newer cannot have been kept before and is not looked for.
/// For the writer's thread only.
/// </summary>
internal sealed class NewestStamps
{
    /// <summary>Connectors that are remembered; a charge point may make up as many as it likes.</summary>
    public const int Most = 200_000;

    private const int MostOfChargePoint = 64; // connectors of a charge point whose readings are looked for
    private const int BlocksAtStart = 32;
    private const string AtStartSql = """
        SELECT ChargePointKey, ConnectorId, MAX(COALESCE(StampedAt, At)) FROM MeterValues WHERE Id >= ?1 GROUP BY ChargePointKey, ConnectorId
        """;

    private readonly Dictionary<(int Key, int ConnectorId), long> newest = [];
    private bool isRead, isComplete;

    public int Count => newest.Count;

    /// <summary>True when a stamp is later than those of all readings that are kept of the connector; false where that is not known.</summary>
    public bool IsNewer(HistoryDatabase database, int key, int connectorId, DateTimeOffset stamp)
    {
        if (!isRead) Read(database);
        return newest.TryGetValue((key, connectorId), out var last)
            ? stamp.ToUnixTimeMilliseconds() > last
            : isComplete || connectorId is < 0 or > MostOfChargePoint;
    }

    /// <param name="now">What was kept of a connector that is not known is hardly newer; default: not asked.</param>
    public void Note(int key, int connectorId, DateTimeOffset stamp, DateTimeOffset now = default)
    {
        var milliseconds = stamp.ToUnixTimeMilliseconds();
        ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(newest, (key, connectorId), out var isKnown);
        if (!isKnown) last = isComplete ? milliseconds : Math.Max(milliseconds, now.ToUnixTimeMilliseconds());
        else if (milliseconds > last) last = milliseconds;
        if (newest.Count > Most) Clear(); // most were made up; the next reading of each real one is looked for
    }

    /// <summary>Nothing is known any more. A stamp of a group that failed may stay: one that is too high costs a look and nothing else.</summary>
    public void Clear()
    {
        newest.Clear();
        isComplete = false;
    }

    /// <summary>Once: of the connectors that measured lately, so that not each of them is looked for after a start.</summary>
    private void Read(HistoryDatabase database)
    {
        isRead = true;
        var id = MeterValueRows.LastId(database);
        isComplete = id <= BlocksAtStart * LogBlocks.Size; // no row is older than those that are read here
        var rows = database.Statement(AtStartSql).Start().Add(id - BlocksAtStart * LogBlocks.Size);
        while (rows.Next()) newest[((int)rows.Int64(0), (int)rows.Int64(1))] = rows.Int64(2);
    }
}
