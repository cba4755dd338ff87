using OcppDashboard.Features.Files;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;

namespace OcppDashboard.Features.BulkTasks;

/// <param name="Location">Null: there is none, <paramref name="Problem"/> says why.</param>
public sealed record BulkAddress(string? Location, long? TransferId, string? Problem);

/// <summary>One-time addresses for the charge points of a bulk task, each made when its turn comes.</summary>
public sealed class BulkAddresses(ChargePointStore store, TransferAddresses addresses, FileTransfers transfers, FirmwareLibrary library)
{
    public async Task<BulkAddress> MakeAsync(string chargePointId, BulkFile file)
    {
        if (store.Find(chargePointId) is not { } chargePoint) return new(null, null, "there is no such charge point");
        var schemes = addresses.Schemes(chargePoint, file.IsUpload);
        if (schemes.Count == 0) return new(null, null, "it has no address under which it reaches the files of this server");
        var scheme = Enum.TryParse<FileScheme>(file.Scheme, ignoreCase: true, out var wanted) && schemes.Contains(wanted) ? wanted : schemes[0];
        var firmware = library.Find(file.FirmwareId);
        if (!file.IsUpload && firmware is null) return new(null, null, "the firmware file was deleted");
        try
        {
            var offer = firmware is null ? await transfers.OfferUploadAsync(chargePoint, scheme) : await transfers.OfferFirmwareAsync(chargePoint, firmware, scheme);
            return new(offer.Address, offer.TransferId, null);
        }
        catch (StorageFailedException exception)
        {
            return new(null, null, $"its address could not be kept ({exception.Message.TrimEnd('.')})");
        }
    }

    /// <summary>Ends an address that was not sent.</summary>
    public void Revoke(long transferId)
    {
        if (transfers.Find(transferId) is { } transfer) transfers.End(transfer, TransferEnd.Revoked);
    }
}
