using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine;

/// <summary>Tells the central system each status once, in the order in which they came about (specification 4.9).</summary>
internal sealed class Statuses(Device device)
{
    private (ChargePointStatus, ChargePointErrorCode, string?)? told;

    /// <summary>The status of the charge point itself, connector 0.</summary>
    public ChargePointStatus OfChargePoint => device switch
    {
        { Fault: not null } => ChargePointStatus.Faulted,
        { Operative: false } => ChargePointStatus.Unavailable,
        _ => ChargePointStatus.Available,
    };

    /// <summary>Looks at one connector and tells what changed.</summary>
    public void Refresh(Connector connector)
    {
        device.Publish();
        var now = Of(connector);
        if (!device.IsOnline || connector.Told == now) return;
        connector.Told = now;
        device.Go(() => SendAsync(connector.Id, now));
    }

    public void RefreshAll()
    {
        RefreshChargePoint();
        foreach (var connector in device.Connectors) Refresh(connector);
    }

    public void RefreshChargePoint()
    {
        device.Publish();
        var now = OfDevice();
        if (!device.IsOnline || told == now) return;
        told = now;
        device.Go(() => SendAsync(0, now));
    }

    /// <summary>After a connect: what changed since the last one, or all of it.</summary>
    public async Task ReportAsync(bool all)
    {
        if (all || told != OfDevice()) await ReportAsync(null);
        foreach (var connector in device.Connectors)
            if (all || connector.Told != Of(connector)) await ReportAsync(connector);
    }

    /// <summary>Tells the status of one connector (null: of the charge point), changed or not.</summary>
    public Task ReportAsync(Connector? connector)
    {
        if (connector is null) told = OfDevice();
        else connector.Told = Of(connector);
        return SendAsync(connector?.Id ?? 0, connector is null ? OfDevice() : Of(connector));
    }

    private static (ChargePointStatus Status, ChargePointErrorCode Code, string? Info) Of(Connector connector) =>
        (connector.Status, connector.Fault?.Code ?? ChargePointErrorCode.NoError, connector.Fault?.Info);

    private (ChargePointStatus Status, ChargePointErrorCode Code, string? Info) OfDevice() =>
        (OfChargePoint, device.Fault?.Code ?? ChargePointErrorCode.NoError, device.Fault?.Info);

    private async Task SendAsync(int connectorId, (ChargePointStatus Status, ChargePointErrorCode Code, string? Info) what)
    {
        var fault = connectorId == 0 ? device.Fault : device.Find(connectorId)?.Fault;
        var vendorCode = what.Code == ChargePointErrorCode.NoError ? null : fault?.VendorErrorCode;
        var request = new StatusNotificationRequest(connectorId, what.Code, what.Info, what.Status, MeterSamples.WholeSeconds(device.Now),
            vendorCode is null ? null : device.Model.Vendor, vendorCode);
        device.Log.Add($"connector {connectorId} {what.Status} {what.Code}");
        var outcome = await device.Calls.CallAsync(request);
        if (outcome.Kind is OutcomeKind.Lost or OutcomeKind.TimedOut) Untell(connectorId);
        else if (device.Link.Repeats()) await device.Calls.CallAsync(request);
    }

    private void Untell(int connectorId)
    {
        if (connectorId == 0) told = null;
        else if (device.Find(connectorId) is { } connector) connector.Told = null;
    }
}
