using OcppDashboard.Commands;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Retention;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Features.ChargePoints;

/// <summary>Why a charge point was not removed; a sentence.</summary>
public sealed class RemovalRefusedException(string sentence) : Exception(sentence);

/// <summary>Removes charge points: the connection ends, every owner of something lets it go, the history is kept or deleted.</summary>
public sealed class ChargePointRemoval(
    IEnumerable<IForgetsChargePoints> owners, IEnumerable<IDeletesChargePointFiles> files, IConnectionTerminator connections,
    RemovalsUnderWay underWay, ChargePointCommands commands, HistoryWriter history, RetentionService retention,
    TransactionEnder ends, ChargePointEvents events, TimeProvider time)
{
    /// <summary>How long somebody waits for the history to be gone. It goes on without him.</summary>
    private static readonly TimeSpan PurgeWait = TimeSpan.FromSeconds(10);

    private static readonly OcppEnum<StopReason> Reason = OcppEnum<StopReason>.Parse(RemoveChargePointWrite.StopReason);
    private readonly IReadOnlyList<IForgetsChargePoints> owners = [.. owners];

    /// <param name="deletesHistory">False: transactions, messages and what else happened stay, under its identity.</param>
    /// <exception cref="RemovalRefusedException">It cannot be removed now.</exception>
    /// <exception cref="StorageFailedException">The database did not take it: it is still there, and may connect again.</exception>
    public async Task RemoveAsync(string chargePointId, bool deletesHistory, CancellationToken stop = default)
    {
        if (commands.ReservedBy(chargePointId) is { } owner)
            throw new RemovalRefusedException($"{chargePointId} was not removed: the {owner} uses it. End that first, then remove it.");
        if (!underWay.Begin(chargePointId)) throw new RemovalRefusedException($"{chargePointId} is being removed already.");
        try
        {
            await connections.EndWhollyAsync(chargePointId, "the charge point was removed");
            if (deletesHistory)
                foreach (var owned in files) await owned.DeleteFilesAsync(chargePointId, stop);
            var ended = await history.KeepAsync(new RemoveChargePointWrite(chargePointId, deletesHistory));
            foreach (var (id, connectorId, energyWh) in ended) // which programs are told
                ends.End(chargePointId, id, connectorId, Reason, energyWh, time.GetUtcNow());
            foreach (var one in owners) one.Forget(chargePointId);
            await history.KeepAsync(new RemoveChargePointWrite(chargePointId, deletesHistory)); // what somebody wrote between the two
        }
        finally
        {
            underWay.End(chargePointId);
        }
        events.Publish(new ChargePointRemoved(chargePointId, time.GetUtcNow()));
    }

    /// <summary>As above, and waits a while until the deleted history is gone.</summary>
    /// <exception cref="RemovalRefusedException">It cannot be removed now.</exception>
    /// <exception cref="StorageFailedException">The database did not take it: it is still there, and may connect again.</exception>
    public async Task RemoveWhollyAsync(string chargePointId, bool deletesHistory, CancellationToken stop = default)
    {
        await RemoveAsync(chargePointId, deletesHistory, stop);
        if (!deletesHistory) return;
        var purge = retention.PurgeAsync();
        await purge.WaitAsync(PurgeWait, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
