using OcppDashboard.Configuration;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>
/// The memory for messages that are not whole yet, of all connections together. Where it is used up the messages of strangers give way
/// to those of known charge points. A message that comes in one piece never gets here.
/// </summary>
public sealed class UnfinishedMessages(DashboardSettings settings)
{
    private readonly Lock gate = new();
    private readonly Dictionary<ChargePointConnection, int> held = [];
    private long bytes;

    /// <summary>Bytes held now.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    public long Limit { get; } = settings.Ocpp.MaxUnfinishedBytes;

    /// <summary>Holds so many bytes for the message that this connection is reading, in place of what it held before.</summary>
    /// <returns>False when there is no room: it holds what it held.</returns>
    internal bool TryHold(ChargePointConnection connection, int size)
    {
        List<ChargePointConnection>? leaving = null;
        bool isHeld;
        lock (gate)
        {
            var more = size - held.GetValueOrDefault(connection);
            if (more > 0 && bytes + more > Limit && connection.IsKnown) leaving = MakeRoom(connection, more);
            isHeld = more <= 0 || bytes + more <= Limit;
            if (isHeld && more > 0) Set(connection, size);
        }
        foreach (var stranger in leaving ?? []) _ = stranger.NoRoomAsync();
        return isHeld;
    }

    /// <summary>All that the connection held is free again.</summary>
    internal void GiveBack(ChargePointConnection connection)
    {
        lock (gate)
            if (held.Remove(connection, out var size)) Interlocked.Add(ref bytes, -size);
    }

    private void Set(ChargePointConnection connection, int size)
    {
        Interlocked.Add(ref bytes, size - held.GetValueOrDefault(connection));
        held[connection] = size;
    }

    /// <summary>Takes from strangers, those with most first, until so many bytes are free; from nobody where that is not enough.</summary>
    private List<ChargePointConnection>? MakeRoom(ChargePointConnection connection, int more)
    {
        var leaving = new List<ChargePointConnection>();
        var free = Limit - bytes;
        var strangers = held.Where(pair => pair.Key != connection && !pair.Key.IsKnown);
        foreach (var (stranger, size) in strangers.OrderByDescending(pair => pair.Value))
        {
            if (free >= more) break;
            leaving.Add(stranger);
            free += size;
        }
        if (free < more) return null;
        foreach (var stranger in leaving)
            if (held.Remove(stranger, out var size)) Interlocked.Add(ref bytes, -size);
        return leaving;
    }
}
