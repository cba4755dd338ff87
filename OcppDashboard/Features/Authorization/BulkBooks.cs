using OcppDashboard.Commands;
using OcppDashboard.Features.Authorization.LocalLists;
using OcppDashboard.Features.Authorization.Reservations;
using OcppDashboard.Features.BulkTasks;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Authorization;

/// <summary>The books of reservations and local lists, for commands to many.</summary>
internal sealed class BulkBooks(ReservationIds reservations, LocalListBook lists) : IBulkBooks
{
    public int NextReservationId() => reservations.Next();

    public async Task<(CommandSnapshot Last, int Sent, int Planned)?> SendLocalListAsync(string chargePointId, bool isFull, string by) =>
        await lists.SendAsync(chargePointId, isFull ? UpdateType.Full : UpdateType.Differential, by) is { } sent ? (sent.Last, sent.Sent, sent.Planned) : null;
}
