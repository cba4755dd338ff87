using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using OcppDashboard.Configuration;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;

namespace OcppDashboard.Features.Files.Transfers;

/// <summary>An address for a charge point, with its secret in it: it goes into one command and nowhere else.</summary>
public sealed record FileOffer(long TransferId, string Address);

/// <summary>
/// One-time addresses: each belongs to one charge point and one job, and holds a token of 256 bits, or a user and password for FTP. They
/// outlive a restart, and end with the job, after a time, or when the file of an upload is here.
/// </summary>
public sealed class FileTransfers : IForgetsChargePoints
{
    internal const int TokenDigits = 64;
    private const string FtpLetters = "abcdefghijkmnpqrstuvwxyz23456789"; // none that two people read differently
    private readonly ConcurrentDictionary<string, FileTransfer> open = new(StringComparer.Ordinal); // by the secret's hash
    private readonly TransferAddresses addresses;
    private readonly HistoryWriter history;
    private readonly DashboardSettings settings;
    private readonly TimeProvider time;
    private long lastId;

    public FileTransfers(TransferAddresses addresses, FirmwareLibrary firmware, FileQueries queries, HistoryWriter history, DashboardSettings settings, TimeProvider time)
    {
        (this.addresses, this.history, this.settings, this.time) = (addresses, history, settings, time);
        var start = queries.AtStart();
        lastId = start.LastTransfer;
        foreach (var (id, entity) in start.OpenTransfers) open[Convert.ToHexString(entity.SecretHash)] = FileTransfer.Of(id, entity, firmware.Find(entity.FirmwareId));
    }

    /// <summary>Those whose address is good.</summary>
    public IEnumerable<FileTransfer> Open => open.Values;

    /// <summary>Runs when an address ended, for whatever reason.</summary>
    internal event Action<FileTransfer>? Ended;

    /// <summary>An address from which this charge point can fetch a firmware file.</summary>
    /// <param name="scheme">One of <see cref="TransferAddresses.Schemes"/>.</param>
    /// <param name="notBefore">When it may be fetched at the earliest; the address is good for its usual time after that. Null: now.</param>
    /// <exception cref="Ocpp.Abstractions.StorageFailedException">It could not be kept.</exception>
    public Task<FileOffer> OfferFirmwareAsync(ChargePointSnapshot chargePoint, FirmwareFile file, FileScheme scheme, DateTimeOffset? notBefore = null) =>
        MakeAsync(chargePoint, file, scheme, notBefore);

    /// <summary>An address to which this charge point can send one file.</summary>
    /// <param name="scheme">One of <see cref="TransferAddresses.Schemes"/>.</param>
    /// <exception cref="Ocpp.Abstractions.StorageFailedException">It could not be kept.</exception>
    public Task<FileOffer> OfferUploadAsync(ChargePointSnapshot chargePoint, FileScheme scheme) => MakeAsync(chargePoint, null, scheme, null);

