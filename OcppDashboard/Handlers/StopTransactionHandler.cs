using System.Collections.Immutable;
using OcppDashboard.Data.History;
using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Handlers;

/// <summary>A stop is always answered; the first one counts, one without a start is kept as an orphan (F5 to F8). It is on disk before it is answered.</summary>
public sealed class StopTransactionHandler(ChargePointStore store, TransactionEnder ends, HistoryWriter history, ChargePointSettingsStore chargePoints, IdTagAuthorizer decisions,
    ChargePointClock clock)
    : ICallHandler<StopTransactionRequest, StopTransactionResponse>
{
    internal const string NoTag = "HardReset"; // some firmware writes the reason where the tag goes (F17)

    public async ValueTask<StopTransactionResponse> HandleAsync(StopTransactionRequest request, CallContext context)
    {
        var resolved = clock.Resolve(request.Timestamp, context, StampEvidence.Transaction);
        var clockIsOff = resolved.Source == TimeSource.Receipt;
        var at = ChargePointTime.NotAhead(resolved.At, context.ReceivedAt);
        var factor = chargePoints.Of(context.ChargePointId).MeterFactor;
        var connector = ConnectorOf(request, context);
        var expected = MeterFactor.Unapply(connector?.ExpectedRegister(context.ReceivedAt), factor);
        var read = MeterFactor.Apply(MeterPointReader.Read(request.TransactionData, context.ReceivedAt, store.SkewOf(context.ChargePointId), expected), factor);
        var points = connector.Screen(read, belongsToTransaction: true, context.ReceivedAt);
        TransactionNotes.OfReading(context);
        var meterStop = MeterFactor.Apply(request.MeterStop, factor);
        var tag = Texts.Tag(request.IdTag);
        var reason = request.Reason is { IsAbsent: false } given ? Texts.Tidy(given.Text) : nameof(StopReason.Local); // absent means Local (specification 6.49)
        var kept = await history.KeepAsync(new StopTransactionWrite(
            context.ChargePointId, request.TransactionId, tag, meterStop, at, context.ReceivedAt, reason, clockIsOff, points)
        {
            IdleConnectors = Idle(request, context),
            Stamp = request.Timestamp is { IsAbsent: false } stamp ? stamp.ToString() : null,
            IsPutRight = ChargePointClock.IsOff(resolved, request.Timestamp, context.ReceivedAt),
        });
        TransactionNotes.OfStop(context, request, clockIsOff, kept);
        if (kept is { IsFirst: true, IsOrphan: false, WasSuperseded: false }) End(context, kept, OcppEnum<StopReason>.Parse(reason), at);
        return new StopTransactionResponse(tag is null or NoTag ? null : decisions.ForStop(tag, context.ChargePointId, context.ReceivedAt));
    }

    /// <summary>Where the transaction runs that the stop names; null: it names none that runs.</summary>
    private ConnectorSnapshot? ConnectorOf(StopTransactionRequest request, CallContext context)
    {
        if (request.TransactionData is not { Count: > 0 } || !WireTransactionId.IsId(request.TransactionId, out var wire)) return null;
        foreach (var connector in store.Find(context.ChargePointId)?.Connectors ?? [])
            if (connector.Transaction is { } running && (running.Id == wire || running.WireId == wire)) return connector;
        return null;
    }

    /// <summary>Asked for only where the stop names no transaction.</summary>
    private ImmutableArray<int> Idle(StopTransactionRequest request, CallContext context) =>
        request.TransactionId > 0 || store.Find(context.ChargePointId) is not { } snapshot ? []
            : [.. snapshot.Connectors.Where(connector => connector.IsIdle).Select(connector => connector.Id)];

    private void End(CallContext context, KeptStop kept, OcppEnum<StopReason> reason, DateTimeOffset at) =>
        ends.End(context.ChargePointId, kept.TransactionId, kept.ConnectorId, reason, kept.EnergyWh, context.ReceivedAt, (ended, before) =>
        {
            var mayHaveWaited = context.MayRepeat || !(at >= ended.ConnectedAt); // it may have been sent before, on a connection that was lost
            if (!mayHaveWaited && before.Status.Is(ChargePointStatus.Available) && before.Since > before.Transaction!.ReceivedAt)
                context.Note("the connector became Available before the stop");
            return kept.RegisterWh is > 0 and { } register ? ended.With(ended.Connector(before.Id)! with { RegisterWh = register, RegisterAt = context.ReceivedAt, Idle = null }) : ended;
        });
}
