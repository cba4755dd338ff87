using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>What a connection still had queued when another took its place is kept and never shown as the present (found/house.md 6.11, design rules 6 and 7).</summary>
public class ReplacedConnectionTests
{
    [Fact]
    public async Task House11_what_the_old_connection_had_queued_is_never_the_present()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var told = new List<ChargePointEvent>();
        await using var old = await central.BootAsync("CP-1");
        using var disk = new ManualResetEventSlim();
        var slow = central.Get<HistoryWriter>().KeepAsync(new Wait(disk));
        await old.SendTextAsync($$"""[2,"s","StartTransaction",{"connectorId":1,"idTag":"T","meterStart":0,"timestamp":"{{OcppTimestamp.Format(central.Time.GetUtcNow())}}"}]""");
        await old.SendTextAsync("""[2,"1","StatusNotification",{"connectorId":1,"errorCode":"GroundFailure","status":"Faulted","info":"old"}]""");
        await old.SendTextAsync("""[2,"2","BootNotification",{"chargePointVendor":"Old","chargePointModel":"Old"}]""");
        await old.SendTextAsync("""[2,"3","FirmwareStatusNotification",{"status":"Installed"}]""");
        await old.SendTextAsync("""[2,"4","DiagnosticsStatusNotification",{"status":"Uploaded"}]""");
        await old.SendTextAsync("""[2,"5","Heartbeat",{}]""");
        await old.SendTextAsync("""[2,"6","SecurityEventNotification",{"type":"TamperDetectionActivated","timestamp":"2026-01-01T00:00:00Z"}]""");
        await old.SendTextAsync("""[2,"7","LogStatusNotification",{"status":"Uploaded"}]""");
        await old.SendTextAsync("""[2,"8","SignedFirmwareStatusNotification",{"status":"Installed"}]""");
        await Eventually.GetAsync(() => central.Snapshot("CP-1").Activity.Received, received => received >= 10, "all messages of the old connection");
        old.AutoPong = false; // it is dead: the next one takes its place
        await using var client = await central.BootAsync("CP-1");
        using var subscription = central.Get<ChargePointEvents>().Subscribe(happened =>
        {
            lock (told) told.Add(happened);
        });
        await client.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Preparing"}""");
        disk.Set();
        Assert.True(await slow);
        var snapshot = await central.SnapshotAsync("CP-1", now => now.Connector(1)?.Transaction is not null, "the start that was under way"); // money: it runs

        Assert.Equal(("Preparing", null, "Acme"), (snapshot.Connector(1)!.Status.Text, snapshot.Connector(1)!.Info, snapshot.Boot!.Vendor));
        Assert.Equal((true, true), (snapshot.FirmwareStatus.IsAbsent, snapshot.DiagnosticsStatus.IsAbsent));
        lock (told) Assert.Equal(["StatusReported", "TransactionStarted"], told.Where(happened => happened is not ChargePointDisconnected).Select(happened => happened.GetType().Name).Order());
        Assert.Equal(["Preparing"], await central.ReadAsync(db => Task.FromResult(db.Statuses.Select(s => s.Status).ToList()), rows => rows.Count > 0, "the status of the present"));
        Assert.Equal("Preparing", await central.ReadAsync(db => Task.FromResult(db.Connectors.Single().Status)));
        Assert.Equal("Acme", await central.ReadAsync(db => Task.FromResult(db.ChargePoints.Single().Vendor)));
        foreach (var kind in new[] { "Firmware", "Diagnostics", "Security" }) // what can no longer be answered is not acted on: it comes again
            Assert.Equal(0, await central.ReadAsync(db => Task.FromResult(db.Occurrences.Count(o => o.Kind == kind))));
    }

    [Fact]
    public async Task House11_readings_of_the_old_connection_add_energy_and_show_no_gauge()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var old = await central.BootAsync("CP-1");
        var id = (await old.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"T","meterStart":0,"timestamp":"{{Now()}}"}""")).GetProperty("transactionId").GetInt32();
        using var disk = new ManualResetEventSlim();
        var slow = central.Get<HistoryWriter>().KeepAsync(new Wait(disk));
        await old.SendTextAsync($$$"""[2,"m","MeterValues",{"connectorId":1,"transactionId":{{{id}}},"meterValue":[{{{Measured(500, 7000)}}}]}]""");
        await Eventually.GetAsync(() => central.Snapshot("CP-1").Activity.Received, received => received >= 3, "all messages of the old connection");
        old.AutoPong = false;
        await using var client = await central.BootAsync("CP-1");
        await client.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"SuspendedEV"}""");
        disk.Set();
        Assert.True(await slow);
        var connector = (await central.SnapshotAsync("CP-1", snapshot => snapshot.Connector(1)!.Transaction!.EnergyWh == 500)).Connector(1)!;
        Assert.False(connector.PowerW > 0);

        string Now() => OcppTimestamp.Format(central.Time.GetUtcNow());

        string Measured(int register, int watts) =>
            $$$"""{"timestamp":"{{{Now()}}}","sampledValue":[{"value":"{{{register}}}"},{"value":"{{{watts}}}","measurand":"Power.Active.Import","unit":"W"}]}""";
    }

    private sealed class Wait(ManualResetEventSlim until) : HistoryWrite<bool>
    {
        internal override bool Write(HistoryDatabase database) => until.Wait(TimeSpan.FromSeconds(60));
    }
}
