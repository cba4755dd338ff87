using System.Security.Cryptography;
using OcppDashboard.Configuration;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Live;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Features.Files.Received;

/// <summary>Files that charge points sent: kept under names made here, never unpacked, never overwritten.</summary>
public sealed class ReceivedFiles : IDeletesChargePointFiles
{
    private readonly FileTransfers transfers;
    private readonly TransferProgress progress;
    private readonly FileSpace space;
    private readonly FileQueries queries;
    private readonly HistoryWriter history;
    private readonly TimeProvider time;
    private readonly ILogger<ReceivedFiles> logger;
    private readonly long lastBefore;
    private long lastId, total;

    public ReceivedFiles(
        FileTransfers transfers, TransferProgress progress, FileSpace space, UploadRateLimiter pace, FileQueries queries, HistoryWriter history, DashboardSettings settings, TimeProvider time,
        ILogger<ReceivedFiles> logger)
    {
        (this.transfers, this.progress, this.space, this.queries, this.history, this.time, this.logger) = (transfers, progress, space, queries, history, time, logger);
        (Pace, Settings, Folder) = (pace, settings.Files, Path.Combine(settings.Data.Directory, "received"));
        var start = queries.AtStart();
        (lastBefore, lastId, total) = (start.LastReceived, start.LastReceived, start.ReceivedBytes);
        transfers.Ended += transfer => RemovePart(transfer);
        RemoveOldParts();
    }

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Signals the id of a charge point whose list changed.</summary>
    public ChangeFeed<string> Changes { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Files that came since the start of the process.</summary>
    public long Taken => Interlocked.Read(ref lastId) - lastBefore;

    /// <summary>All that is kept, bytes.</summary>
    public long TotalBytes => Interlocked.Read(ref total);

    internal FilesSettings Settings { get; }
    internal UploadRateLimiter Pace { get; }

    /// <summary>Begins to take the file of an upload; one at a time per address.</summary>
    /// <param name="offset">Where it goes on; 0 begins anew; only what is here already can be gone on from.</param>
    /// <param name="via">HTTP PUT, HTTP POST, FTP, FTPS.</param>
    /// <param name="length">Size of the whole file where the charge point says it.</param>
    /// <exception cref="FileRefusedException">The address is no longer good or busy, there is no space, or the offset is beyond what is here.</exception>
    public IncomingFile Begin(FileTransfer transfer, long offset, string via, long? length = null)
    {
        space.Check();
        if (length > Settings.MaxReceivedBytes) throw IncomingFile.TooLarge(Settings);
        lock (transfer.Gate)
        {
            if (transfer is { End: not null } or { IsUpload: false }) throw new FileRefusedException(FileRefusal.Ended, "the address is no longer good");
            if (transfer.IsBusy) throw new FileRefusedException(FileRefusal.Ended, "another upload to this address is going on");
            transfer.IsBusy = true;
        }
        FileStream? target = null;
        try
        {
            Directory.CreateDirectory(Folder);
            target = new FileStream(PartOf(transfer), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            if (offset > target.Length)
                throw new FileRefusedException(FileRefusal.Ended, $"it cannot go on at {offset}: {target.Length} {Quantity.Noun(target.Length, "byte is", "bytes are")} here");
            var before = target.Length;
            target.SetLength(offset);
            Interlocked.Add(ref total, offset - before);
            target.Position = offset;
            return new IncomingFile(this, transfer, target, progress.Begin(transfer, via, offset, length), via, time);
        }
        catch
        {
            target?.Dispose();
            transfer.IsBusy = false;
            throw;
        }
    }

    /// <summary>Bytes that are here of an upload that broke off; 0 without one.</summary>
    public long PartLength(FileTransfer transfer) => new FileInfo(PartOf(transfer)) is { Exists: true } part ? part.Length : 0;

    /// <summary>For downloading: null when the file is gone.</summary>
    public FileStream? Open(ReceivedRow row)
    {
        var path = Path.Combine(Folder, row.StoredName);
        return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan) : null;
    }

    /// <returns>False when it was no longer there.</returns>
    public async Task<bool> DeleteAsync(long id)
    {
        if (await queries.FindReceivedAsync(id) is not { } row || !await history.KeepAsync(new RemoveReceivedFileWrite(id))) return false;
        File.Delete(Path.Combine(Folder, row.StoredName));
        Interlocked.Add(ref total, -row.Size);
        Changes.Signal(row.ChargePointId);
        return true;
    }

    /// <summary>Gives a file that came the name that its charge point wants for it.</summary>
    /// <exception cref="Ocpp.Abstractions.StorageFailedException">It could not be kept; the name is as it was.</exception>
    internal async Task RenameAsync(ReceivedFileEntity file, string chargePointId, string name)
    {
        if (IncomingFile.Tidy(name.TrimStart('/')) is { } tidy) await history.KeepAsync(new RenameReceivedFileWrite(file.Id, tidy));
        Changes.Signal(chargePointId);
    }

    public async Task DeleteFilesAsync(string chargePointId, CancellationToken stop)
    {
        while ((await queries.ReceivedAsync(new(chargePointId), 0, 100, stop)).Rows is { Count: > 0 } rows)
            foreach (var row in rows) await DeleteAsync(row.Id);
    }

    internal string PartOf(FileTransfer transfer) => Path.Combine(Folder, $"{transfer.Id}.part");

    /// <exception cref="FileRefusedException">What was set aside for received files would be full.</exception>
    internal void CheckQuota(int bytes)
    {
        if (Interlocked.Read(ref total) + bytes > Settings.MaxReceivedTotalBytes)
            throw new FileRefusedException(FileRefusal.QuotaFull, $"the received files fill the {Settings.MaxReceivedTotalBytes >> 20} MiB set aside for them");
    }

    internal void CheckSpace() => space.Check();

    internal void Count(int bytes) => Interlocked.Add(ref total, bytes);

    /// <summary>Gives a file that is here whole its name and ends its address.</summary>
    internal async Task<ReceivedFileEntity> KeepAsync(FileTransfer transfer, string? name, string via, long size, string sha256)
    {
        var now = time.GetUtcNow();
        var file = new ReceivedFileEntity
        {
            Id = Interlocked.Increment(ref lastId), TransferId = transfer.Id, CommandId = transfer.CommandId, Name = name, Size = size, Sha256 = sha256, ReceivedAt = now, Via = via,
            StoredName = $"{now.UtcDateTime:yyyyMMdd-HHmmss}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}.bin",
        };
        var path = Path.Combine(Folder, file.StoredName);
        File.Move(PartOf(transfer), path);
        try
        {
            await history.KeepAsync(new ReceivedFileWrite(transfer.ChargePointId, file));
        }
        catch
        {
            File.Move(path, PartOf(transfer)); // not kept: the charge point is told so and tries again
            throw;
        }
        transfers.End(transfer, TransferEnd.Arrived);
        Changes.Signal(transfer.ChargePointId);
        return file;
    }

    internal void RemovePart(FileTransfer transfer)
    {
        lock (transfer.Gate)
        {
            var part = new FileInfo(PartOf(transfer));
            if (transfer.IsBusy || !transfer.IsUpload || !part.Exists) return; // busy: its own end removes it
            try
            {
                var length = part.Length;
                part.Delete();
                Interlocked.Add(ref total, -length);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                logger.LogWarning(exception, "What came of an upload could not be removed; the next start tries again");
            }
        }
    }

    /// <summary>What was on its way when the server stopped and can no longer go on; the rest counts.</summary>
    private void RemoveOldParts()
    {
        if (!Directory.Exists(Folder)) return;
        var open = transfers.Open.Select(PartOf).ToHashSet();
        foreach (var part in new DirectoryInfo(Folder).EnumerateFiles("*.part"))
        {
            if (open.Contains(part.FullName)) total += part.Length;
            else part.Delete();
        }
    }
}
