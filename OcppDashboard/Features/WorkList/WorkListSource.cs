using OcppDashboard.Configuration;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Files;
using OcppDashboard.State;

namespace OcppDashboard.Features.WorkList;

/// <summary>A line of the work list and whether somebody has seen it as it is.</summary>
public readonly record struct WorkLine(WorkItem Item, bool IsSeen);

/// <summary>The work list for all pages: made at most every two seconds however many look at it.</summary>
public sealed class WorkListSource(
    ChargePointStore store, HandshakeAttempts attempts, CriticalSecurityEvents security, ChargePointSettingsStore settings, DashboardSettings dashboard, StorageHealth storage,
    FileSpace space, WorkAcknowledgements seen, FindingQueries queries, WatchedCertificates certificates, TimeProvider time)
{
    private const int MostOrphans = 100;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2), OrphansFresh = TimeSpan.FromSeconds(30), OrphansShown = TimeSpan.FromDays(7);
    private readonly Lock gate = new();
    private IReadOnlyList<OrphanStop> orphans = [];
    private IReadOnlyList<WorkLine>? lines;
    private long madeAt, orphansReadAt;

    public IReadOnlyList<WorkLine> Lines
    {
        get
        {
            lock (gate)
            {
                if (lines is not null && time.GetElapsedTime(madeAt) < Fresh) return lines;
                madeAt = time.GetTimestamp();
                return lines = Make();
            }
        }
    }

    /// <summary>Lines that nobody has seen yet.</summary>
    public int OpenCount => Lines.Count(line => !line.IsSeen);

    /// <summary>Reads what only the database knows, at most every half minute; a database that cannot be read changes nothing.</summary>
    public async Task RefreshAsync(CancellationToken stop)
    {
        lock (gate)
        {
            if (orphansReadAt != 0 && time.GetElapsedTime(orphansReadAt) < OrphansFresh) return;
            orphansReadAt = time.GetTimestamp();
        }
        try
        {
            var rows = await queries.OrphansAsync(time.GetUtcNow() - OrphansShown, MostOrphans, stop);
            orphans = [.. rows.Select(row => new OrphanStop(row.Id, row.ChargePointId, row.IdTag, row.At))];
        }
        catch (Exception exception) when (exception is OperationCanceledException or System.Data.Common.DbException or InvalidOperationException)
        {
            return; // the page was left, or the storage alarm says it
        }
        Changed();
    }

    /// <summary>The next look makes the list anew.</summary>
    public void Changed()
    {
        lock (gate) lines = null;
    }

    private List<WorkLine> Make()
    {
        var fault = storage.Current;
        var facts = new WorkFacts(store.All, attempts.Latest, orphans, security.All, HeartbeatOf, fault?.Reason, space.IsLow)
        {
            StorageFaultSince = fault?.Since,
            Certificates = certificates.All, CertificateFault = certificates.Fault, CertificateFaultSince = certificates.FaultSince,
        };
        return [.. WorkItems.Of(facts, time.GetUtcNow()).Select(item => new WorkLine(item, seen.IsAcknowledged(item)))];
    }

    private TimeSpan HeartbeatOf(string id) => settings.Of(id).BootIntervalSeconds is { } own ? TimeSpan.FromSeconds(own) : dashboard.Ocpp.HeartbeatInterval;
}
