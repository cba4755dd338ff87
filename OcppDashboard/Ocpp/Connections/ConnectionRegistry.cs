using System.Collections.Concurrent;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>The current connection of each charge point, compared by instance and never by id (design rule 6). Identities ignore case.</summary>
public sealed class ConnectionRegistry
{
    private readonly ConcurrentDictionary<string, ChargePointConnection> current = new(StringComparer.OrdinalIgnoreCase);

    public int Count => current.Count;

    public IEnumerable<ChargePointConnection> All => current.Values;

    public ChargePointConnection? Find(string chargePointId) => current.GetValueOrDefault(chargePointId);

    /// <summary>Makes a connection the current one.</summary>
    /// <returns>The one it replaced, or null.</returns>
    public ChargePointConnection? Put(ChargePointConnection connection)
    {
        ChargePointConnection? before = null;
        current.AddOrUpdate(connection.Info.ChargePointId, connection, (_, old) =>
        {
            before = old;
            return connection;
        });
        if (before is not null) before.IsReplaced = true;
        return before;
    }

    /// <returns>False when it was not the current one: nothing is removed then.</returns>
    public bool Remove(ChargePointConnection connection) =>
        current.TryRemove(new KeyValuePair<string, ChargePointConnection>(connection.Info.ChargePointId, connection));
}
