using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Handlers;

/// <summary>Takes a status as the present one in order of arrival, whatever its stamp says (E6); keeps changes only (H7).</summary>
public sealed class StatusNotificationHandler(LiveState live, HistoryWriter history, ChargePointClock clock)
    : ICallHandler<StatusNotificationRequest, StatusNotificationResponse>
{
    private static readonly TimeSpan OffsetStep = TimeSpan.FromSeconds(1), FarOff = TimeSpan.FromMinutes(2), HalfHour = TimeSpan.FromMinutes(30), Late = TimeSpan.FromMinutes(10);
    private const int MaxInfo = 50;

    public ValueTask<StatusNotificationResponse> HandleAsync(StatusNotificationRequest request, CallContext context)
    {
        var resolved = clock.Resolve(request.Timestamp, context, StampEvidence.Status);
        var clockIsOff = resolved.Source == TimeSource.Receipt;
        var isChange = !live.IsPresent(context); // what a connection that was replaced still tells is a line of history
        live.Update(context, snapshot =>
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
            var withClock = WithClock(snapshot, request.Timestamp, clockIsOff, context);
            var isFirst = before.ToldAt is null || before.ToldAt < snapshot.Boot?.At; // since it booted: the same as before tells as much
            if (!isChange) return isFirst ? withClock.With(before with { ToldAt = context.ReceivedAt }) : withClock;
            if (request.Status.Known is not (null or ChargePointStatus.Charging) && !sameStatus) after = after.WithoutPower(); // the stop may come later, or never (F18, F19)
            return withClock.With(after with { Since = sameStatus ? before.Since : context.ReceivedAt, ToldAt = isFirst ? context.ReceivedAt : before.ToldAt });
        });
        if (clockIsOff) context.Note("the clock is not set");
        Texts.NotePadding(context, request.Info, request.VendorId, request.VendorErrorCode);
        if (request.Info is "null") context.Note("the text null stands for nothing");
        if (request.Info?.Length > MaxInfo) context.Note("info is longer than 50 characters");
        if (request.Status.Is(ChargePointStatus.Faulted) && (request.ErrorCode.IsAbsent || request.ErrorCode.Is(ChargePointErrorCode.NoError))) context.Note("Faulted without an error code");
        if (isChange) history.Keep(new StatusWrite(context.ChargePointId, ToEntity(request, resolved.At, context.ReceivedAt), live.IsPresent(context)));
        live.Publish(context, new StatusReported(context.ChargePointId, context.ReceivedAt, request.ConnectorId, request.Status, request.ErrorCode));
        return new(new StatusNotificationResponse());
    }

    /// <summary>How far its clock is off, where the stamp looks like one of now or that is known.</summary>
    private static ChargePointSnapshot WithClock(ChargePointSnapshot snapshot, OcppTimestamp? stamp, bool clockIsOff, CallContext context)
    {
        if (stamp is not { Value: { } value } given || clockIsOff && value < context.ReceivedAt) return snapshot;
        var offset = value - context.ReceivedAt;
        var isKnown = ClockUpdates.IsKnown(snapshot.Stamps, offset);
        var isOfZone = offset.Duration() <= ClockUpdates.MostOfZones;
        if (!given.HasZone && (isOfZone || !isKnown)) return snapshot;
        if (!clockIsOff) Note(snapshot, offset, context);
        if (!isKnown && IsLate(snapshot, offset))
        {
            if (snapshot.Activity.Requested?.HasJustAskedForStatus(context.ReceivedAt) != true) context.Note("a status from more than 10 minutes ago");
            return snapshot with { LateStatusOffset = offset };
        }
        var isSure = isKnown || snapshot.Stamps is not { Skew.Ticks: not 0 } && (isOfZone || offset > TimeSpan.Zero);
        var isSame = !isSure || (snapshot.ClockOffset is { } known && (known - offset).Duration() < OffsetStep);
        var late = offset > -Late ? null : snapshot.LateStatusOffset;
        if (isSame && late == snapshot.LateStatusOffset) return snapshot;
        return snapshot with { ClockOffset = isSame ? snapshot.ClockOffset : offset, LateStatusOffset = late };
    }

    /// <summary>One from the past may tell of what happened offline.</summary>
    private static void Note(ChargePointSnapshot snapshot, TimeSpan offset, CallContext context)
    {
        if (offset <= FarOff && snapshot.Stamps is not { Skew.Ticks: not 0 }) return;
        var isHalfHours = offset.Duration() <= ClockUpdates.MostOfZones + HalfHour && (offset - Math.Round(offset / HalfHour) * HalfHour).Duration() < FarOff;
        context.Note(isHalfHours ? "its clock is off by whole half hours" : "its clock is off by more than 2 minutes");
    }

    /// <summary>Stamped long ago by its own clock (E6). The same lateness again is a clock that was set back.</summary>
    private static bool IsLate(ChargePointSnapshot snapshot, TimeSpan offset)
    {
        if (offset > -Late || (snapshot.LateStatusOffset is { } before && (before - offset).Duration() < FarOff)) return false;
        return offset < -ClockUpdates.MostOfZones // no zone is that far away; while its clock is not known, it may be the clock
            || (snapshot.ClockOffset is { } known && offset < known - Late);
    }

    private static StatusEntity ToEntity(StatusNotificationRequest request, DateTimeOffset at, DateTimeOffset receivedAt) => new()
    {
        ConnectorId = request.ConnectorId, Status = Texts.Tidy(request.Status.Text) ?? "", ErrorCode = Texts.Tidy(request.ErrorCode.Text) ?? "", Info = Texts.Tidy(request.Info),
        VendorId = Texts.Tidy(request.VendorId), VendorErrorCode = Texts.Tidy(request.VendorErrorCode), At = at, ReceivedAt = receivedAt,
    };
}
