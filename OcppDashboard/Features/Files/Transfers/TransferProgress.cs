using OcppDashboard.Data.History;
using OcppDashboard.State;

namespace OcppDashboard.Features.Files.Transfers;

/// <summary>Tells timelines and history how transfers go.</summary>
public sealed class TransferProgress(FileTransfers transfers, ChargePointEvents events, HistoryWriter history, TimeProvider time)
{
    internal TimeProvider Time => time;

    /// <summary>The charge point came to its address.</summary>
    /// <param name="via">HTTP GET, HTTP PUT, HTTP POST, FTP, FTPS.</param>
    /// <param name="from">Where it goes on, bytes from the start of the file.</param>
    /// <param name="total">Size of the whole file; null: not known.</param>
    public TransferRun Begin(FileTransfer transfer, string via, long from, long? total)
    {
        bool isFirst;
        lock (transfer.Gate)
        {
            isFirst = transfer.StartedAt is null;
            transfer.StartedAt ??= time.GetUtcNow();
        }
        if (isFirst) Note(transfer, $"{(transfer.IsUpload ? "sends a file" : $"fetches {transfer.Firmware?.Name}")} by {via}");
        return new TransferRun(this, transfer, via, from, total, isFirst);
    }

    internal void Tell(FileMoved happened) => events.Publish(happened);

    /// <summary>Keeps how far a transfer is, and a line of history.</summary>
    internal void Note(FileTransfer transfer, string text)
    {
        transfers.Keep(transfer);
        history.Keep(new OccurrenceWrite(transfer.ChargePointId, time.GetUtcNow(), transfer.IsUpload ? "Diagnostics" : "Firmware", text));
    }
}
