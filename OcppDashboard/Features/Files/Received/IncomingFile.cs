using System.Security.Cryptography;
using OcppDashboard.Configuration;
using OcppDashboard.Data.Entities;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Features.Files.Received;

/// <summary>
/// A file on its way in. Write, then <see cref="CompleteAsync"/>; disposed before that, what came so far is kept for going on
/// (<see cref="KeepsPart"/>) or removed. Not thread-safe.
/// </summary>
public sealed class IncomingFile : IAsyncDisposable
{
    private const int LongestName = 255;
    private const int CheckEvery = 512 << 10; // 50 uploads at once leave 25 MiB for the disk to bring down, and a commit waits for no more
    private readonly ReceivedFiles files;
    private readonly FileTransfer transfer;
    private readonly FileStream target;
    private readonly TransferRun run;
    private readonly string via;
    private readonly TimeProvider time;
    private readonly long started;
    private readonly IncrementalHash? hash; // as it comes; null: it goes on where it was, and is read once more in the end
    private long untilCheck = CheckEvery;
    private bool isComplete;
    private string broke = "the connection ended";

    internal IncomingFile(ReceivedFiles files, FileTransfer transfer, FileStream target, TransferRun run, string via, TimeProvider time)
    {
        (this.files, this.transfer, this.target, this.run, this.via, this.time) = (files, transfer, target, run, via, time);
        started = time.GetTimestamp();
        Length = target.Position;
        if (Length == 0) hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    }

    /// <summary>Bytes that are here, from the start of the file.</summary>
    public long Length { get; private set; }

    /// <summary>True: what came stays until the address ends, so that the charge point can go on (FTP REST).</summary>
    public bool KeepsPart { get; set; }

    /// <exception cref="FileRefusedException">Too large, too slow, or no space; what came so far is removed.</exception>
    /// <exception cref="IOException">The disk did not take it.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        try
        {
            if (Length + bytes.Length > files.Settings.MaxReceivedBytes) throw TooLarge(files.Settings);
            if (time.GetElapsedTime(started) > files.Settings.UploadLimit)
                throw new FileRefusedException(FileRefusal.TooSlow, $"it took longer than {files.Settings.UploadLimit.TotalMinutes:0} minutes");
            files.CheckQuota(bytes.Length);
            if ((untilCheck -= bytes.Length) < 0)
            {
                files.CheckSpace();
                await files.Pace.FlushAsync(target);
                untilCheck = CheckEvery;
            }
        }
        catch (FileRefusedException exception)
        {
            (KeepsPart, broke) = (false, exception.Message);
            throw;
        }
        await files.Pace.WaitAsync(bytes.Length, stop);
        await target.WriteAsync(bytes, stop);
        hash?.AppendData(bytes.Span);
        files.Count(bytes.Length);
        Length += bytes.Length;
        run.Moved(Length);
    }

    /// <summary>Says why it broke off, for the timeline.</summary>
    public void Broke(string reason) => broke = reason;

    /// <summary>The file is whole: gives it a name of ours, keeps it and ends its address.</summary>
    /// <param name="name">What the charge point calls it; a text.</param>
    /// <exception cref="Ocpp.Abstractions.StorageFailedException">It could not be kept; the charge point may send it again.</exception>
    public async Task<ReceivedFileEntity> CompleteAsync(string? name, CancellationToken stop)
    {
        await files.Pace.FlushAsync(target);
        target.Position = 0;
        var sha256 = Convert.ToHexStringLower(hash?.GetHashAndReset() ?? await SHA256.HashDataAsync(target, stop));
        await target.DisposeAsync(); // whoever is told of it may open it
        var kept = await files.KeepAsync(transfer, Tidy(name ?? transfer.AnsweredName), via, Length, sha256);
        isComplete = true;
        run.Arrived(name is null ? null : kept.Name, sha256); // the answer has said the other name already
        return kept;
    }

    public async ValueTask DisposeAsync()
    {
        await target.DisposeAsync();
        hash?.Dispose();
        transfer.IsBusy = false;
        if (isComplete) return;
        if (!KeepsPart || transfer.End is not null) files.RemovePart(transfer);
        run.Broke(broke);
    }

    internal static FileRefusedException TooLarge(FilesSettings settings) => new(FileRefusal.TooLarge, $"the file is larger than {settings.MaxReceivedBytes >> 20} MiB");

    /// <summary>A name as it is kept; it may carry secrets, as the addresses do that it was made of. Null where there is none.</summary>
    internal static string? Tidy(string? name)
    {
        if (string.IsNullOrWhiteSpace(name)) return null;
        var plain = name.Take(LongestName).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter);
        return SecretMasking.MaskText(string.Concat(plain)); // pages show what is hidden in it; a download leaves that out
    }
}
