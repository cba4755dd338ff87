using OcppDashboard.Data.Queries;
using OcppDashboard.Metering;

namespace OcppDashboard.Components.Transactions;

/// <summary>All that a transaction's page shows out of the history.</summary>
/// <param name="Points">Oldest first.</param>
/// <param name="Frames">Newest first; null when they were not asked for.</param>
public sealed record TransactionView(TransactionRow Row, IReadOnlyList<MeterPoint> Points, MessageLadder Ladder, IReadOnlyList<MessageRow>? Frames);

/// <summary>Reads what belongs to one transaction.</summary>
public sealed class TransactionHistory(TransactionQueries transactions, MeterQueries meter, MessageQueries messages)
{
    /// <summary>Messages before the start and after the stop that belong to the story.</summary>
    public static readonly TimeSpan Around = TimeSpan.FromMinutes(1);

    private const int MostFrames = 200;

    /// <returns>Null when there is no such transaction.</returns>
    public async Task<TransactionView?> ReadAsync(int id, bool withFrames, CancellationToken stop)
    {
        if (await transactions.FindAsync(id, stop) is not { } row) return null;
        var points = await meter.OfTransactionAsync(id, stop: stop);
        var filter = new MessageFilter(row.ChargePointId, From: row.StartedAt - Around, To: row.StoppedAt + Around);
        var ladder = await MessageLadder.OfAsync(messages.StreamAsync(filter, null, stop), Concerns);
        return new(row, points, ladder, withFrames ? await FramesAsync(filter, stop) : null);

        bool Concerns(MessageRow message) => MessageLadder.Concerns(message, row);

        async Task<IReadOnlyList<MessageRow>> FramesAsync(MessageFilter around, CancellationToken token)
        {
            var frames = new List<MessageRow>();
            await foreach (var message in messages.StreamAsync(around, null, token))
            {
                if (Concerns(message)) frames.Add(message);
                if (frames.Count == MostFrames) break;
            }
            return frames;
        }
    }
}
