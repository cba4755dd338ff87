using OcppDashboard.Data.History;
using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Handlers;

/// <summary>Keeps meter values before they are answered, then makes them the present readings.</summary>
public sealed class MeterValuesHandler(ChargePointStore store, ChargePointEvents events, HistoryWriter history, MeterState meters)
    : ICallHandler<MeterValuesRequest, MeterValuesResponse>
{
    private static readonly MeterValuesResponse Empty = new();

    public async ValueTask<MeterValuesResponse> HandleAsync(MeterValuesRequest request, CallContext context)
    {
        var points = MeterPointReader.Read(request.MeterValue, context.ReceivedAt);
        if (points.Count > 0)
        {
            var snapshot = store.Find(context.ChargePointId);
            var (open, fallback, adopt) = Attribute(snapshot, request, points);
            var kept = await history.KeepAsync(new MeterValuesWork(
                context.ChargePointId, request.ConnectorId, points, open, request.TransactionId, fallback, adopt, context.ReceivedAt));
            if (kept.Adopted is { } adopted) Adopt(context.ChargePointId, request.ConnectorId, adopted, points[0]);
            meters.Apply(context.ChargePointId, request.ConnectorId, kept.TransactionId, points);
        }
        events.Publish(new MeterValuesReceived(context.ChargePointId, context.ReceivedAt, request.ConnectorId, points.Count));
        return Empty;
    }

    /// <summary>Which transaction the values belong to: the named one if it runs, else the one of the connector (F1, F13, G18).</summary>
    private static (int? Open, int? Fallback, bool Adopt) Attribute(ChargePointSnapshot? snapshot, MeterValuesRequest request, List<MeterPoint> points)
    {
        if (snapshot is null) return default;
        var connector = snapshot.Connector(request.ConnectorId);
        var running = connector?.Transaction is { } transaction && points[^1].At >= transaction.StartedAt.AddMinutes(-1) ? (int?)transaction.Id : null;
        if (request.TransactionId is not ({ } wire and > 0)) return (running, null, false);
        foreach (var candidate in snapshot.Connectors)
            if (candidate.Transaction is { } t && (t.WireId ?? t.Id) == wire) return (t.Id, null, false);
        var adopt = connector is not null && connector.Transaction is null && connector.Status.Known
            is ChargePointStatus.Charging or ChargePointStatus.SuspendedEV or ChargePointStatus.SuspendedEVSE;
        return (null, running, adopt);
    }

    private void Adopt(string chargePointId, int connectorId, AdoptedTransaction adopted, MeterPoint first)
    {
        var transaction = new TransactionSnapshot { Id = adopted.Id, WireId = adopted.WireId, ConnectorId = connectorId, StartedAt = adopted.StartedAt, MeterStartWh = first.EnergyWh };
        store.Update(chargePointId, snapshot => snapshot.With(snapshot.ConnectorOrNew(connectorId) with { Transaction = transaction }));
        events.Publish(new TransactionStarted(chargePointId, adopted.StartedAt, transaction));
    }
}
