using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Handlers;

/// <summary>Takes a status as the present one in order of arrival, whatever its stamp says (E6); keeps changes only (H7).</summary>
public sealed class StatusNotificationHandler(ChargePointStore store, ChargePointEvents events, HistoryWriter history) : ICallHandler<StatusNotificationRequest, StatusNotificationResponse>
{
    private static readonly TimeSpan Live = TimeSpan.FromHours(13);
    private static readonly TimeSpan OffsetStep = TimeSpan.FromSeconds(1), FarOff = TimeSpan.FromMinutes(2), HalfHour = TimeSpan.FromMinutes(30), Late = TimeSpan.FromMinutes(10);
    private const int MaxInfo = 50;

    public ValueTask<StatusNotificationResponse> HandleAsync(StatusNotificationRequest request, CallContext context)
    {
        var at = ChargePointTime.Resolve(request.Timestamp, context.ReceivedAt, store.SkewOf(context.ChargePointId), out var clockIsOff);
        var isChange = false;
        store.Update(context.ChargePointId, snapshot =>
        {
            if (!ConnectorUpdates.MayHold(snapshot, request.ConnectorId))
            {
                if (!snapshot.HasFinding("H2")) context.Note("more connectors than a charge point can have");
                return snapshot;
            }
            var before = snapshot.ConnectorOrNew(request.ConnectorId);
            var after = before with
            {
                Status = request.Status, ErrorCode = request.ErrorCode, Info = Texts.Tidy(request.Info), VendorErrorCode = Texts.Tidy(request.VendorErrorCode),
            };
            isChange = before.Since is null || after != before;
            var sameStatus = before.Since is not null && before.Status == after.Status && before.ErrorCode == after.ErrorCode;
            var clock = WithClock(snapshot, request.Timestamp, clockIsOff, context);
            if (!isChange) return clock;
            if (request.Status.Known is not (null or ChargePointStatus.Charging) && !sameStatus) after = after.WithoutPower(); // the stop may come later, or never (F18, F19)
            return clock.With(after with { Since = sameStatus ? before.Since : context.ReceivedAt });
        });
        if (clockIsOff) context.Note("the clock is not set");
        Texts.NotePadding(context, request.Info, request.VendorId, request.VendorErrorCode);
        if (request.Info is "null") context.Note("the text null stands for nothing");
        if (request.Info?.Length > MaxInfo) context.Note("info is longer than 50 characters");
        if (request.Status.Is(ChargePointStatus.Faulted) && (request.ErrorCode.IsAbsent || request.ErrorCode.Is(ChargePointErrorCode.NoError))) context.Note("Faulted without an error code");
        if (isChange) history.Keep(new StatusWork(context.ChargePointId, ToEntity(request, at, context.ReceivedAt), isLatest: true));
        events.Publish(new StatusReported(context.ChargePointId, context.ReceivedAt, request.ConnectorId, request.Status, request.ErrorCode));
        return new(new StatusNotificationResponse());
    }

    /// <summary>How far its clock is off, where the stamp looks like one of now.</summary>
    private static ChargePointSnapshot WithClock(ChargePointSnapshot snapshot, OcppTimestamp? stamp, bool clockIsOff, CallContext context)
    {
        if (stamp is not { Value: { } value } || clockIsOff) return snapshot;
        var offset = value - context.ReceivedAt;
        var stamps = offset.Duration() > Live ? snapshot.Stamps : StampOffset.Seen(snapshot.Stamps ?? snapshot.StampsBeforeBoot?.Unconfirmed(), offset, context.ReceivedAt);
        if (stamp is { HasZone: false }) return stamps == snapshot.Stamps ? snapshot : snapshot with { Stamps = stamps };
        if (offset > FarOff || stamps is { Skew.Ticks: not 0 }) // one from the past may tell of what happened offline
            context.Note((offset - Math.Round(offset / HalfHour) * HalfHour).Duration() < FarOff ? "its clock is off by whole half hours" : "its clock is off by more than 2 minutes");
        if (!(stamps is { IsConfirmed: true } clock && (clock.Offset - offset).Duration() < FarOff) && IsLate(snapshot, offset))
        {
            context.Note("a status from more than 10 minutes ago");
            return snapshot with { LateStatusOffset = offset, Stamps = stamps };
        }
        var isSame = offset.Duration() > Live || (snapshot.ClockOffset is { } known && (known - offset).Duration() < OffsetStep);
        var late = offset > -Late ? null : snapshot.LateStatusOffset;
        if (isSame && stamps == snapshot.Stamps && late == snapshot.LateStatusOffset) return snapshot;
        return snapshot with { ClockOffset = isSame ? snapshot.ClockOffset : offset, Stamps = stamps, LateStatusOffset = late };
    }

    /// <summary>Stamped long ago by its own clock (E6). The same lateness again is a clock that was set back.</summary>
    private static bool IsLate(ChargePointSnapshot snapshot, TimeSpan offset)
    {
        if (offset > -Late || (snapshot.LateStatusOffset is { } before && (before - offset).Duration() < FarOff)) return false;
        return offset < -Live || (snapshot.ClockOffset is { } known && offset < known - Late); // no zone is that far away; while its clock is not known, it may be the clock
    }

    private static StatusEntity ToEntity(StatusNotificationRequest request, DateTimeOffset at, DateTimeOffset receivedAt) => new()
    {
        ConnectorId = request.ConnectorId, Status = Texts.Tidy(request.Status.Text) ?? "", ErrorCode = Texts.Tidy(request.ErrorCode.Text) ?? "", Info = Texts.Tidy(request.Info),
        VendorId = Texts.Tidy(request.VendorId), VendorErrorCode = Texts.Tidy(request.VendorErrorCode), At = at, ReceivedAt = receivedAt,
    };
}
