using OcppDashboard.Data.Entities;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>A transaction that nobody can end is ended, whatever the words and order in which that becomes known; none that still charges is (kind 3).</summary>
public sealed class RowsNeverEnding(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(16);

    [Theory]
    [InlineData("V-X14a", "Available")]
    [InlineData("V-X14b", "Preparing")]
    [InlineData("V-X14c", "Faulted")]
    public async Task X14_a_start_out_of_a_late_queue_whose_connector_is_long_free_ends(string name, string status)
    {
        await using var client = await Central.BootAsync(name);
        await StatusAsync(client, status);
        var id = await StartAsync(client, tag: "OFF1", at: Central.Time.GetUtcNow().AddHours(-2));
        await EndsAsync(name, id);
        await StopAsync(client, -1, 6000, Central.Time.GetUtcNow().AddHours(-1), ",\"idTag\":\"OFF1\""); // its late stop completes it
        Assert.Equal((5000d, TransactionFlags.Offline), (await TransactionAsync(id) is var row ? (row.EnergyWh, row.Flags) : default));
    }

    [Theory]
    [InlineData("V-K2a", "Available")]
    [InlineData("V-K2b", "Preparing")]
    [InlineData("V-K2c", "Reserved")]
    [InlineData("V-K2d", "Faulted")]
    [InlineData("V-K2e", "Unavailable")]
    [InlineData("V-K2f", "Finishing")]
    public async Task A_boot_without_the_transaction_ends_it(string name, string status)
    {
        var client = await Central.BootAsync(name);
        await StatusAsync(client, "Charging");
        var id = await StartAsync(client);
        await MeterAsync(client, id, Register("1800") + "," + Power("7000"));
        await RebootAsync(name, client);
        await using var again = await Central.BootAsync(name);
        await StatusAsync(again, status);
        await EndsAsync(name, id);
        Assert.Equal(800, (await TransactionAsync(id)).EnergyWh);
        await StopAsync(again, id, 2100, more: ",\"reason\":\"PowerLoss\"");
        Assert.Equal((1100d, TransactionFlags.None), (await TransactionAsync(id) is var row ? (row.EnergyWh, row.Flags) : default));
    }

    [Fact]
    public async Task A_status_that_was_the_same_before_the_boot_tells_as_much()
    {
        var client = await Central.BootAsync("V-K2g");
        await StatusAsync(client, "Faulted");
        var id = await StartAsync(client);
        await RebootAsync("V-K2g", client);
        await using var again = await Central.BootAsync("V-K2g");
        await StatusAsync(again, "Faulted");
        await EndsAsync("V-K2g", id);
    }

    [Theory]
    [InlineData("V-K2h", "Charging", null)] // it resumed
    [InlineData("V-K2i", "SuspendedEV", null)]
    [InlineData("V-K2j", "Preparing", "0")] // its readings go on
    [InlineData("V-K2k", "Available", "7000")]
    public async Task K2_a_transaction_that_goes_on_after_a_boot_is_not_ended(string name, string status, string? power)
    {
        var client = await Central.BootAsync(name);
        await StatusAsync(client, "Charging");
        var id = await StartAsync(client);
        await MeterAsync(client, id, Register("1800") + "," + Power("7000"));
        await RebootAsync(name, client);
        await using var again = await Central.BootAsync(name);
        if (status != "Available") await StatusAsync(again, status);
        if (power is not null) await MeterAsync(again, id, Register("1900") + "," + Power(power), at: Central.Time.GetUtcNow().AddSeconds(1));
        await using var other = await Central.BootAsync(name + "-other");
        await StatusAsync(other, "Charging");
        var ended = await StartAsync(other);
        await StatusAsync(other, "Available");
        await EndsAsync(name + "-other", ended); // by then the other would have been looked at
        Assert.Equal(id, Central.Snapshot(name).Connector(1)!.Transaction!.Id);
    }

    [Fact]
    public async Task A_boot_that_was_asked_for_ends_nothing()
    {
        await using var client = await Central.BootAsync("V-K2l");
        await StatusAsync(client, "Available");
        var id = await StartAsync(client); // it tells no status while it charges
        Central.Time.Advance(TimeSpan.FromMinutes(1));
        await client.CallForResultAsync("BootNotification", Boot);
        await using var other = await Central.BootAsync("V-K2l-other");
        await StatusAsync(other, "Charging");
        var ended = await StartAsync(other);
        await StatusAsync(other, "Available");
        await EndsAsync("V-K2l-other", ended);
        Assert.Equal(id, Central.Snapshot("V-K2l").Connector(1)!.Transaction!.Id);
    }

    [Fact]
    public async Task Kind3_a_queued_start_behind_which_another_runs_ends_too()
    {
        await using var client = await Central.BootAsync("V-F10");
        var running = await StartAsync(client, 5000);
        await MeterAsync(client, running, Register("5100") + "," + Power("7000"));
        var queued = await StartAsync(client, 3000, tag: "T-QUEUED", at: Central.Time.GetUtcNow().AddHours(-5));
        await Central.PassAsync(Step, () => TransactionAsync(queued).Result.StoppedAt is not null, "its end");
        Assert.Equal(running, Central.Snapshot("V-F10").Connector(1)!.Transaction!.Id);
        await StopAsync(client, queued, 4000, Central.Time.GetUtcNow().AddHours(-4));
        Assert.Equal((1000d, TransactionFlags.Offline), (await TransactionAsync(queued) is var row ? (row.EnergyWh, row.Flags) : default));
    }

    [Fact]
    public async Task Kind3_what_runs_on_no_connector_that_can_be_does_not_run_for_ever()
    {
        await using var client = await Central.BootAsync("V-H2");
        var id = await StartAsync(client, connector: 0);
        await Central.PassAsync(TimeSpan.FromMinutes(30), () => TransactionAsync(id).Result.StoppedAt is not null, "its end");
        await StopAsync(client, id, 1300);
        Assert.Equal(300, (await TransactionAsync(id)).EnergyWh);
    }

    [Fact]
    public async Task Kind3_a_boot_without_the_transaction_ends_it_also_after_a_restart_of_the_server()
    {
        await using var central = await TestCentralSystem.StartAsync();
        int id;
        await using (var client = await central.BootAsync("CP-1"))
        {
            await StatusAsync(client, "Charging");
            id = (await client.CallForResultAsync("StartTransaction", """{"connectorId":1,"idTag":"T","meterStart":0}""")).GetProperty("transactionId").GetInt32();
        }
        await central.RestartAsync();
        central.Time.Advance(TimeSpan.FromSeconds(2));
        await using var again = await central.BootAsync("CP-1");
        await StatusAsync(again, "Preparing");
        await central.PassAsync(Step, () => central.Snapshot("CP-1").Connector(1)!.Transaction is null, "its end");
        Assert.True((await central.Transactions.FindAsync(id))!.Flags.HasFlag(TransactionFlags.Inferred));
    }

    /// <summary>The power goes and comes back a while later.</summary>
    private async Task RebootAsync(string name, RawOcppClient client)
    {
        client.Drop();
        await Central.SnapshotAsync(name, snapshot => !snapshot.Online);
        Central.Time.Advance(TimeSpan.FromSeconds(5));
    }

    private async Task EndsAsync(string name, int id)
    {
        await Central.PassAsync(Step, () => Central.Snapshot(name).Connector(1)!.Transaction is null, "the end");
        Assert.True((await TransactionAsync(id)).Flags.HasFlag(TransactionFlags.Inferred));
    }
}
