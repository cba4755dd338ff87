using System.Collections.Concurrent;
using System.Collections.Immutable;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages.Json;
using OcppDashboard.State;

namespace OcppDashboard.Features.Deviations;

/// <summary>Keeps findings: those that changed, every ten seconds and at the end, so that a message costs no write for them.</summary>
public sealed class FindingPersister(ChargePointStore store, HistoryWriter history, FindingQueries queries, TimeProvider time, ILogger<FindingPersister> logger)
    : GuardedBackgroundService(time, logger), IForgetsChargePoints
{
    private const int MaxKinds = 50;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, ImmutableArray<Finding>> kept = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock gate = new();

    /// <summary>Reads what was kept; called once, at start.</summary>
    public void Restore()
    {
        foreach (var rows in queries.All().GroupBy(row => row.ChargePointId, StringComparer.OrdinalIgnoreCase))
        {
            if (store.Find(rows.Key) is null) continue;
            ImmutableArray<Finding> findings = [.. rows.Take(MaxKinds).Select(ToFinding)];
            store.Update(rows.Key, snapshot => snapshot with { Findings = findings });
            kept[rows.Key] = findings;
        }
    }

    /// <summary>Takes a finding off a charge point, as after an update of its firmware; it comes again when the fault does.</summary>
    public void Forget(string chargePointId, string code)
    {
        store.Update(chargePointId, snapshot => snapshot with { Findings = snapshot.Findings.RemoveAll(finding => finding.Code == code) });
        KeepChanged();
    }

    public void Forget(string chargePointId)
    {
        lock (gate) kept.TryRemove(chargePointId, out _);
    }

    protected override Task RunAsync(CancellationToken stop) => EachAsync(Interval, KeepChanged, stop);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        KeepChanged();
    }

    private void KeepChanged()
    {
        lock (gate)
            foreach (var chargePoint in store.All)
            {
                var before = kept.GetValueOrDefault(chargePoint.Id, []);
                if (before == chargePoint.Findings) continue; // the same list, not only an equal one
                foreach (var finding in chargePoint.Findings)
                    if (!before.Contains(finding, ReferenceEqualityComparer.Instance)) history.Keep(new RowWrite<FindingEntity>(ToRow(chargePoint.Id, finding)));
                foreach (var gone in before.Where(finding => !chargePoint.HasFinding(finding.Code)))
                    history.Keep(new RowWrite<FindingEntity>(ToRow(chargePoint.Id, gone), remove: true));
                kept[chargePoint.Id] = chargePoint.Findings;
            }
    }

    /// <summary>Earlier versions kept frames as they came, with their secrets.</summary>
    private static Finding ToFinding(FindingEntity row) => new(row.Code, row.Title, row.Count, row.FirstSeenAt, row.LastSeenAt, row.Frame is null ? null : SecretMasking.Mask(row.Frame))
    {
        Advice = FindingKinds.AdviceOf(row.Code),
    };

    private static FindingEntity ToRow(string chargePointId, Finding finding) => new()
    {
        ChargePointId = chargePointId, Code = finding.Code, Title = finding.Title, Count = finding.Count, FirstSeenAt = finding.FirstSeenAt, LastSeenAt = finding.LastSeenAt, Frame = finding.Frame,
    };
}
