using System.Collections.Concurrent;
using System.Net.WebSockets;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>The current connection of each charge point, compared by instance and never by id (design rule 6). Identities ignore case.</summary>
public sealed class ConnectionRegistry : IConnectionTerminator
{
    private readonly ConcurrentDictionary<string, ChargePointConnection> current = new(StringComparer.OrdinalIgnoreCase);

    public int Count => current.Count;

    public IEnumerable<ChargePointConnection> All => current.Values;

    public ChargePointConnection? Find(string chargePointId) => current.GetValueOrDefault(chargePointId);

    public Task EndAsync(string chargePointId, string reason) => Find(chargePointId)?.CloseAsync(WebSocketCloseStatus.PolicyViolation, reason) ?? Task.CompletedTask;

    public async Task EndWhollyAsync(string chargePointId, string reason)
    {
        while (Find(chargePointId) is { } connection) await connection.EndWhollyAsync(reason);
    }

    /// <summary>Makes a connection the current one, unless a later one is: handshakes may overtake each other on their way here.</summary>
    /// <returns>The one it replaced, itself when it came too late, or null.</returns>
    public ChargePointConnection? Put(ChargePointConnection connection)
    {
        if (current.TryAdd(connection.Info.ChargePointId, connection)) return null;
        return PutInPlace(connection);
    }

    private ChargePointConnection? PutInPlace(ChargePointConnection connection)
    {
        ChargePointConnection? replaced = null;
        current.AddOrUpdate(connection.Info.ChargePointId, connection, (_, old) =>
        {
            var isLate = old.Info.Number > connection.Info.Number;
            replaced = isLate ? connection : old;
            return isLate ? old : connection;
        });
        if (replaced is not null) replaced.IsReplaced = true;
        return replaced;
    }

    /// <returns>False when it was not the current one: nothing is removed then.</returns>
    public bool Remove(ChargePointConnection connection) =>
        current.TryRemove(new KeyValuePair<string, ChargePointConnection>(connection.Info.ChargePointId, connection));
}
