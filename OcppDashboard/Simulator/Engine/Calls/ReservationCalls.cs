using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine.Calls;

/// <summary>Reservation profile.</summary>
internal static class ReservationCalls
{
    public static Answer ReserveNow(Device device, ReserveNowRequest request)
    {
        CallTable.Required(request.IdTag, "idTag");
        var (status, connector) = Find(device, request);
        if (connector is null) return new(new ReserveNowResponse(status));
        foreach (var other in device.Connectors.Where(other => other != connector && other.Reservation?.ReservationId == request.ReservationId))
            Free(device, other);
        connector.Reservation = request;
        return new(new ReserveNowResponse(ReservationStatus.Accepted), () =>
        {
            device.Statuses.Refresh(connector);
            device.Go(() => ExpireAsync(device, connector, request));
            return Task.CompletedTask;
        });
    }

    public static Answer CancelReservation(Device device, CancelReservationRequest request)
    {
        if (device.Connectors.FirstOrDefault(candidate => candidate.Reservation?.ReservationId == request.ReservationId) is not { } connector)
            return new(new CancelReservationResponse(CancelReservationStatus.Rejected));
        return new(new CancelReservationResponse(CancelReservationStatus.Accepted), () =>
        {
            if (connector.Reservation?.ReservationId == request.ReservationId) Free(device, connector);
            return Task.CompletedTask;
        });
    }

    private static (ReservationStatus Status, Connector? Connector) Find(Device device, ReserveNowRequest request)
    {
        if (request.ExpiryDate.Value is not { } expiry || expiry <= device.Now) return (ReservationStatus.Rejected, null);
        if (request.ConnectorId == 0 && !device.Settings.Flag("ReserveConnectorZeroSupported")) return (ReservationStatus.Rejected, null);
        var candidates = device.Connectors.Where(connector => request.ConnectorId == 0 || connector.Id == request.ConnectorId).ToList();
        if (candidates.Count == 0) return (ReservationStatus.Rejected, null);
        if (device.Fault is not null || candidates.TrueForAll(connector => connector.IsBroken)) return (ReservationStatus.Faulted, null);
        if (candidates.Find(connector => IsFree(connector, request.ReservationId)) is { } free) return (ReservationStatus.Accepted, free);
        return (candidates.TrueForAll(connector => !connector.IsUsable) ? ReservationStatus.Unavailable : ReservationStatus.Occupied, null);
    }

    private static bool IsFree(Connector connector, int reservationId) =>
        connector is { IsUsable: true, Transaction: null, Vehicle: null, Pending: null }
        && (connector.Reservation is null || connector.Reservation.ReservationId == reservationId);

    private static async Task ExpireAsync(Device device, Connector connector, ReserveNowRequest request)
    {
        await device.Delay(request.ExpiryDate.Value!.Value - device.Now);
        if (connector.Reservation == request) Free(device, connector);
    }

    private static void Free(Device device, Connector connector)
    {
        connector.Reservation = null;
        device.Statuses.Refresh(connector);
    }
}
