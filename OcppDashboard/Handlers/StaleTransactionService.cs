using OcppDashboard.Configuration;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;

namespace OcppDashboard.Handlers;

/// <summary>
/// Ends transactions that nobody can end any more: a while after what tells so (F18, F19, <see cref="InferredEnd"/>), and those that run in the
/// history alone because another one is on their connector, or none can be, or whose charge point has been away for long. A late stop completes them.
/// </summary>
public sealed class StaleTransactionService(
    ChargePointStore store, TransactionEnder ends, HistoryWriter history, TransactionQueries transactions, DashboardSettings settings, TimeProvider time,
    ILogger<StaleTransactionService> logger)
    : GuardedBackgroundService(time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15), Long = TimeSpan.FromHours(1);
    private const int RoundsPerSweep = 4;
    private readonly long startedAt = time.GetTimestamp();
    private int round;

    protected override Task RunAsync(CancellationToken stop) => EachAsync(Interval, EndThoseThatAreOverAsync, stop);

    private async Task EndThoseThatAreOverAsync(CancellationToken stop)
    {
        foreach (var chargePoint in store.All)
            foreach (var connector in chargePoint.Connectors)
                if (InferredEnd.Of(chargePoint, connector, Time.GetUtcNow()) is { } at)
                    await EndAsync(chargePoint.Id, connector.Transaction!.Id, at, isFault: !connector.Transaction.IsRefused); // what was refused needs no stop
        if (++round % RoundsPerSweep != 0) return;
        await SweepAsync(stop);
        await EndThoseOfTheGoneAsync(stop);
    }

    /// <param name="isFault">The charge point should have stopped it.</param>
    private async Task EndAsync(string chargePointId, int id, DateTimeOffset at, bool isFault)
    {
        try
        {
            if (await history.KeepAsync(new InferredStopWrite(id, at, Time.GetUtcNow())) is not { } kept) return;
            ends.End(chargePointId, id, kept.ConnectorId, default, kept.EnergyWh, Time.GetUtcNow(),
                (ended, _) => isFault ? ended.WithFinding(FindingKinds.Of("F19"), at) : ended);
        }
        catch (StorageFailedException exception)
        {
            Logger.LogWarning("The end of transaction {Transaction} could not be kept and is tried again ({Fault})", id, exception.Message);
        }
        catch (Exception exception)
        {
            Failed(exception); // one end at which a listener fails costs no other
        }
    }

    /// <summary>What runs in the history and on no connector: soon where its start came late, otherwise when nothing was heard of it for long.</summary>
    private async Task SweepAsync(CancellationToken stop)
    {
        var now = Time.GetUtcNow();
        foreach (var open in await transactions.OpenAsync(now - InferredEnd.Grace, stop))
        {
            if (IsLive(open)) continue;
            var at = await LastHeardAsync(open.Id, open.HeardAt, stop);
            if (now - at < (open.IsLate ? InferredEnd.Grace : Long)) continue;
            await EndAsync(open.ChargePointId, open.Id, at, isFault: false);
        }
    }

    /// <summary>What charge points left running that never came back. After a start of the server they have a while to come: it was away, not they.</summary>
    private async Task EndThoseOfTheGoneAsync(CancellationToken stop)
    {
        if (settings.Ocpp.OfflineTransactionDays == 0 || Time.GetElapsedTime(startedAt) < Long) return;
        var longAgo = Time.GetUtcNow().AddDays(-settings.Ocpp.OfflineTransactionDays);
        foreach (var chargePoint in store.All)
            foreach (var connector in chargePoint.Connectors)
                if (connector.Transaction is { } running && InferredEnd.IsGone(chargePoint, longAgo))
                    await EndAsync(chargePoint.Id, running.Id, await LastHeardAsync(running.Id, running.ReceivedAt, stop), isFault: false);
    }

    private async Task<DateTimeOffset> LastHeardAsync(int id, DateTimeOffset startReceivedAt, CancellationToken stop) =>
        await transactions.MeasuredAtAsync(id, stop) is { } measured && measured > startReceivedAt ? measured : startReceivedAt;

    private bool IsLive(OpenTransactionRow open) => store.Find(open.ChargePointId)?.OpenTransactions.Any(running => running.Id == open.Id) == true;
}
