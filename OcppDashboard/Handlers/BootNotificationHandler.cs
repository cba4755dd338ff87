using System.Text.Json;
using OcppDashboard.Configuration;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Handlers;

/// <summary>Accepts a boot, or answers as is set for the charge point, and keeps what the charge point says of itself. Running transactions stay open: they may go on (K2).</summary>
public sealed class BootNotificationHandler(
    LiveState live, HistoryWriter history, BootOverrides overrides, DashboardSettings settings, ChargePointSettingsStore chargePoints)
    : ICallHandler<BootNotificationRequest, BootNotificationResponse>
{
    public ValueTask<BootNotificationResponse> HandleAsync(BootNotificationRequest request, CallContext context)
    {
        var boot = new BootInfo(
            Texts.Tidy(request.ChargePointVendor), Texts.Tidy(request.ChargePointModel), Texts.Tidy(request.ChargePointSerialNumber), Texts.Tidy(request.FirmwareVersion),
            Texts.Tidy(request.ChargeBoxSerialNumber), Texts.Tidy(request.Iccid), Texts.Tidy(request.Imsi), Texts.Tidy(request.MeterType),
            Texts.Tidy(request.MeterSerialNumber), context.ReceivedAt);
        var own = chargePoints.Of(context.ChargePointId);
        var (status, interval) = (live.IsPresent(context) ? overrides.Take(context.ChargePointId) : null)
            ?? (own.NextBootStatus ?? RegistrationStatus.Accepted, own.BootIntervalSeconds ?? (int)settings.Ocpp.HeartbeatInterval.TotalSeconds);
        (BootInfo? before, DateTimeOffset? connectedAt, RegistrationStatus? registration) = (null, null, null);
        live.Update(context, snapshot =>
        {
            (before, connectedAt, registration) = (snapshot.Boot, snapshot.ConnectedAt, snapshot.Registration);
            return snapshot.WithoutPower() with { Boot = boot, Registration = status, Stamps = null, StampsBeforeBoot = snapshot.Stamps ?? snapshot.StampsBeforeBoot };
        });
        var onConnection = before?.At >= connectedAt ? before : null;
        var wasAskedFor = live.Find(context.ChargePointId)?.Activity.Requested?.TakeBoot(boot.At, before?.At) == true;
        BootNotes.Of(context, request, boot, onConnection, wasAskedFor || registration is RegistrationStatus.Pending or RegistrationStatus.Rejected);
        var json = BootNotes.IsAgain(boot, onConnection) ? null : JsonSerializer.Serialize(request, OcppActions.Of<BootNotificationRequest>().RequestInfo);
        history.Keep(new BootWrite(context.ChargePointId, ToEntity(context.ChargePointId, boot), json, live.IsPresent(context)));
        live.Publish(context, new ChargePointBooted(context.ChargePointId, context.ReceivedAt, boot, before));
        return new(new BootNotificationResponse(status, WholeSeconds.Of(context.ReceivedAt), interval));
    }

    private static ChargePointEntity ToEntity(string id, BootInfo boot) => new()
    {
        Id = id, FirstSeenAt = boot.At, BootedAt = boot.At, Vendor = boot.Vendor, Model = boot.Model, SerialNumber = boot.SerialNumber, FirmwareVersion = boot.FirmwareVersion,
        ChargeBoxSerialNumber = boot.ChargeBoxSerialNumber, Iccid = boot.Iccid, Imsi = boot.Imsi, MeterType = boot.MeterType, MeterSerialNumber = boot.MeterSerialNumber,
    };
}

/// <summary>Some charge points set their clock only from times without a fraction (C10).</summary>
internal static class WholeSeconds
{
    public static DateTimeOffset Of(DateTimeOffset value) => new(value.Ticks - value.Ticks % TimeSpan.TicksPerSecond, value.Offset);
}
