using System.Threading.Channels;
using OcppDashboard.Configuration;
using OcppDashboard.Data.Queries;
using OcppDashboard.Data.Retention;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;

namespace OcppDashboard.Features.ChargePoints;

/// <summary>
/// Removes identities that connected by themselves and that nobody ever set anything for: after some days without them, and the oldest
/// first where there are more than may be known. Whatever a person set up, and whatever charged, stays.
/// </summary>
public sealed class StrangerExpiry(
    ChargePointStore store, ChargePointSettingsStore settings, ChargePointRemoval removal, RetentionService retention,
    StrangerQueries queries, DashboardSettings configured, TimeProvider time, ILogger<StrangerExpiry> logger) : GuardedBackgroundService(time, logger), IStrangers
{
    private const int Part = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>A stranger gives way to another one only when it was not seen for so long: made-up identities drive out nobody.</summary>
    private static readonly TimeSpan GivesWayAfter = TimeSpan.FromHours(1);

    private static readonly TimeSpan PauseInVain = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> asked =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void MakeRoom() => asked.Writer.TryWrite(true);

    protected override async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, Time);
        Task<bool>? ticked = null, wanted = null;
        while (!stop.IsCancellationRequested)
        {
            ticked ??= timer.WaitForNextTickAsync(stop).AsTask();
            wanted ??= asked.Reader.WaitToReadAsync(stop).AsTask();
            await await Task.WhenAny(ticked, wanted);
            if (ticked.IsCompleted) ticked = null;
            if (wanted.IsCompleted) wanted = null;
            asked.Reader.TryRead(out _);
            await GuardedAsync(stop);
        }
    }

    private async Task GuardedAsync(CancellationToken stop)
    {
        try
        {
            var gone = await ExpireAsync(stop) + await TrimAsync(stop);
            if (gone == 0)
            {
                await Task.Delay(PauseInVain, Time, stop); // whoever is refused may come again at once
                return;
            }
            Logger.LogInformation("{Count} identities that nobody approved were removed", gone);
            await retention.PurgeAsync(stop);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            Count();
            Logger.LogWarning(exception, "Removing unapproved identities failed; it is tried again later");
        }
    }

    private async Task<int> ExpireAsync(CancellationToken stop)
    {
        if (configured.Ocpp.UnapprovedDays == 0) return 0;
        return await RemoveAsync(Time.GetUtcNow().AddDays(-configured.Ocpp.UnapprovedDays), () => true, stop);
    }

    /// <summary>Down to the limit for those who were let in beyond it; below it where strangers were not seen for a while.</summary>
    private async Task<int> TrimAsync(CancellationToken stop)
    {
        var most = configured.Ocpp.MaxKnown;
        if (store.Count < most) return 0;
        var gone = await RemoveAsync(Time.GetUtcNow() - GivesWayAfter, () => store.Count > most - Math.Max(1, most / 100), stop);
        return gone + await RemoveAsync(DateTimeOffset.MaxValue.AddYears(-1), () => store.Count > most, stop);
    }

    private async Task<int> RemoveAsync(DateTimeOffset unseenSince, Func<bool> goesOn, CancellationToken stop)
    {
        var (gone, stay) = (0, 0);
        while (goesOn() && await queries.UnseenAsync(unseenSince, stay, Part, stop) is { Count: > 0 } unseen)
            foreach (var id in unseen)
            {
                if (!goesOn()) break;
                if (store.Find(id) is { Online: true } || settings.Has(id) || !await TryRemoveAsync(id, stop)) stay++;
                else gone++;
            }
        return gone;
    }

    private async Task<bool> TryRemoveAsync(string id, CancellationToken stop)
    {
        try
        {
            await removal.RemoveAsync(id, deletesHistory: true, stop);
            return true;
        }
        catch (RemovalRefusedException)
        {
            return false; // somebody has it for himself
        }
    }
}
