using OcppDashboard.Data.Entities;

namespace OcppDashboard.Features.Authorization.Reservations;

/// <summary>How a reservation stands.</summary>
public enum ReservationState
{
    /// <summary>Sent; the charge point has not answered, or its answer was lost and it may hold.</summary>
    Requested,
    Accepted,
    /// <summary>The server stopped before the answer, or the charge point shows its connector as free: it may hold.</summary>
    Unknown,
    /// <summary>The charge point did not accept it.</summary>
    Refused,
    Cancelled,
    Expired,
    /// <summary>A transaction consumed it.</summary>
    Used,
    /// <summary>The charge point said that it does not hold it (any more).</summary>
    Gone,
}

/// <summary>The states as they are kept.</summary>
public static class ReservationStates
{
    public const string Requested = nameof(ReservationState.Requested);
    public const string Accepted = nameof(ReservationState.Accepted);
    public const string Unknown = nameof(ReservationState.Unknown);
    public const string Refused = nameof(ReservationState.Refused);
    public const string Cancelled = nameof(ReservationState.Cancelled);
    public const string Expired = nameof(ReservationState.Expired);
    public const string Used = nameof(ReservationState.Used);
    public const string Gone = nameof(ReservationState.Gone);

    /// <summary>True while it may hold.</summary>
    public static bool IsOpen(ReservationEntity row) => row.Status is Requested or Accepted or Unknown;
}
