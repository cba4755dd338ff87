using OcppDashboard.Configuration;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>
/// How many charge points may be connected at once. Where all places are taken, the stranger that came last gives its place to a charge
/// point that a person set up: strangers cannot shut it out, however many they are.
/// </summary>
public sealed class ConnectionPlaces(DashboardSettings settings, ConnectionRegistry registry, Abstractions.IConnectionPolicy policies)
{
    private readonly Lock gate = new();
    private readonly HashSet<ChargePointConnection> leaving = [];
    private int taken;

    /// <summary>Places that are taken now.</summary>
    public int Taken => Volatile.Read(ref taken);

    public int Limit { get; } = settings.Ocpp.MaxConnections;

    /// <returns>False when all are taken; otherwise the place is given back with <see cref="GiveBack"/>.</returns>
    internal bool TryTake(string chargePointId)
    {
        ChargePointConnection? stranger = null;
        lock (gate)
        {
            if (taken - leaving.Count >= Limit && registry.Find(chargePointId) is null) // one that comes again takes its own place
            {
                if (!policies.Of(chargePointId).IsProvisioned) return false;
                var strangers = registry.All.Where(connection => !connection.IsKnown && !leaving.Contains(connection));
                stranger = strangers.MaxBy(connection => connection.Info.Number);
                if (stranger is null) return false;
                leaving.Add(stranger);
            }
            taken++;
        }
        stranger?.Abort("its place was needed by a charge point that is set up here");
        return true;
    }

    /// <param name="connection">Null: it did not come so far.</param>
    internal void GiveBack(ChargePointConnection? connection)
    {
        lock (gate)
        {
            taken--;
            if (connection is not null) leaving.Remove(connection);
        }
    }
}

/// <summary>The figures of all connections together.</summary>
internal sealed class ConnectionFigures(ConnectionPlaces places, UnfinishedMessages unfinished) : Abstractions.IConnectionFigures
{
    public int Connections => places.Taken;
    public int MostConnections => places.Limit;
    public long UnfinishedBytes => unfinished.Bytes;
    public long MostUnfinishedBytes => unfinished.Limit;
}
