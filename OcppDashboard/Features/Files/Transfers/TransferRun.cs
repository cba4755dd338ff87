using OcppDashboard.State;

namespace OcppDashboard.Features.Files.Transfers;

/// <summary>One coming of a charge point to its address: beginning and end are told at once, what lies between twice a second. Not thread-safe.</summary>
public sealed class TransferRun
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan TooEarlyForRate = TimeSpan.FromMilliseconds(100);
    private readonly TransferProgress progress;
    private readonly FileTransfer transfer;
    private readonly string via;
    private readonly long from, started;
    private readonly long? total;
    private long told, at;

    internal TransferRun(TransferProgress progress, FileTransfer transfer, string via, long from, long? total, bool isFirst)
    {
        (this.progress, this.transfer, this.via, this.from, this.total, at) = (progress, transfer, via, from, total, from);
        started = told = progress.Time.GetTimestamp();
        Tell(isFirst ? FileStage.Came : FileStage.CameAgain);
    }

    private TimeSpan Elapsed => progress.Time.GetElapsedTime(started);

    /// <param name="bytes">How far it is, from the start of the file.</param>
    public void Moved(long bytes)
    {
        at = bytes;
        if (bytes > transfer.Bytes) transfer.Bytes = bytes;
        if (progress.Time.GetElapsedTime(told) < Interval) return;
        told = progress.Time.GetTimestamp();
        Tell(FileStage.Moving);
    }

    /// <param name="reason">A few words for the timeline.</param>
    public void Broke(string reason)
    {
        progress.Note(transfer, $"broke off after {at} bytes: {reason}");
        Tell(FileStage.Broke, reason);
    }

    /// <summary>The charge point has the last byte.</summary>
    public void Fetched()
    {
        progress.Note(transfer, $"fetched {transfer.Firmware?.Name}: {at - from} bytes in {Elapsed.TotalSeconds:0.0} s");
        Tell(FileStage.Fetched);
    }

    /// <param name="name">What the charge point calls the file.</param>
    /// <param name="sha256">64 hexadecimal digits.</param>
    public void Arrived(string? name, string sha256)
    {
        progress.Note(transfer, $"received {at} bytes by {via}{(name is null ? "" : $", called {name}")}");
        Tell(FileStage.Arrived, name, sha256);
    }

    private void Tell(FileStage stage, string? note = null, string? sha256 = null) => progress.Tell(new FileMoved(
        transfer.ChargePointId, progress.Time.GetUtcNow(), transfer.Id, transfer.IsUpload, stage, at, total, Elapsed > TooEarlyForRate ? (at - from) / Elapsed.TotalSeconds : null, via, note, sha256));
}
