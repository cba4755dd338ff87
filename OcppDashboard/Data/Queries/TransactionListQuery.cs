namespace OcppDashboard.Data.Queries;

/// <summary>The filter of the list of transactions as its address spells it; what is not understood filters nothing.</summary>
public sealed record TransactionListQuery(string? State, string? Search, string? ChargePointId)
{
    public const string Running = "running", Ended = "ended";

    public bool IsEmpty => ToFilter() == new TransactionFilter();

    public TransactionFilter ToFilter() => new(
        ChargePointId: string.IsNullOrWhiteSpace(ChargePointId) ? null : ChargePointId,
        State: State switch { Running => TransactionState.Open, Ended => TransactionState.Closed, _ => null },
        Search: string.IsNullOrWhiteSpace(Search) ? null : Search.Trim());
}
