using OcppDashboard.Data.Entities;

namespace OcppDashboard.Access.Reservations;

/// <summary>What can become of a reservation.</summary>
public static class ReservationStates
{
    /// <summary>Sent; the charge point has not answered, or its answer was lost.</summary>
    public const string Requested = "Requested";
    public const string Accepted = "Accepted";
    public const string Refused = "Refused";
    public const string Cancelled = "Cancelled";
    public const string Expired = "Expired";

    /// <summary>A transaction began with it.</summary>
    public const string Used = "Used";

    /// <summary>True while it may hold.</summary>
    public static bool IsOpen(ReservationEntity row) => row.Status is Requested or Accepted;
}
