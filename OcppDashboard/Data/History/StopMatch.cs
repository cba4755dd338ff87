using System.Collections.Immutable;
using OcppDashboard.Data.Entities;
using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Data.History;

/// <summary>Finds the transaction that a stop without an id of ours is of (F5, X7): by tag, time, register and what its connector does.</summary>
/// <param name="meterStop">Null: none that can be.</param>
/// <param name="idle">Connectors whose status says that no energy flows.</param>
internal sealed class StopMatch(string? idTag, double? meterStop, DateTimeOffset stoppedAt, DateTimeOffset receivedAt, ImmutableArray<int> idle)
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5); // stamps in whole seconds, times of receipt beside them
    private static readonly TimeSpan Live = TimeSpan.FromMinutes(5), LongestTransaction = TimeSpan.FromDays(7);

    /// <summary>Among what runs; where that is not it, among what ended without a stop. Null: nobody can tell.</summary>
    public TransactionEntity? Find(HistoryDatabase database, int key)
    {
        var running = TransactionRows.Open(database, key).FindAll(IsInTime);
        return (idTag is null ? OfAny(database, running) : OfTag(database, running) ?? OfOtherTag(database, running))
            ?? Completed(database, key);
    }

    /// <summary>The newest of the same tag where none of them is the only one that can be.</summary>
    private TransactionEntity? OfTag(HistoryDatabase database, List<TransactionEntity> running)
    {
        var same = running.FindAll(HasTag);
        return same.Count < 2 ? same.FirstOrDefault() : Only(database, same) ?? same[0];
    }

    private TransactionEntity? OfAny(HistoryDatabase database, List<TransactionEntity> running)
    {
        if (running is [var only] && meterStop is null or 0) return only;
        return Only(database, running);
    }

    /// <summary>Whoever started it need not be the one who stops it; but then nothing else may speak against it.</summary>
    private TransactionEntity? OfOtherTag(HistoryDatabase database, List<TransactionEntity> running) =>
        receivedAt - stoppedAt < Live && meterStop > 0 ? Only(database, running) : null;

    private TransactionEntity? Only(HistoryDatabase database, List<TransactionEntity> of)
    {
        var possible = of.FindAll(one => !IsMeasuredLater(database, one) && Fit(database, one) is RegisterFit.Follows or RegisterFit.Jumps);
        if (possible.Count == 0) // its register is garbage, and its connector the only one that charges no more
            return of.FindAll(one => idle.Contains(one.ConnectorId) && Fit(database, one) is not RegisterFit.Below) is [var odd] ? odd : null;
        if (possible is [var only]) return only;
        return possible.FindAll(one => Fit(database, one) is RegisterFit.Follows) is [var near] ? near
            : possible.FindAll(one => idle.Contains(one.ConnectorId)) is [var free] ? free : null;
    }

    /// <summary>A late stop completes an end that was inferred or came with the next start.</summary>
    private TransactionEntity? Completed(HistoryDatabase database, int key)
    {
        var ended = TransactionRows.EndedWithoutStop(database, key, stoppedAt - LongestTransaction, stoppedAt + Slack)
            .FindAll(one => IsInTime(one) && (idTag is null || HasTag(one)) && IsBeforeNext(one) && Fit(database, one) is RegisterFit.Follows or RegisterFit.Jumps);
        return ended.Count == 1 || (ended.Count > 1 && idTag is not null) ? ended[0] : null;
    }

    private bool IsInTime(TransactionEntity one) => one.StartedAt <= stoppedAt + Slack;

    private bool HasTag(TransactionEntity one) => IdTagComparer.Instance.Equals(one.IdTag, idTag);

    /// <summary>One that a later start ended was over by then.</summary>
    private bool IsBeforeNext(TransactionEntity one) => !one.Flags.HasFlag(TransactionFlags.Superseded) || stoppedAt <= one.StoppedAt + Slack;

    private bool IsMeasuredLater(HistoryDatabase database, TransactionEntity one) =>
        TransactionRows.LastReading(database, one.Id) is { } last && last.At > stoppedAt + Live;

    /// <summary>How the register at the stop stands to what is known of the transaction.</summary>
    private RegisterFit Fit(HistoryDatabase database, TransactionEntity one)
    {
        if (meterStop is not { } wh) return RegisterFit.Follows;
        if (wh == 0) return RegisterFit.None;
        var told = new RegisterReading(wh, stoppedAt, receivedAt);
        RegisterReading? start = one.EnergyFromWh is { } from ? new(from, one.StartedAt, one.StartReceivedAt) : null;
        if (TransactionRows.LastReading(database, one.Id) is not { } last) return start is { } alone ? RegisterPlausibility.Judge(alone, told) : RegisterFit.Follows;
        var fit = RegisterPlausibility.Judge(last, told);
        if (fit is RegisterFit.Follows or RegisterFit.Jumps || start is not { } begun) return fit;
        return RegisterPlausibility.MayFollow(begun, last) ? fit : RegisterPlausibility.Judge(begun, told); // the reading is garbage, or counts from the start
    }
}
