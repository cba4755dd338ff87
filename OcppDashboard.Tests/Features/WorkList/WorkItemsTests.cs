using OcppDashboard.Features.WorkList;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Tests.Features.WorkList;

/// <summary>What comes onto the work list, and when it is another line than before.</summary>
public class WorkItemsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 12, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_healthy_fleet_leaves_nothing_to_do() => Assert.Empty(Of(Online("A"), Online("B")));

    [Fact]
    public void A_fault_is_a_line_of_its_connector_with_its_error_and_a_new_fault_is_another()
    {
        var faulted = Online("A").With(Connector(2, Noon.AddMinutes(-5)));
        var item = Assert.Single(Of(faulted));
        Assert.Equal((WorkKind.Faulted, "A", "connector 2: GroundFailure, residual current", ChargePointErrorCode.GroundFailure), (item.Kind, item.Subject, item.Detail, item.ErrorCode));
        var again = Assert.Single(Of(faulted.With(Connector(2, Noon))));
        Assert.Equal(item.Key, again.Key);
        Assert.NotEqual(item.Signature, again.Signature);
        Assert.Equal("Gate (A)", Assert.Single(Of(faulted with { Name = "Gate" })).Subject);
        Assert.Empty(Of(faulted with { Online = false, OfflineSince = Noon }));
    }

    [Fact]
    public void Silent_and_not_answering_are_told_apart()
    {
        var silent = Online("A", 60);
        Assert.Equal(WorkKind.Stale, Assert.Single(Of(silent)).Kind);
        var deaf = Online("B") with { UnansweredCalls = 3 };
        Assert.Equal(WorkKind.NotAnswering, Assert.Single(Of(deaf)).Kind);
        Assert.Empty(Of(deaf with { UnansweredCalls = 2 }));
        Assert.Empty(WorkItems.Of(new([silent], [], [], [], _ => TimeSpan.FromHours(1)), Noon)); // its heartbeats are an hour apart
    }

    [Fact]
    public void Findings_of_one_model_are_one_line_that_changes_with_the_firmware()
    {
        var one = WithFinding(Online("A"), "1.0");
        var two = WithFinding(WithFinding(Online("B"), "1.0"), "1.0");
        var item = Assert.Single(Of(one, two));
        Assert.Equal((WorkKind.Finding, 3), (item.Kind, item.Count));
        Assert.Equal("A B", string.Join(' ', item.ChargePointIds));
        Assert.Equal(FindingKinds.Of("D22").Advice, item.NextStep);
        Assert.Equal(item.Signature, Assert.Single(Of(one, WithFinding(two, "1.0"))).Signature);
        Assert.NotEqual(item.Signature, Assert.Single(Of(one, WithFinding(Online("B"), "1.1"))).Signature);
    }

    [Fact]
    public void Refusals_orphans_security_events_and_alarms_have_their_lines_the_alarms_first()
    {
        var facts = new WorkFacts(
            [Online("A") with { ClockOffset = TimeSpan.FromMinutes(-7) }], [new("X", "192.0.2.9", null, "it shows no password", "Enter it.", 4, Noon, Noon)], [new(7, "A", "TAG", Noon)],
            [new("A", "TamperDetectionActivated", null, Noon, Noon, 1)], _ => TimeSpan.FromMinutes(5), "disk I/O error", true);
        Assert.Equal([WorkKind.Storage, WorkKind.Space, WorkKind.Security, WorkKind.Refused, WorkKind.Orphan, WorkKind.ClockDrift], WorkItems.Of(facts, Noon).Select(item => item.Kind));
    }

    [Fact]
    public void A_certificate_is_a_line_from_30_days_before_its_end_and_another_one_as_that_comes_nearer()
    {
        var signatures = new List<string>();
        foreach (var (days, words) in new[] { (31, null), (29, "expires on 2026-06-10, in 29 days"), (20, "expires on 2026-06-01, in 20 days"), (2, "expires on 2026-05-14, in 2 days"), (-1, "expired on 2026-05-11") })
        {
            var items = WorkItems.Of(new([], [], [], [], _ => TimeSpan.Zero) { Certificates = [new("server", "CN=ocpp", Noon.AddDays(days))] }, Noon);
            Assert.Equal(words, items.SingleOrDefault()?.Detail);
            if (words is not null) Assert.Equal((WorkKind.Certificate, "certificate:CN=ocpp"), (items[0].Kind, items[0].Key));
        }
        var end = Noon.AddDays(40);
        for (var day = 0; day <= 45; day++)
            signatures.AddRange(WorkItems.Of(new([], [], [], [], _ => TimeSpan.Zero) { Certificates = [new("server", "CN=ocpp", end)] }, Noon.AddDays(day)).Select(item => item.Signature));
        Assert.Equal(6, signatures.Distinct().Count()); // 30, 14, 7, 3, 1 days, and over
        var fault = Assert.Single(WorkItems.Of(new([], [], [], [], _ => TimeSpan.Zero) { CertificateFault = "It is no certificate.", CertificateFaultSince = Noon }, Noon));
        Assert.Equal((WorkKind.Certificate, "It is no certificate.", Noon), (fault.Kind, fault.Detail, fault.Since));
    }

    [Fact]
    public void A_finding_of_a_thousand_charge_points_is_one_item() =>
        Assert.Single(Of([.. Enumerable.Range(0, 1000).Select(i => WithFinding(Online($"CP-{i}"), "1.0"))]));

    private static IReadOnlyList<WorkItem> Of(params ChargePointSnapshot[] chargePoints) => WorkItems.Of(new(chargePoints, [], [], [], _ => TimeSpan.FromMinutes(5)), Noon);

    private static ChargePointSnapshot Online(string id, int minutes = 10)
    {
        var snapshot = new ChargePointSnapshot { Id = id, Online = true, ConnectedAt = Noon.AddMinutes(-minutes) };
        snapshot.Activity.Touch(snapshot.ConnectedAt!.Value.AddSeconds(1));
        return snapshot;
    }

    private static ConnectorSnapshot Connector(int id, DateTimeOffset since) =>
        new() { Id = id, Status = ChargePointStatus.Faulted, ErrorCode = ChargePointErrorCode.GroundFailure, Info = "residual current", Since = since };

    private static ChargePointSnapshot WithFinding(ChargePointSnapshot chargePoint, string firmware) =>
        (chargePoint with { Boot = new("Acme", "Box", null, firmware, null, null, null, null, null, Noon) }).WithFinding(FindingKinds.Of("D22"), Noon);
}
