namespace OcppDashboard.Features.BulkTasks;

/// <param name="Location">Null: there is none, <paramref name="Problem"/> says why.</param>
public sealed record BulkAddress(string? Location, long? TransferId, string? Problem);

/// <summary>Makes the one-time address of a file for one charge point of a bulk task.</summary>
public interface IBulkAddresses
{
    Task<BulkAddress> MakeAsync(string chargePointId, BulkFile file);

    /// <summary>Ends an address that was not sent.</summary>
    void Revoke(long transferId);
}
