using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data.Queries;

/// <summary>What is odd about a transaction, as a word and a sentence.</summary>
public readonly record struct FlagWord(string Word, string Sentence)
{
    private static readonly (TransactionFlags Flag, FlagWord Word)[] Table =
    [
        (TransactionFlags.Offline, new("offline", "Reported later than it happened: the charge point was offline.")),
        (TransactionFlags.Orphan, new("orphan", "A stop without a start that is known here. Kept as it came.")),
        (TransactionFlags.Clock, new("clock", "The charge point's clock was off or not set. Times are corrected where the offset is known, otherwise the time of receipt is shown.")),
        (TransactionFlags.Meter, new("meter", "Meter readings contradict each other: the energy is unknown or the last good one.")),
        (TransactionFlags.Superseded, new("superseded", "Ended by a later start on the same connector, not by a stop.")),
        (TransactionFlags.Adopted, new("adopted", "Taken over from a charge point that reported an id unknown here.")),
        (TransactionFlags.Conflict, new("conflict", "A second stop said something else than the first. The first one holds.")),
        (TransactionFlags.Connector, new("connector", "The connector id is none that a charge point can have.")),
        (TransactionFlags.Inferred, new("inferred", "No stop came: the end is inferred from what the charge point told later.")),
        (TransactionFlags.Refused, new("refused", "The start was not accepted: the id tag, or the charge point itself. What was charged all the same is kept.")),
    ];

    public static IEnumerable<FlagWord> Of(TransactionFlags flags) => Table.Where(row => flags.HasFlag(row.Flag)).Select(row => row.Word);
}
