using OcppDashboard.State;

namespace OcppDashboard.Components.Transactions;

/// <summary>A running transaction with the connector it runs on.</summary>
public sealed record RunningTransaction(TransactionSnapshot Transaction, ConnectorSnapshot Connector, bool Online)
{
    /// <summary>W; null while the charge point is offline or nothing can flow: what it drew last is not what it draws now.</summary>
    public double? PowerW => Flows ? Connector.PowerW : null;

    /// <summary>Energy may flow: what was measured just now is what it draws now.</summary>
    public bool Flows => Connector.MayDraw(Online);
}

/// <summary>All running transactions by their id, out of the present state.</summary>
public static class RunningTransactions
{
    public static Dictionary<int, RunningTransaction> Of(ChargePointStore store)
    {
        var running = new Dictionary<int, RunningTransaction>();
        foreach (var chargePoint in store.All)
            foreach (var connector in chargePoint.Connectors)
                if (connector.Transaction is { } transaction) running[transaction.Id] = new(transaction, connector, chargePoint.Online);
        return running;
    }

    /// <summary>Those of one charge point.</summary>
    public static Dictionary<int, RunningTransaction> Of(ChargePointStore store, string chargePointId)
    {
        var running = new Dictionary<int, RunningTransaction>();
        if (store.Find(chargePointId) is not { } chargePoint) return running;
        foreach (var connector in chargePoint.Connectors)
            if (connector.Transaction is { } transaction) running[transaction.Id] = new(transaction, connector, chargePoint.Online);
        return running;
    }

    public static RunningTransaction? Find(ChargePointStore store, string chargePointId, int transactionId)
    {
        if (store.Find(chargePointId) is not { } chargePoint) return null;
        foreach (var connector in chargePoint.Connectors)
            if (connector.Transaction is { } transaction && transaction.Id == transactionId) return new(transaction, connector, chargePoint.Online);
        return null;
    }
}