    /// <summary>A job of its own for another file of an upload whose first file is here; nobody knows an address of it.</summary>
    /// <exception cref="Ocpp.Abstractions.StorageFailedException">It could not be kept.</exception>
    internal async Task<FileTransfer> FollowAsync(FileTransfer first)
    {
        var now = time.GetUtcNow();
        var next = new FileTransfer
        {
            Id = Interlocked.Increment(ref lastId), ChargePointId = first.ChargePointId, IsUpload = true, Scheme = first.Scheme, CreatedAt = now, ExpiresAt = now + settings.Files.AddressLife,
            SecretHash = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes), CommandId = first.CommandId,
        };
        await history.KeepAsync(new FileTransferWrite(next.ChargePointId, next.ToEntity()));
        open[Convert.ToHexString(next.SecretHash)] = next;
        return next;
    }

    /// <returns>Null for a token that was never given or is no longer good.</returns>
    public FileTransfer? Find(string token) => token.Length == TokenDigits ? FindSecret(token) : null;

    /// <returns>Null for a login that was never given or is no longer good.</returns>
    public FileTransfer? FindLogin(string user, string password) => FindSecret(Login(user, password));

    public FileTransfer? Find(long id) => open.Values.FirstOrDefault(transfer => transfer.Id == id);

    /// <summary>Keeps who carries the address.</summary>
    internal void Bind(FileTransfer transfer, long commandId)
    {
        if (transfer.CommandId == commandId) return;
        transfer.CommandId = commandId;
        Keep(transfer);
    }

    /// <summary>Ends an address: from now on it is as if it had never been given.</summary>
    internal void End(FileTransfer transfer, TransferEnd end)
    {
        lock (transfer.Gate)
        {
            if (transfer.End is not null) return;
            (transfer.End, transfer.EndedAt) = (end, time.GetUtcNow());
        }
        open.TryRemove(Convert.ToHexString(transfer.SecretHash), out _);
        Keep(transfer);
        Ended?.Invoke(transfer);
    }

    /// <summary>Its addresses end, also in the database.</summary>
    public void Forget(string chargePointId)
    {
        foreach (var transfer in open.Values.Where(transfer => transfer.ChargePointId.Equals(chargePointId, StringComparison.OrdinalIgnoreCase)).ToList())
        {
            lock (transfer.Gate) (transfer.End, transfer.EndedAt) = (transfer.End ?? TransferEnd.Revoked, time.GetUtcNow());
            open.TryRemove(Convert.ToHexString(transfer.SecretHash), out _);
            Ended?.Invoke(transfer);
        }
    }

    /// <summary>Ends the addresses whose time is over.</summary>
    internal void EndOld()
    {
        var now = time.GetUtcNow();
        foreach (var transfer in open.Values)
            if (transfer.ExpiresAt <= now) End(transfer, TransferEnd.Expired);
    }

    internal void Keep(FileTransfer transfer) => history.Keep(new FileTransferWrite(transfer.ChargePointId, transfer.ToEntity()));

    private FileTransfer? FindSecret(string secret) =>
        open.TryGetValue(Convert.ToHexString(Hash(secret)), out var transfer) && transfer.ExpiresAt > time.GetUtcNow() ? transfer : null;

    private async Task<FileOffer> MakeAsync(ChargePointSnapshot chargePoint, FirmwareFile? file, FileScheme scheme, DateTimeOffset? notBefore)
    {
        if (!addresses.Schemes(chargePoint, file is null).Contains(scheme)) throw new InvalidOperationException($"{scheme} is not offered to {chargePoint.Id}");
        string secret, address;
        if (scheme is FileScheme.Http or FileScheme.Https)
        {
            secret = RandomNumberGenerator.GetHexString(TokenDigits, lowercase: true);
            address = addresses.OverHttp(chargePoint, scheme, secret, file?.Name ?? TransferAddresses.UploadName);
        }
        else
        {
            var (user, password) = ("cp" + RandomNumberGenerator.GetString(FtpLetters, 10), RandomNumberGenerator.GetString(FtpLetters, 32)); // 160 bits
            secret = Login(user, password);
            address = addresses.OverFtp(chargePoint, scheme, user, password, file?.Name ?? "");
        }
        var now = time.GetUtcNow();
        var transfer = new FileTransfer
        {
            Id = Interlocked.Increment(ref lastId), ChargePointId = chargePoint.Id, IsUpload = file is null, Scheme = scheme, Firmware = file, CreatedAt = now,
            ExpiresAt = (notBefore > now ? notBefore.Value : now) + settings.Files.AddressLife, SecretHash = Hash(secret),
        };
        await history.KeepAsync(new FileTransferWrite(transfer.ChargePointId, transfer.ToEntity())); // else it would be dead after a restart
        open[Convert.ToHexString(transfer.SecretHash)] = transfer;
        return new(transfer.Id, address);
    }

    private static string Login(string user, string password) => user + '\n' + password;

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
