using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine.Calls;

/// <summary>Core profile: availability, configuration, cache, data, reset.</summary>
internal static class CoreCalls
{
    public static Answer ChangeAvailability(Device device, ChangeAvailabilityRequest request)
    {
        var operative = request.Type == AvailabilityType.Operative;
        if (request.ConnectorId == 0) return Whole(device, request.Type);
        if (device.Find(request.ConnectorId) is not { } connector) return new(new ChangeAvailabilityResponse(AvailabilityStatus.Rejected));
        return new(new ChangeAvailabilityResponse(Set(connector, request.Type)), () =>
        {
            if (operative && connector.Operative) device.Log.Add($"connector {connector.Id} operative");
            device.Statuses.Refresh(connector);
            return Task.CompletedTask;
        });
    }

    public static Answer ChangeConfiguration(Device device, ChangeConfigurationRequest request)
    {
        var key = CallTable.Required(request.Key, "key");
        return new(new ChangeConfigurationResponse(device.Settings.Write(key, request.Value ?? "")));
    }

    public static Answer ClearCache(Device device, ClearCacheRequest request) => new(new ClearCacheResponse(device.Authorization.ClearCache()));

    public static Answer DataTransfer(Device device, DataTransferRequest request)
    {
        if (CallTable.Required(request.VendorId, "vendorId") != device.Model.Vendor) return new(new DataTransferResponse(DataTransferStatus.UnknownVendorId));
        return request.MessageId is null or "Echo"
            ? new(new DataTransferResponse(DataTransferStatus.Accepted, request.Data))
            : new(new DataTransferResponse(DataTransferStatus.UnknownMessageId));
    }

    public static Answer GetConfiguration(Device device, GetConfigurationRequest request) => new(device.Settings.Read(request.Key));

    public static Answer Reset(Device device, ResetRequest request) =>
        new(new ResetResponse(ResetStatus.Accepted), () => device.Resets.ResetAsync(request.Type));

    private static Answer Whole(Device device, AvailabilityType type)
    {
        device.Operative = type == AvailabilityType.Operative;
        var answers = device.Connectors.Select(connector => Set(connector, type)).ToList();
        var scheduled = answers.Contains(AvailabilityStatus.Scheduled);
        return new(new ChangeAvailabilityResponse(scheduled ? AvailabilityStatus.Scheduled : AvailabilityStatus.Accepted), () =>
        {
            device.Statuses.RefreshAll();
            return Task.CompletedTask;
        });
    }

    private static AvailabilityStatus Set(Connector connector, AvailabilityType type)
    {
        if (connector.Transaction is not null && type == AvailabilityType.Inoperative)
        {
            connector.Scheduled = type;
            return AvailabilityStatus.Scheduled;
        }
        (connector.Operative, connector.Scheduled) = (type == AvailabilityType.Operative, null);
        return AvailabilityStatus.Accepted;
    }
}
