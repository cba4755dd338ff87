using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Handlers;

/// <summary>A start always gets a transaction id, and the same start the same one (F9, F11). It is on disk before it is answered.</summary>
public sealed class StartTransactionHandler(
    ChargePointStore store, ChargePointEvents events, TransactionEnder ends, HistoryWriter history, ChargePointSettingsStore chargePoints, IdTagAuthorizer decisions,
    ChargePointClock clock)
    : ICallHandler<StartTransactionRequest, StartTransactionResponse>
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5), OldestQueue = TimeSpan.FromDays(7);

    public async ValueTask<StartTransactionResponse> HandleAsync(StartTransactionRequest request, CallContext context)
    {
        var resolved = clock.Resolve(request.Timestamp, context, StampEvidence.Transaction);
        var clockIsOff = resolved.Source == TimeSource.Receipt;
        var start = ToEntity(request, resolved, context);
        start.MeterStartWh = MeterFactor.Apply(start.MeterStartWh, chargePoints.Of(context.ChargePointId).MeterFactor);
        if (start.MeterStartWh == 0 && store.Find(context.ChargePointId)?.Connector(start.ConnectorId)?.RegisterWh is > 0 and var before) start.RegisterBeforeWh = before;
        var snapshot = store.Find(context.ChargePointId);
        var info = Decide(start, snapshot, context);
        start.IdTagStatus = info.Status.ToString();
        if (!info.Status.Is(AuthorizationStatus.Accepted)) start.Flags |= TransactionFlags.Refused;
        var kept = await history.KeepAsync(new StartTransactionWrite(context.ChargePointId, start, clockIsOff, snapshot?.ConnectedAt)
        {
            StampIsOld = request.Timestamp is { Value: { } stamp } && (context.ReceivedAt - stamp).Duration() > OldestQueue
                && snapshot?.Stamps is not { Skew.Ticks: not 0 }, // what is known of the clock since its boot explains the stamp
            BootedAt = snapshot?.Boot?.At,
        });
        foreach (var old in kept.Superseded)
            ends.End(context.ChargePointId, old.Id, old.ConnectorId, OcppEnum<StopReason>.Parse(old.Reason), old.EnergyWh, context.ReceivedAt); // once: a replayed start supersedes nothing
        if (!kept.IsReplay && !start.Flags.HasFlag(TransactionFlags.Connector)) MakeRunning(context, start, kept);
        if (kept.Ended is { } ended) // its stop had come before it
            ends.End(context.ChargePointId, kept.TransactionId, start.ConnectorId, OcppEnum<StopReason>.Parse(ended.Reason), ended.EnergyWh, context.ReceivedAt);
        TransactionNotes.OfStart(context, request, start, kept, clockIsOff);
        return new StartTransactionResponse(info with { Status = OcppEnum<AuthorizationStatus>.Parse(kept.IdTagStatus) }, kept.TransactionId);
    }

    /// <summary>Before its boot was accepted a charge point may start nothing (4.2): that is kept, so that no money is lost, and answered Invalid.</summary>
    private IdTagInfo Decide(TransactionEntity start, ChargePointSnapshot? snapshot, CallContext context)
    {
        var info = decisions.ForStart(start.IdTag, context.ChargePointId, start.ConnectorId, start.Flags.HasFlag(TransactionFlags.Offline), context.ReceivedAt);
        if (snapshot?.Registration is not (RegistrationStatus.Pending or RegistrationStatus.Rejected)) return info;
        context.Note("a start before its boot was accepted");
        return info.Status.Is(AuthorizationStatus.Accepted) ? info with { Status = AuthorizationStatus.Invalid } : info;
    }

    private void MakeRunning(CallContext context, TransactionEntity start, KeptStart kept)
    {
        var transaction = new TransactionSnapshot
        {
            Id = kept.TransactionId, ConnectorId = start.ConnectorId, IdTag = start.IdTag, StartedAt = start.StartedAt, MeterStartWh = start.MeterStartWh,
            EnergyWh = start.MeterStartWh is null ? null : 0, ReceivedAt = context.ReceivedAt, ReservationId = start.ReservationId, RegisterBeforeWh = start.RegisterBeforeWh,
            IsRefused = start.Flags.HasFlag(TransactionFlags.Refused), IsLate = start.Flags.HasFlag(TransactionFlags.Offline),
            StartCorrection = OcppTimestamp.Parse(start.StartStamp).Value is { } stamp ? start.StartedAt - stamp : TimeSpan.Zero,
        };
        store.Update(context.ChargePointId, snapshot => !kept.IsBehind && kept.Ended is null && ConnectorUpdates.MayHold(snapshot, start.ConnectorId)
            ? snapshot.With(snapshot.ConnectorOrNew(start.ConnectorId).Beginning(transaction, start.Flags.HasFlag(TransactionFlags.Offline)))
            : snapshot);
        events.Publish(new TransactionStarted(context.ChargePointId, context.ReceivedAt, transaction));
    }

    private TransactionEntity ToEntity(StartTransactionRequest request, ResolvedTime resolved, CallContext context)
    {
        var at = ChargePointTime.NotAhead(resolved.At, context.ReceivedAt);
        var flags = TransactionFlags.None;
        if (ChargePointClock.IsOff(resolved, request.Timestamp, context.ReceivedAt)) flags |= TransactionFlags.Clock;
        if (context.ReceivedAt - at > Late) flags |= TransactionFlags.Offline;
        if (Register.Credible(request.MeterStart) is null) flags |= TransactionFlags.Meter;
        if (!CanBe(context.ChargePointId, request.ConnectorId)) flags |= TransactionFlags.Connector;
        return new TransactionEntity
        {
            ConnectorId = request.ConnectorId, IdTag = Texts.Tag(request.IdTag), StartedAt = at, StartReceivedAt = context.ReceivedAt,
            MeterStartWh = Register.Credible(request.MeterStart), StartStamp = request.Timestamp is { IsAbsent: false } stamp ? stamp.ToString() : null,
            ReservationId = request.ReservationId is 0 ? null : request.ReservationId, Flags = flags, IdTagStatus = nameof(AuthorizationStatus.Accepted),
        };
    }

    /// <summary>Larger ids are stray memory unless a status has told of such a connector (H2).</summary>
    private bool CanBe(string chargePointId, int connectorId) =>
        connectorId > 0 && (connectorId <= ConnectorUpdates.MaxConnectors || store.Find(chargePointId)?.Connector(connectorId) is not null);
}
