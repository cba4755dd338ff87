using Microsoft.EntityFrameworkCore;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.Features.Deviations;
using OcppDashboard.Features.WorkList;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>Findings and acknowledgements outlive a restart, and cost no write per message.</summary>
public class WorkListTests
{
    private const string Odd = """{"connectorId":"1","errorCode":"NoError","status":"Available"}""";

    [Fact]
    public async Task Findings_are_kept_in_batches_and_come_back()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using (var client = await central.BootAsync("CP-1"))
        {
            for (var i = 0; i < 50; i++) await client.CallForResultAsync("StatusNotification", Odd);
            await central.SnapshotAsync("CP-1", snapshot => snapshot.Findings is [{ Count: 50 }], "50 times");
            Assert.Equal(0, await central.ReadAsync(db => db.Findings.CountAsync()));
            central.Time.Advance(TimeSpan.FromSeconds(11));
            await central.ReadAsync(db => db.Findings.CountAsync(), count => count == 1, "row");
            await client.CallForResultAsync("StatusNotification", Odd);
            await central.SnapshotAsync("CP-1", snapshot => snapshot.Findings is [{ Count: 51 }], "51 times");
        }
        await central.RestartAsync();
        var finding = Assert.Single(central.Snapshot("CP-1").Findings);
        Assert.Equal(("D22", 51), (finding.Code, finding.Count));
        Assert.Equal(FindingKinds.Of("D22").Advice, finding.Advice);
        Assert.Contains("\"connectorId\":\"1\"", finding.Frame, StringComparison.Ordinal);
        central.Get<FindingPersister>().Forget("CP-1", "D22");
        await central.ReadAsync(db => db.Findings.CountAsync(), count => count == 0, "no row");
    }

    [Fact]
    public async Task What_was_seen_stays_away_until_it_changes()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using (var client = await central.BootAsync("CP-1")) await FaultAsync(client, "GroundFailure");
        await central.RestartAsync();
        await using var again = await central.BootAsync("CP-1");
        var source = central.Get<WorkListSource>();
        var line = Assert.Single(source.Lines, line => line.Item.Kind == WorkKind.Faulted);
        Assert.Equal((false, 1), (line.IsSeen, source.OpenCount));
        await central.Get<WorkAcknowledgements>().AcknowledgeAsync(line.Item, "test");
        source.Changed();
        Assert.Equal(0, source.OpenCount);
        await central.RestartAsync();
        await using var third = await central.BootAsync("CP-1");
        Assert.Equal(0, central.Get<WorkListSource>().OpenCount);
        await FaultAsync(third, "OverVoltage");
        central.Get<WorkListSource>().Changed();
        Assert.Equal(1, central.Get<WorkListSource>().OpenCount);
    }

    [Fact]
    public async Task A_stop_without_a_start_is_on_the_list()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        await client.CallForResultAsync("StopTransaction", """{"transactionId":5,"meterStop":100,"idTag":"TAG"}""");
        var source = central.Get<WorkListSource>();
        await source.RefreshAsync(CancellationToken.None);
        var orphan = Assert.Single(source.Lines, line => line.Item.Kind == WorkKind.Orphan).Item;
        Assert.Equal(("CP-1", "id tag TAG"), (orphan.Subject, orphan.Detail));
        Assert.NotNull(orphan.TransactionId);
    }

    [Fact]
    public async Task A_name_is_in_the_snapshot_at_once_and_after_a_restart()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await central.Get<ChargePointSettingsService>().ChangeAsync("CP-1", own => own with { Name = "Gate 1" });
        await using (await central.BootAsync("CP-1")) Assert.Equal("Gate 1", central.Snapshot("CP-1").Name);
        await central.Get<ChargePointSettingsService>().ChangeAsync("CP-1", own => own with { Name = "Gate 2" });
        Assert.Equal("Gate 2", central.Snapshot("CP-1").Name);
        await central.RestartAsync();
        Assert.Equal("Gate 2", central.Snapshot("CP-1").Name);
    }

    private static Task FaultAsync(RawOcppClient client, string code) =>
        client.CallForResultAsync("StatusNotification", $$"""{"connectorId":1,"errorCode":"{{code}}","status":"Faulted"}""");
}
