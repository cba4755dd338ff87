using OcppDashboard.State;

namespace OcppDashboard.Components.Transactions;

/// <summary>Whether a connector can draw anything now.</summary>
public static class ConnectorFlow
{
    /// <summary>A transaction runs and the status does not contradict it: a connector that is free, finished or out of order draws nothing.</summary>
    public static bool MayDraw(this ConnectorSnapshot connector, bool online) => online && connector.Transaction is not null && !connector.IsIdle;
}
