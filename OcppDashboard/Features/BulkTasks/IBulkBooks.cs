using OcppDashboard.Commands;

namespace OcppDashboard.Features.BulkTasks;

/// <summary>What tasks need of books that are kept elsewhere: reservation ids and local authorization lists.</summary>
public interface IBulkBooks
{
    /// <summary>A reservationId that nobody used; each call gives another.</summary>
    int NextReservationId();

    /// <summary>Sends a charge point's local list from our id tags: all of it, or what differs from the one sent last.</summary>
    /// <param name="by">Who asks.</param>
    /// <returns>The last command that was sent, how many were and how many the list takes; null: it has the list already.</returns>
    Task<(CommandSnapshot Last, int Sent, int Planned)?> SendLocalListAsync(string chargePointId, bool isFull, string by);
}
