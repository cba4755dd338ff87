using OcppDashboard.Commands;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Configuration;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Received;
using OcppDashboard.Features.Files.Transfers;

namespace OcppDashboard.Features.Files.Cleanup;

/// <summary>Ends addresses whose command or time is over, deletes received files that are too old, takes firmware that was put into the folder.</summary>
internal sealed class FileCleanupService(
    FileTransfers transfers, ReceivedFiles received, FirmwareLibrary firmware, FileQueries queries, ChargePointCommands commands, DashboardSettings settings, TimeProvider time,
    ILogger<FileCleanupService> logger) : GuardedBackgroundService(time, logger)
{
    private const int Step = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task RunAsync(CancellationToken stop)
    {
        using var subscription = commands.Follow(Follow);
        foreach (var id in transfers.Open.Select(transfer => transfer.ChargePointId).Distinct().ToList())
            foreach (var command in commands.Recent(id, int.MaxValue)) Follow(command); // commands that ended with the last stop
        await EachAsync(Interval, LookAfterAsync, stop, atOnce: true);
    }

    private async Task LookAfterAsync(CancellationToken stop)
    {
        transfers.EndOld();
        await firmware.AdoptAsync(stop);
        await DeleteOldAsync(stop);
    }

    /// <summary>Binds the addresses of a charge point to the commands that carry them, and ends them with these.</summary>
    private void Follow(CommandSnapshot command)
    {
        if (command.FileTransferId is not { } id || transfers.Find(id) is not { } transfer || !Is(transfer, command.ChargePointId)) return;
        transfers.Bind(transfer, command.Id);
        transfer.AnsweredName ??= CommandTexts.FileName(command.ResponseJson);
        if (command.IsOver) transfers.End(transfer, TransferEnd.Revoked);
    }

    private static bool Is(FileTransfer transfer, string chargePointId) => transfer.ChargePointId.Equals(chargePointId, StringComparison.OrdinalIgnoreCase);

    private async Task DeleteOldAsync(CancellationToken stop)
    {
        var limit = Time.GetUtcNow().AddDays(-settings.Files.ReceivedDays);
        while (await queries.ReceivedBeforeAsync(limit, Step, stop) is { Count: > 0 } old)
        {
            foreach (var file in old) await received.DeleteAsync(file.Id);
            Logger.LogInformation("{Count} received files older than {Days} days were deleted", old.Count, settings.Files.ReceivedDays);
        }
    }
}
