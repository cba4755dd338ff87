using OcppDashboard.Data.Queries;
using OcppDashboard.Metering;

namespace OcppDashboard.Components.Transactions;

/// <summary>All that a transaction's page shows out of the history.</summary>
/// <param name="Points">Oldest first.</param>
/// <param name="Frames">Newest first; null when they were not asked for.</param>
public sealed record TransactionView(TransactionRow Row, IReadOnlyList<MeterPoint> Points, MessageLadder Ladder, IReadOnlyList<MessageRow>? Frames)
{
    /// <summary>Number of the last row of <see cref="Points"/>.</summary>
    internal long LastPoint { get; init; }

    internal LadderMessages Messages { get; init; } = new();
}

/// <summary>Reads what belongs to one transaction.</summary>
public sealed class TransactionHistory(TransactionQueries transactions, MeterQueries meter, MessageQueries messages)
{
    /// <summary>Messages before the start and after the stop that belong to the story.</summary>
    public static readonly TimeSpan Around = TimeSpan.FromMinutes(1);

    private const int MostFrames = 200;

    /// <summary>A message is written down when it was answered: older ones than this are all there.</summary>
    private static readonly TimeSpan Answered = TimeSpan.FromMinutes(3);

    private const int MostPoints = 20_000;

    /// <param name="known">What was read before: only what came since is read, until the transaction ends.</param>
    /// <returns>Null when there is no such transaction.</returns>
    public async Task<TransactionView?> ReadAsync(int id, bool withFrames, CancellationToken stop, TransactionView? known = null)
    {
        if (await transactions.FindAsync(id, stop) is not { } row) return null;
        if (known is not null && (known.Row.Id != id || known.Row.StoppedAt != row.StoppedAt)) known = null;
        var (added, last) = await meter.OfTransactionAfterAsync(id, known?.LastPoint ?? -1, MostPoints, stop);
        var points = known is null ? added : added.Count == 0 ? known.Points : [.. known.Points.Concat(added).OrderBy(point => point.At).TakeLast(MostPoints)];
        var filter = new MessageFilter(row.ChargePointId, From: row.StartedAt - Around, To: row.StoppedAt + Around);
        var told = known?.Messages ?? new();
        var since = told.NewestAt - Answered is { } from && from > filter.From ? filter with { From = from } : filter;
        await told.TakeAsync(messages.StreamAsync(since, null, stop), Concerns);
        return new(row, points, told.ToLadder(), withFrames ? await FramesAsync(filter, stop) : null) { LastPoint = last, Messages = told };

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
