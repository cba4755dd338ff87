using System.Globalization;
using OcppDashboard.Components.Shared;
using OcppDashboard.Data.Queries;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Components.Transactions;

/// <summary>The messages of a transaction as they are read: each is understood once, however often the ladder is drawn. For one reader at a time.</summary>
public sealed class LadderMessages
{
    private const int MostRungs = 400, MostKept = 10_000;
    private readonly SortedList<long, Told> told = new();
    private bool isCut;

    /// <summary>Time of the newest message that was looked at; null: none was.</summary>
    public DateTimeOffset? NewestAt { get; private set; }

    /// <param name="messages">Newest first; those that are known already take their places again.</param>
    /// <param name="concerns">Which of them belong to the transaction.</param>
    public async Task TakeAsync(IAsyncEnumerable<MessageRow> messages, Func<MessageRow, bool> concerns)
    {
        var (rungs, taken) = (0, 0);
        await foreach (var message in messages)
        {
            if (!(message.At < NewestAt)) NewestAt = message.At;
            if (!concerns(message)) continue;
            var one = Told.Of(message);
            told[message.Id] = one;
            if (one.Folds is null) rungs++;
            if (rungs > MostRungs || ++taken >= MostKept)
            {
                isCut = true;
                break;
            }
        }
        for (; told.Count > MostKept; isCut = true) told.RemoveAt(0);
    }

    public MessageLadder ToLadder()
    {
        var rungs = new List<LadderRung>(); // newest first until the end
        var folds = new Dictionary<string, Fold>();
        var (frames, cut) = (0, isCut);
        for (var i = told.Count - 1; i >= 0; i--)
        {
            var message = told.Values[i];
            frames += message.Frames;
            if (message.Folds is { } action)
            {
                folds[action] = folds.TryGetValue(action, out var fold) ? fold.With(message) : new(action, message, message.Call.At, 1);
                continue;
            }
            Unfold();
            if (rungs.Count >= MostRungs)
            {
                cut = true;
                break;
            }
            if (message.Answer is not null) rungs.Add(message.Answer);
            rungs.Add(message.Call);
        }
        Unfold();
        rungs.Reverse();
        return new(rungs, frames, cut);

        void Unfold()
        {
            foreach (var fold in folds.Values.OrderByDescending(fold => fold.Oldest.Call.At)) rungs.Add(fold.ToRung());
            folds.Clear();
        }
    }

    /// <param name="Folds">The action whose runs are folded into one line; null: a message with lines of its own.</param>
    private sealed record Told(string? Folds, LadderRung Call, LadderRung? Answer, int Frames)
    {
        public static Told Of(MessageRow message)
        {
            var isFolded = message is { FromChargePoint: true, Action: "MeterValues" or "Heartbeat", Result: ExchangeResult.Answered };
            return new(isFolded ? message.Action : null, MessageLadder.Call(message), isFolded ? null : MessageLadder.Answer(message), message.Answer is null ? 1 : 2);
        }
    }

    private sealed record Fold(string Action, Told Oldest, DateTimeOffset NewestAt, int Count)
    {
        public Fold With(Told older) => this with { Oldest = older, Count = Count + 1 };

        public LadderRung ToRung() => Count == 1 ? Oldest.Call
            : new(Oldest.Call.At, true, false, $"{Count.ToString("N0", CultureInfo.InvariantCulture)} × {Action}",
                "about every " + Units.LongDuration(TimeSpan.FromSeconds(Math.Round((NewestAt - Oldest.Call.At).TotalSeconds / (Count - 1)))), Count);
    }
}
