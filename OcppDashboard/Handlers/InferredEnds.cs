using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Handlers;

/// <summary>Ends transactions whose stop never comes: a while after the connector became Available (F18, F19). A late stop completes them.</summary>
public sealed class InferredEnds(ChargePointStore store, TransactionEnds ends, HistoryWriter history, TimeProvider time, ILogger<InferredEnds> logger) : BackgroundService
{
    /// <summary>Time for the stop to follow the status.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private const double FlowsW = 50;

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stop))
            foreach (var chargePoint in store.All)
                foreach (var connector in chargePoint.Connectors)
                    if (chargePoint.Online && IsOver(connector, time.GetUtcNow())) await EndAsync(chargePoint.Id, connector);
    }

    /// <summary>True when a connector was freed after its transaction had begun and nothing more was heard of it.</summary>
    public static bool IsOver(ConnectorSnapshot connector, DateTimeOffset now) =>
        connector is { Transaction: { } transaction, Since: { } since } && connector.Status.Is(ChargePointStatus.Available)
        && since > transaction.ReceivedAt && now - since >= Grace && !(connector.Reading is { PowerW: > FlowsW } reading && reading.At > since);

    private async Task EndAsync(string chargePointId, ConnectorSnapshot connector)
    {
        var (id, since) = (connector.Transaction!.Id, connector.Since!.Value);
        try
        {
            if (await history.KeepAsync(new InferredStopWork(id, since, time.GetUtcNow())) is not { } kept) return;
            ends.End(chargePointId, id, kept.ConnectorId, default, kept.EnergyWh, time.GetUtcNow(), (ended, _) => ended.WithFinding(FindingKinds.Of("F19"), since));
        }
        catch (KeepingFailedException exception)
        {
            logger.LogWarning("The end of transaction {Transaction} could not be kept and is tried again ({Fault})", id, exception.Message);
        }
    }
}
