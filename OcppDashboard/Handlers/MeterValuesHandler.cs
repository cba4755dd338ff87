using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Handlers;

/// <summary>Keeps meter values before they are answered, then makes them the present readings.</summary>
public sealed class MeterValuesHandler(ChargePointStore store, ChargePointEvents events, HistoryWriter history, MeterState meters, ChargePointSettingsStore chargePoints, ChargePointClock clock)
    : ICallHandler<MeterValuesRequest, MeterValuesResponse>
{
    private const double FlowsW = 50;
    private const string AnotherId = "the transaction id is another than the one given";
    private static readonly MeterValuesResponse Empty = new();

    public async ValueTask<MeterValuesResponse> HandleAsync(MeterValuesRequest request, CallContext context)
    {
        if (request.MeterValue is { Count: > 0 } values) clock.Learn(values[^1].Timestamp, context, StampEvidence.Reading);
        var snapshot = store.Find(context.ChargePointId);
        var connectorId = ConnectorOf(snapshot, request);
        var factor = chargePoints.Of(context.ChargePointId).MeterFactor;
        var expected = MeterFactor.Unapply(snapshot?.Connector(connectorId)?.ExpectedRegister(context.ReceivedAt), factor);
        var points = MeterFactor.Apply(MeterPointReader.Read(request.MeterValue, context.ReceivedAt, snapshot?.Skew ?? default, expected), factor);
        TransactionNotes.OfReading(context);
        if (request.MeterValue is not { Count: > 0 }) context.Note("a meter value without a reading");
        if (points.Count > 0)
        {
            if (connectorId != request.ConnectorId) context.Note("meter values under another connector than their transaction's");
            if (WireTransactionId.IsId(request.TransactionId, out var wire) && snapshot?.Connector(connectorId) is { } its && Runs(its, wire))
                PutAfterStart(points, its.Transaction!, context.ReceivedAt);
            var (open, fallback, adopt) = Attribute(snapshot?.Connector(connectorId), request, points);
            points = snapshot?.Connector(connectorId).Screen(points, (open ?? fallback) is not null, context.ReceivedAt) ?? points;
            var kept = await history.KeepAsync(new MeterValuesWrite(
                context.ChargePointId, connectorId, points, open, request.TransactionId, fallback, adopt, context.ReceivedAt) 
            {
                ConnectedAt = snapshot?.ConnectedAt, Answered = context.Answered,
            });
            if (kept.Adopted is { } adopted) Adopt(context, connectorId, adopted, points[0]);
            if (kept.GoesOn is { } ended) Resume(context, ended);
            if (kept.Alias is { } alias) SetAlias(context.ChargePointId, connectorId, alias);
            if (CameTwice(context, snapshot, kept)) context.Note("meter values came twice");
            Note(context, request, snapshot?.Connector(connectorId)?.Transaction, kept);
            meters.Apply(context, connectorId, kept.TransactionId, points);
            if (snapshot?.Connector(connectorId) is { Transaction: { } before } connector) NoteNamed(context, request, snapshot, connector, before, points);
        }
        if (store.Find(context.ChargePointId)?.IsPresent(context) != false) events.Publish(new MeterValuesReceived(context.ChargePointId, context.ReceivedAt, request.ConnectorId, points.Count));
        return Empty;
    }

    /// <summary>No reading of a transaction was taken before it began: its clock is off by what it was at the start.</summary>
    private static void PutAfterStart(List<MeterPoint> points, TransactionSnapshot running, DateTimeOffset receivedAt)
    {
        for (var i = 0; i < points.Count; i++)
        {
            var at = ChargePointTime.NotBefore(points[i].At, points[i].Stamp, running.StartedAt, running.StartCorrection, receivedAt);
            if (at != points[i].At) points[i] = points[i] with { At = at, StampedAt = points[i].Stamp };
        }
    }

    /// <summary>The connector where the named transaction runs; the one that is told where none of that id does (G11).</summary>
    private static int ConnectorOf(ChargePointSnapshot? snapshot, MeterValuesRequest request)
    {
        if (snapshot is null || !WireTransactionId.IsId(request.TransactionId, out var wire) || Runs(snapshot.Connector(request.ConnectorId), wire)) return request.ConnectorId;
        foreach (var connector in snapshot.Connectors)
            if (Runs(connector, wire)) return connector.Id;
        return request.ConnectorId;
    }

    private static bool Runs(ConnectorSnapshot? connector, long wire) => connector?.Transaction is { } running && (running.Id == wire || running.WireId == wire);

    /// <summary>Which transaction the values belong to: the named one if it runs, else the one of the connector (F1, F13, G18).</summary>
    private static (int? Open, int? Fallback, bool Adopt) Attribute(ConnectorSnapshot? connector, MeterValuesRequest request, List<MeterPoint> points)
    {
        var running = connector?.Transaction is { } transaction && points[^1].At >= transaction.StartedAt.AddMinutes(-1) ? (int?)transaction.Id : null;
        if (!WireTransactionId.IsId(request.TransactionId, out var wire)) return (running, null, false);
        if (Runs(connector, wire)) return (connector!.Transaction!.Id, null, false);
        var adopt = wire > 0 && connector is not null && connector.Transaction is null && connector.Status.Known
            is ChargePointStatus.Charging or ChargePointStatus.SuspendedEV or ChargePointStatus.SuspendedEVSE;
        return (null, running, adopt);
    }

    /// <summary>They had been answered on this very connection, and nobody asked for them again (G16).</summary>
    private static bool CameTwice(CallContext context, ChargePointSnapshot? snapshot, KeptMeterValues kept)
    {
        var isKnown = kept.CameTwice || (kept.RepeatedFromBefore > 0 && context.Answered?.AddRepeatedReading(kept.RepeatedFromBefore) == true);
        return isKnown && !context.MayRepeat && snapshot?.Activity.Requested?.HasJustAskedForReadings(context.ReceivedAt) != true;
    }

    private static void Note(CallContext context, MeterValuesRequest request, TransactionSnapshot? running, KeptMeterValues kept)
    {
        if (request.TransactionId is 0 && running is not null) context.Note("the transaction id is 0");
        else if (kept.Alias is not null) context.Note(AnotherId);
        else if (request.TransactionId < 0)
        {
            if (running?.WireId != request.TransactionId) context.Note("the transaction id is negative");
        }
        else if (kept.Adopted is not null) context.Note("a running transaction was taken over");
        else if (!kept.IsKnown) context.Note(kept.TransactionId is null ? "the transaction id was never given and nothing is charging" : AnotherId);
        else if (request.TransactionId > 0 && kept.IsOver && running?.Id != kept.TransactionId) context.Note("meter values of a transaction that is over");
    }

    /// <summary>Once after each boot or late start: readings that name the transaction tell that it goes on.</summary>
    private void NoteNamed(
        CallContext context, MeterValuesRequest request, ChargePointSnapshot snapshot, ConnectorSnapshot connector, TransactionSnapshot running, IReadOnlyList<MeterPoint> points)
    {
        if (running.IsRefused && points[^1].PowerW > FlowsW) context.Note("energy flows although the start was refused");
        if (running.NamedAt is { } named ? !(snapshot.Boot?.At > named) : !running.IsLate && !(snapshot.Boot?.At > running.ReceivedAt)) return;
        if (!WireTransactionId.IsId(request.TransactionId, out var wire) || !Runs(connector, wire)) return;
        store.Update(context.ChargePointId, present => present.Connector(connector.Id) is { Transaction: { } still } where && still.Id == running.Id
            ? present.With(where with { Transaction = still with { NamedAt = context.ReceivedAt } })
            : present);
    }

    /// <summary>The charge point calls the running transaction by another id: commands to it use that one (F13, F14).</summary>
    private void SetAlias(string chargePointId, int connectorId, long alias) => store.Update(chargePointId, snapshot =>
        snapshot.Connector(connectorId) is { Transaction: { } running } connector ? snapshot.With(connector with { Transaction = running with { WireId = alias } }) : snapshot);

    private void Adopt(CallContext context, int connectorId, AdoptedTransaction adopted, MeterPoint first) => Run(context.ChargePointId, adopted.StartedAt, new()
    {
        Id = adopted.Id, WireId = adopted.WireId, ConnectorId = connectorId, StartedAt = adopted.StartedAt, MeterStartWh = first.EnergyWh, ReceivedAt = context.ReceivedAt,
    });

    /// <summary>Its end had been inferred from a status that was not so; only another one can end it that way again.</summary>
    private void Resume(CallContext context, TransactionEntity ended) => Run(context.ChargePointId, context.ReceivedAt, new()
    {
        Id = ended.Id, WireId = ended.WireId, ConnectorId = ended.ConnectorId, IdTag = ended.IdTag, StartedAt = ended.StartedAt, MeterStartWh = ended.MeterStartWh,
        RegisterBeforeWh = ended.RegisterBeforeWh, EnergyWh = ended.EnergyWh, ReceivedAt = context.ReceivedAt, IsRefused = ended.Flags.HasFlag(TransactionFlags.Refused),
    });

    private void Run(string chargePointId, DateTimeOffset at, TransactionSnapshot transaction)
    {
        store.Update(chargePointId, snapshot => snapshot.With(snapshot.ConnectorOrNew(transaction.ConnectorId) with { Transaction = transaction }));
        events.Publish(new TransactionStarted(chargePointId, at, transaction));
    }
}
