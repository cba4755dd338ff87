namespace OcppDashboard.Data.History;

/// <summary>Which numbers on the wire are ids of transactions.</summary>
public static class WireTransactionId
{
    /// <summary>False for absent, 0 and -1: no transaction is meant (F1, F2). Other negative ones are a charge point's own (F13).</summary>
    public static bool IsId(long? sent, out long id)
    {
        id = sent ?? 0;
        return id is > 0 or < -1;
    }
}
