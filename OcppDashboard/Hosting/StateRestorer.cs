using OcppDashboard.Commands;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Accounts;
using OcppDashboard.Features.Authorization.IdTags;
using OcppDashboard.Features.Authorization.LocalLists;
using OcppDashboard.Features.Authorization.Reservations;
using OcppDashboard.Features.BulkTasks;
using OcppDashboard.Features.Certificates;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.Features.ChargingProfiles;
using OcppDashboard.Features.Deviations;
using OcppDashboard.Features.WorkList;
using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Connections;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Hosting;

/// <summary>Rebuilds the live state from the history, so that the wall is right before the first charge point is back.</summary>
internal static class StateRestorer
{
    public static void RestoreState(this IServiceProvider services)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var midnight = new DateTimeOffset(time.GetLocalNow().Date, time.GetLocalNow().Offset);
        var state = services.GetRequiredService<StartQueries>().Read(midnight.ToUniversalTime());
        services.GetRequiredService<WireLog>().StartAfter(state.LastMessage);
        services.GetRequiredService<CommandStore>().StartAfter(state.LastCommand);
        services.GetRequiredService<FleetMeter>().AddEnergy(state.EnergyTodayWh);
        var store = services.GetRequiredService<ChargePointStore>();
        var connectors = state.Connectors.ToLookup(c => c.ChargePointKey);
        var transactions = state.OpenTransactions.ToLookup(t => t.ChargePointKey);
        var registers = state.Registers.ToLookup(register => register.Key.Key, register => (register.Key.ConnectorId, Last: register.Value));
        foreach (var entity in state.ChargePoints)
        {
            var heard = state.Heard.TryGetValue(entity.Key, out var at) ? at : entity.LastSeenAt;
            store.Update(entity.Id, snapshot => Restored(Heard(snapshot, heard), entity, connectors[entity.Key], registers[entity.Key], transactions[entity.Key], state.Measured));
        }
        services.GetRequiredService<ChargePointNames>();
        services.GetRequiredService<ChargePointSettingsService>().Restore();
        services.GetRequiredService<IdTagStore>().Restore();
        services.GetRequiredService<UnknownIdTagStore>().Restore();
        services.GetRequiredService<ReservationService>().Restore();
        services.GetRequiredService<LocalListService>().Restore();
        services.GetRequiredService<FindingPersister>().Restore();
        services.GetRequiredService<SecurityAcknowledgements>().Restore();
        services.GetRequiredService<ChargingProfileStore>().Restore();
        services.GetRequiredService<CertificateService>().Restore();
        services.GetRequiredService<ApiKeyStore>().Restore();
        services.GetRequiredService<ChargePointCommands>().Resume();
        services.GetRequiredService<BulkCommands>().Resume();
    }

    /// <param name="at">Its last message, or the last that is known of its connections; null: nothing is.</param>
    private static ChargePointSnapshot Heard(ChargePointSnapshot snapshot, DateTimeOffset? at)
    {
        if (at is { } last) snapshot.Activity.HeardBefore(last);
        return snapshot;
    }

    private static ChargePointSnapshot Restored(
        ChargePointSnapshot snapshot, ChargePointEntity entity, IEnumerable<ConnectorEntity> connectors,
        IEnumerable<(int ConnectorId, RegisterReading Last)> lastRegisters, IEnumerable<TransactionEntity> transactions, IReadOnlyDictionary<int, MeasuredEnergy> measured)
    {
        snapshot = snapshot with
        {
            OfflineSince = entity.LastSeenAt ?? entity.FirstSeenAt, OfflineReason = "the server was restarted",
            Boot = entity.BootedAt is { } at
                ? new(
                    Trimmed(entity.Vendor), Trimmed(entity.Model), Trimmed(entity.SerialNumber), Trimmed(entity.FirmwareVersion), Trimmed(entity.ChargeBoxSerialNumber),
                    entity.Iccid, entity.Imsi, Trimmed(entity.MeterType), Trimmed(entity.MeterSerialNumber), at)
                : null,
        };
        if (entity is { ClockOffsetMs: { } milliseconds, ClockSeenAt: { } seenAt })
        {
            var offset = new ClockSkew(TimeSpan.FromMilliseconds(milliseconds), seenAt, IsConfirmed: true);
            var isBeforeBoot = entity.BootedAt > seenAt;
            snapshot = snapshot with { ClockOffset = offset.Offset, Stamps = isBeforeBoot ? null : offset, StampsBeforeBoot = isBeforeBoot ? offset : null };
        }
        foreach (var c in connectors)
            snapshot = snapshot.With(snapshot.ConnectorOrNew(c.ConnectorId) with
            {
                Status = OcppEnum<ChargePointStatus>.Parse(c.Status), ErrorCode = OcppEnum<ChargePointErrorCode>.Parse(c.ErrorCode), Info = c.Info,
                VendorErrorCode = c.VendorErrorCode, Since = c.Since,
            });
        foreach (var (id, last) in lastRegisters)
            if (ConnectorUpdates.MayHold(snapshot, id))
                snapshot = snapshot.With(snapshot.ConnectorOrNew(id) with { RegisterWh = last.Wh, RegisterAt = last.At });
        foreach (var t in transactions.Where(t => !t.Flags.HasFlag(TransactionFlags.Connector) && ConnectorUpdates.MayHold(snapshot, t.ConnectorId)))
        {
            var connector = snapshot.ConnectorOrNew(t.ConnectorId);
            var of = measured.GetValueOrDefault(t.Id);
            snapshot = snapshot.With(connector with { Transaction = Restored(t, of), RegisterWh = RegisterOf(connector, t, of) });
        }
        return snapshot;
    }

    /// <summary>As it was before the restart: a start that may be garbage is not the connector's register.</summary>
    private static double? RegisterOf(ConnectorSnapshot connector, TransactionEntity running, MeasuredEnergy? measured)
    {
        if (measured?.Count is { IsKnown: true, IsRelative: false, Last.Wh: > 0 } count)
            return count.IsInDoubt && count.Last.Wh == running.MeterStartWh ? connector.RegisterWh : count.Last.Wh;
        return running.MeterStartWh is > 0 ? running.MeterStartWh : connector.RegisterWh ?? running.MeterStartWh;
    }

    /// <summary>An earlier version kept padding.</summary>
    private static string? Trimmed(string? text) => text is null ? null : PaddedTexts.Trim(text);

    /// <param name="measured">Null: it measured nothing.</param>
    private static TransactionSnapshot Restored(TransactionEntity t, MeasuredEnergy? measured)
    {
        return new TransactionSnapshot
        {
            Id = t.Id, WireId = t.WireId, ConnectorId = t.ConnectorId, IdTag = t.IdTag, StartedAt = t.StartedAt, MeterStartWh = t.MeterStartWh, RegisterBeforeWh = t.RegisterBeforeWh,
            EnergyWh = measured?.EnergyWh ?? (t.MeterStartWh is null ? null : 0), Count = measured?.Count, RegisterIsRelative = measured?.Count.IsRelative == true,
            IntervalsWh = measured?.IntervalsWh ?? 0, ReceivedAt = t.StartReceivedAt, IsRefused = t.Flags.HasFlag(TransactionFlags.Refused), IsLate = t.Flags.HasFlag(TransactionFlags.Offline),
            StartCorrection = OcppTimestamp.Parse(t.StartStamp).Value is { } stamp ? t.StartedAt - stamp : TimeSpan.Zero,
        };
    }
}
