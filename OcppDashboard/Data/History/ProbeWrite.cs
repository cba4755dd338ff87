namespace OcppDashboard.Data.History;

/// <summary>Writes the time, to see whether the database takes writes: a commit that changes nothing would not touch the disk.</summary>
internal sealed class ProbeWrite : HistoryWrite<bool>
{
    internal override bool Write(HistoryDatabase database)
    {
        database.Statement("INSERT INTO Counters (Name, Value) VALUES ('ProbedAt', ?1) ON CONFLICT (Name) DO UPDATE SET Value = excluded.Value").Start().Add(database.Now).Run();
        return true;
    }
}
