using System.ComponentModel.DataAnnotations;

namespace OcppDashboard.Ocpp.Messages;

// Feature profile Reservation.

public record CancelReservationRequest(int ReservationId) : IOcppRequest<CancelReservationResponse>;
public record CancelReservationResponse(OcppEnum<CancelReservationStatus> Status);

/// <param name="ConnectorId">0: any connector.</param>
public record ReserveNowRequest(
    int ConnectorId, OcppTimestamp ExpiryDate, [MaxLength(20)] string IdTag, [MaxLength(20)] string? ParentIdTag, int ReservationId) : IOcppRequest<ReserveNowResponse>;
public record ReserveNowResponse(OcppEnum<ReservationStatus> Status);
