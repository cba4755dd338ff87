using System.Collections.Concurrent;
using System.Security.Cryptography;
using OcppDashboard.Configuration;

namespace OcppDashboard.Files;

/// <summary>One address that was given to a charge point.</summary>
/// <param name="IsUpload">True: it sends a file here; false: it fetches one.</param>
/// <param name="File">The file to fetch; for an upload the file to make.</param>
public sealed record FileTransfer(string Token, string ChargePointId, bool IsUpload, string File, DateTimeOffset Expires);

/// <summary>
/// Addresses for files to and from charge points: each holds a token of 256 bits, belongs to one charge point and ends after a day.
/// Names of files are ours; what a charge point calls its file is never a path.
/// </summary>
public sealed class FileTransfers(DashboardSettings settings, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(24);
    private readonly ConcurrentDictionary<string, FileTransfer> transfers = new(StringComparer.Ordinal);

    /// <summary>Put firmware files here to offer them: full path.</summary>
    public string FirmwareFolder { get; } = Path.Combine(settings.Data.Directory, "firmware");

    /// <summary>Where received files are kept: full path.</summary>
    public string ReceivedFolder { get; } = Path.Combine(settings.Data.Directory, "received");

    /// <summary>Names of the firmware files that can be offered, sorted.</summary>
    public IReadOnlyList<string> FirmwareFiles() => !Directory.Exists(FirmwareFolder) ? []
        : [.. new DirectoryInfo(FirmwareFolder).EnumerateFiles().Where(f => f.LinkTarget is null).Select(f => f.Name).Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>An address from which a charge point can fetch a firmware file.</summary>
    /// <param name="serverAddress">scheme://host:port under which the charge point reaches this server.</param>
    /// <param name="name">One of <see cref="FirmwareFiles"/>.</param>
    /// <returns>Null when there is no such file.</returns>
    public string? OfferFirmware(string serverAddress, string chargePointId, string name) =>
        FirmwareFiles().Contains(name) ? Make(serverAddress, chargePointId, false, Path.Combine(FirmwareFolder, name), Uri.EscapeDataString(name)) : null;

    /// <summary>An address to which a charge point can send one file with PUT or POST.</summary>
    public string AcceptUpload(string serverAddress, string chargePointId)
    {
        var name = $"{time.GetUtcNow().UtcDateTime:yyyyMMdd-HHmmss}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}.bin";
        return Make(serverAddress, chargePointId, true, Path.Combine(ReceivedFolder, name), "diagnostics");
    }

    /// <returns>Null for a token that was never given, is used up or has expired.</returns>
    public FileTransfer? Find(string token) => transfers.TryGetValue(token, out var transfer) && transfer.Expires > time.GetUtcNow() ? transfer : null;

    /// <summary>Takes an upload's token: it is good for one file.</summary>
    public bool Use(FileTransfer transfer) => transfers.TryRemove(KeyValuePair.Create(transfer.Token, transfer));

    /// <summary>Makes an upload's token good again: its file did not arrive whole, and charge points try again at the same address.</summary>
    public void GiveBack(FileTransfer transfer) => transfers.TryAdd(transfer.Token, transfer);

    private string Make(string serverAddress, string chargePointId, bool isUpload, string file, string lastSegment)
    {
        foreach (var (token, old) in transfers)
            if (old.Expires < time.GetUtcNow()) transfers.TryRemove(token, out _);
        var transfer = new FileTransfer(RandomNumberGenerator.GetHexString(64, lowercase: true), chargePointId, isUpload, file, time.GetUtcNow() + Life);
        transfers[transfer.Token] = transfer;
        return $"{serverAddress}/files/{transfer.Token}/{lastSegment}";
    }
}
