namespace OcppDashboard.Ocpp.Abstractions;

/// <summary>
/// What was answered on one connection: only what comes again although it was answered there is held against a charge point. The answer to what
/// came on an earlier connection, or before a restart, may be lost. For the one CALL that is being answered; it keeps a bounded number.
/// </summary>
public sealed class AnsweredOnConnection
{
    private RecentIds starts, readings;
    private bool toldDiagnostics, toldFirmware;

    /// <summary>The id of the last reading of all that was kept before the first of this connection; null: it sent none so far.</summary>
    public long? ReadingsBefore { get; private set; }

    /// <summary>Marks where the readings of this connection begin; once.</summary>
    public void BeginReadings(long lastId) => ReadingsBefore ??= lastId;

    /// <returns>True when a start of this transaction had been answered on this connection.</returns>
    public bool AddStart(int transactionId) => starts.Add(transactionId);

    /// <returns>True when this reading from before the connection had come again on it already.</returns>
    public bool AddRepeatedReading(long id) => readings.Add(id);

    /// <returns>True when the state of an upload had been told on this connection.</returns>
    public bool AddDiagnosticsStatus() => Set(ref toldDiagnostics);

    /// <returns>True when the state of an update had been told on this connection.</returns>
    public bool AddFirmwareStatus() => Set(ref toldFirmware);

    private static bool Set(ref bool told)
    {
        var was = told;
        told = true;
        return was;
    }

    /// <summary>The newest few.</summary>
    private struct RecentIds
    {
        private const int Most = 8;
        private long[]? ids; // made with the first: most connections need none
        private int next;

        /// <returns>True when it is there already.</returns>
        public bool Add(long id)
        {
            ids ??= new long[Most];
            if (Array.IndexOf(ids, id) >= 0) return true;
            ids[next++ % Most] = id;
            return false;
        }
    }
}
