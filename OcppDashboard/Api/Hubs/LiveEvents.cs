using OcppDashboard.Components.Messages;
using OcppDashboard.Data.Queries;
using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;

namespace OcppDashboard.Api.Hubs;

/// <summary>Events out of the state. Pure functions.</summary>
internal static class LiveEvents
{
    public static StatusEvent Status(ChargePointSnapshot snapshot, string? name) => new(
        snapshot.Id, name, snapshot.Online, snapshot.ConnectedAt, snapshot.OfflineSince, snapshot.OfflineReason, snapshot.Boot?.Vendor, snapshot.Boot?.Model, snapshot.Boot?.SerialNumber,
        snapshot.Boot?.FirmwareVersion, snapshot.Activity.LastMessageAt, [.. snapshot.Connectors.Select(Connector)]);

    private static LiveConnector Connector(ConnectorSnapshot connector) => new(
        connector.Id, connector.Status.Text, connector.ErrorCode.Text, connector.Info, connector.VendorErrorCode, connector.Since, connector.Transaction?.Id, connector.PowerW,
        connector.Transaction?.EnergyWh, connector.RegisterWh);

    /// <summary>Null for what is no change of a transaction.</summary>
    public static TransactionEvent? Transaction(ChargePointEvent happened) => happened switch
    {
        TransactionStarted started => Transaction("started", started.ChargePointId, started.At, started.Transaction),
        TransactionStopped stopped => new("stopped", stopped.ChargePointId, stopped.TransactionId, stopped.ConnectorId, stopped.At, null, null, null, stopped.EnergyWh, stopped.Reason.Text),
        _ => null,
    };

    public static IEnumerable<TransactionEvent> Running(ChargePointSnapshot snapshot, DateTimeOffset now) =>
        snapshot.OpenTransactions.Select(transaction => Transaction("running", snapshot.Id, now, transaction));

    private static TransactionEvent Transaction(string change, string chargePointId, DateTimeOffset at, TransactionSnapshot transaction) => new(
        change, chargePointId, transaction.Id, transaction.ConnectorId, at, transaction.IdTag, transaction.StartedAt, transaction.MeterStartWh, transaction.EnergyWh, null);

    public static MeterEvent Meter(LiveMeterPoint live) => Meter(live.ChargePointId, live.ConnectorId, live.TransactionId, live.Point);

    public static IEnumerable<MeterEvent> Readings(ChargePointSnapshot snapshot) =>
        snapshot.Connectors.Where(connector => connector.Reading is not null).Select(connector => Meter(snapshot.Id, connector.Id, connector.Transaction?.Id, connector.Reading!));

    private static MeterEvent Meter(string chargePointId, int connectorId, int? transactionId, MeterPoint point) => new(
        chargePointId, connectorId, transactionId, point.At, point.Context, point.EnergyWh, point.PowerW, point.CurrentA, point.CurrentL1A, point.CurrentL2A, point.CurrentL3A, point.VoltageV,
        point.VoltageL1V, point.VoltageL2V, point.VoltageL3V, point.CurrentOfferedA, point.PowerOfferedW, point.StateOfCharge, point.TemperatureC);

    public static FrameEvent Frame(WireExchange exchange)
    {
        var row = MessageRow.Of(exchange); // masks secrets
        return new(
            row.Id, row.ChargePointId, row.FromChargePoint, row.Action, row.UniqueId, row.At, row.Call, row.Answer, row.AnsweredAt, row.Result.ToString(), row.Status, row.Notes);
    }
}
