using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine;

/// <summary>From card, remote command and plug to a transaction and out of it (specification 4.8, 4.10, 5.11, 5.12).</summary>
internal sealed class Charging(Device device)
{
    public void PlugIn(Connector connector, double? stateOfCharge)
    {
        if (connector.Vehicle is not null) return;
        connector.Vehicle = Vehicle.Any(device.Random, stateOfCharge);
        connector.Finishing = false;
        device.Log.Add($"connector {connector.Id} plugged in");
        if (connector.Pending is { } pending && connector.IsUsable) Start(connector, pending);
        device.Statuses.Refresh(connector);
    }

    public void Unplug(Connector connector)
    {
        if (connector.Vehicle is null) return;
        device.Log.Add($"connector {connector.Id} unplugged");
        device.Metering.Advance(connector);
        connector.Vehicle = null;
        if (connector.Transaction is not null && device.Settings.Flag("StopTransactionOnEVSideDisconnect", true)) Stop(connector, StopReason.EVDisconnected);
        connector.Finishing = false;
        device.Statuses.Refresh(connector);
    }

    /// <summary>A card at the reader: ends the transaction that it began, or begins one once it is authorised.</summary>
    public async Task PresentCardAsync(string idTag, Connector connector)
    {
        device.Log.Add($"card {idTag} at connector {connector.Id}");
        if (connector.Transaction is { } running)
        {
            if (await MayStopAsync(running, idTag)) Stop(connector, StopReason.Local, idTag);
            return;
        }
        if (!connector.IsUsable || device.Fault is not null) return;
        var info = await device.Authorization.AuthorizeAsync(idTag);
        if (Authorization.IsAccepted(info)) Begin(connector, new(idTag, info.ParentIdTag, null));
        else device.Log.Add($"card {idTag} refused: {info.Status}");
    }

    /// <summary>The connector that a remote start means, or null where it cannot be followed.</summary>
    public Connector? ForRemoteStart(RemoteStartTransactionRequest request)
    {
        if (device.Fault is not null || !device.Operative) return null;
        var candidates = request.ConnectorId is { } id
            ? device.Connectors.Where(connector => connector.Id == id)
            : device.Connectors.OrderBy(connector => connector.Vehicle is null); // where a car waits first
        return candidates.FirstOrDefault(connector => connector is { IsUsable: true, Transaction: null, Pending: null }
            && (connector.Reservation is null || connector.IsReservedFor(request.IdTag, device.Authorization.ParentOf(request.IdTag))));
    }

    public async Task RemoteStartAsync(Connector connector, RemoteStartTransactionRequest request)
    {
        var parent = device.Authorization.ParentOf(request.IdTag);
        if (device.Settings.Flag("AuthorizeRemoteTxRequests"))
        {
            var info = await device.Authorization.AuthorizeAsync(request.IdTag);
            if (!Authorization.IsAccepted(info)) return;
            parent = info.ParentIdTag;
        }
        Begin(connector, new(request.IdTag, parent, request.ChargingProfile));
    }

    /// <summary>The central system answered the start.</summary>
    public void StartAnswered(Transaction transaction, IdTagInfo? info)
    {
        if (info is null) return;
        device.Authorization.Learn(transaction.IdTag, info);
        device.Publish();
        if (Authorization.IsAccepted(info) || device.Find(transaction.ConnectorId) is not { } connector || connector.Transaction != transaction) return;
        device.Log.Add($"transaction {transaction.Id} not accepted: {info.Status}");
        if (device.Settings.Flag("StopTransactionOnInvalidId", true)) Stop(connector, StopReason.DeAuthorized);
        else transaction.Denied = true;
        device.Metering.Advance(connector);
        device.Statuses.Refresh(connector);
    }

    /// <param name="at">When it ended, for what is only found out later (a power cut); null: now.</param>
    public void Stop(Connector connector, StopReason reason, string? idTag = null, DateTimeOffset? at = null)
    {
        if (connector.Transaction is not { } transaction) return;
        device.Metering.Advance(connector);
        device.Metering.Record(connector, transaction, ReadingContexts.TransactionEnd);
        connector.Transaction = null;
        transaction.Ended.Cancel();
        connector.Finishing = connector.Vehicle is not null;
        if (connector.Scheduled is { } availability) (connector.Operative, connector.Scheduled) = (availability == AvailabilityType.Operative, null);
        device.Profiles.TransactionEnded(connector.Id);
        device.Log.Add($"transaction {transaction.Id} ended: {reason}");
        device.Queue.Stop(transaction, reason, idTag ?? (reason == StopReason.Local ? transaction.IdTag : null), (long)connector.Meter.RegisterWh,
            MeterSamples.WholeSeconds(at ?? device.Now));
        device.Metering.Advance(connector);
        device.Statuses.Refresh(connector);
    }

    public void StopAll(StopReason reason, DateTimeOffset? at = null)
    {
        foreach (var connector in device.Connectors) Stop(connector, reason, null, at);
    }

    private void Begin(Connector connector, PendingStart start)
    {
        if (connector is not { IsUsable: true, Transaction: null }) return;
        if (connector.Reservation is not null && !connector.IsReservedFor(start.IdTag, start.ParentIdTag)) return;
        if (connector.Vehicle is not null) Start(connector, start);
        else if (connector.Pending is null) Await(connector, start);
        device.Statuses.Refresh(connector);
    }

    private void Start(Connector connector, PendingStart start)
    {
        (connector.Pending, connector.Finishing) = (null, false);
        device.Metering.Advance(connector);
        connector.Meter.Begin();
        var reservation = connector.Reservation;
        connector.Reservation = null;
        var transaction = new Transaction(
            connector.Id, start.IdTag, start.ParentIdTag, MeterSamples.WholeSeconds(device.Now), (long)connector.Meter.RegisterWh, reservation?.ReservationId);
        connector.Transaction = transaction;
        if (start.Profile is { } profile) device.Profiles.Add(connector.Id, profile);
        device.Queue.Start(transaction);
        device.Metering.Begin(connector, transaction);
    }

    private void Await(Connector connector, PendingStart start)
    {
        connector.Pending = start;
        device.Go(async () =>
        {
            await device.Delay(device.Settings.Seconds("ConnectionTimeOut", 60));
            if (connector.Pending != start) return;
            connector.Pending = null;
            device.Log.Add($"connector {connector.Id}: no car came in time");
            device.Statuses.Refresh(connector);
        });
    }

    private async Task<bool> MayStopAsync(Transaction running, string idTag)
    {
        if (running.IdTag.Equals(idTag, StringComparison.OrdinalIgnoreCase)) return true;
        if (running.ParentIdTag is not { Length: > 0 } parent) return false;
        var info = await device.Authorization.AuthorizeAsync(idTag);
        return Authorization.IsAccepted(info) && parent.Equals(info.ParentIdTag, StringComparison.OrdinalIgnoreCase);
    }
}
