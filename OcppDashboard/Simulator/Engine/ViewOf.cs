namespace OcppDashboard.Simulator.Engine;

/// <summary>Pictures of a charge point for those outside.</summary>
internal static class ViewOf
{
    public static SimulatedChargePointView Device(Device device) => new(
        device.Options.Id, device.Model.Name, device.Model.Title, device.FirmwareVersion, device.IsOnline, device.Connection.Network.IsOpen, device.Queue.Count,
        device.Activity, device.Fault, [.. device.Connectors.Select(Connector)]);

    private static SimulatedConnectorView Connector(Connector connector)
    {
        var (meter, transaction) = (connector.Meter, connector.Transaction);
        return new(connector.Id, connector.Design.Type, connector.Status, connector.Fault, connector.Vehicle is not null, meter.PowerW, meter.RegisterWh,
            transaction is null ? 0 : Math.Max(0, meter.RegisterWh - transaction.MeterStart), connector.Design.ReportsSoC ? connector.Vehicle?.StateOfCharge : null,
            transaction?.IdTag ?? connector.Pending?.IdTag, transaction?.Id, transaction is not null);
    }
}
