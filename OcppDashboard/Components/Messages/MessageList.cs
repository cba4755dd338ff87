using OcppDashboard.Data.Queries;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Components.Messages;

/// <summary>The newest messages of a filter, from the log and from the wire, each exchange once. Never longer than <see cref="Capacity"/>.</summary>
public sealed class MessageList(MessageFilter filter)
{
    /// <summary>Rows on screen: more cannot be read and only cost.</summary>
    public const int Capacity = 200;

    private readonly SortedList<long, MessageRow> rows = new(Capacity + 1); // oldest first: new ones are appended

    /// <summary>Newest first.</summary>
    public IEnumerable<MessageRow> Rows => rows.Values.Reverse();

    public int Count => rows.Count;

    /// <summary>Number of the oldest row: the cursor for older ones; null while there is none.</summary>
    public long? Oldest => rows.Count == 0 ? null : rows.Keys[0];

    /// <summary>Takes rows out of the log; what came over the wire meanwhile is newer and stays.</summary>
    public void AddStored(IEnumerable<MessageRow> stored)
    {
        foreach (var row in stored)
            if (!rows.TryGetValue(row.Id, out var known) || known.Result == ExchangeResult.Waiting) rows[row.Id] = row;
        Trim();
    }

    /// <summary>Takes an exchange as it happens; one that no longer fits the filter goes.</summary>
    /// <returns>True when the list changed.</returns>
    public bool Add(WireExchange exchange)
    {
        if (rows.Count == Capacity && exchange.Number < rows.Keys[0]) return false;
        var row = MessageRow.Of(exchange);
        if (!Passes(row)) return rows.Remove(row.Id);
        rows[row.Id] = row;
        Trim();
        return true;
    }

    /// <summary>What can be told without reading frames: asked on the thread of the charge point's connection.</summary>
    public static bool MayPass(WireExchange exchange, MessageFilter filter) =>
        (filter.ChargePointId is null || string.Equals(filter.ChargePointId, exchange.ChargePointId, StringComparison.OrdinalIgnoreCase))
        && (filter.FromChargePoint is not { } direction || direction == exchange.FromChargePoint)
        && (filter.Action is null || filter.Action == exchange.Action);

    private bool Passes(MessageRow row) =>
        (filter.Result is not { } result || row.Result == result)
        && (!filter.OnlyWithNotes || row.Notes is not null)
        && (filter.ChargePointId is null || string.Equals(filter.ChargePointId, row.ChargePointId, StringComparison.OrdinalIgnoreCase))
        && (filter.FromChargePoint is not { } direction || direction == row.FromChargePoint)
        && (filter.Action is null || filter.Action == row.Action)
        && (string.IsNullOrEmpty(filter.Text) || row.Call.Contains(filter.Text, StringComparison.OrdinalIgnoreCase)
            || row.Answer?.Contains(filter.Text, StringComparison.OrdinalIgnoreCase) == true || row.UniqueId.Contains(filter.Text, StringComparison.OrdinalIgnoreCase));

    private void Trim()
    {
        while (rows.Count > Capacity) rows.RemoveAt(0);
    }
}
