using OcppDashboard.Data.Entities;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Two sessions are never one, and one is never two (X2): a start behind an answered stop is a new one, whatever its clock says.</summary>
public sealed class RowsSessions(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    [Theory]
    [InlineData("D-X2a", "2023-01-01T00:00:07.000Z")]
    [InlineData("D-X2b", "2000-01-01T00:00:07Z")]
    [InlineData("D-X2c", "1970-01-01T00:00:07Z")]
    public async Task X2_a_clock_that_begins_anew_at_each_boot_makes_as_many_sessions_as_there_were(string name, string stamp)
    {
        foreach (var hours in new[] { 1, 2, 3 })
        {
            var client = await Central.BootAsync(name);
            var id = await StampedStartAsync(client, stamp);
            await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":{{3000 + 1000 * hours}},"timestamp":"{{stamp.Replace("T00", $"T0{hours}", StringComparison.Ordinal)}}","reason":"PowerLoss"}""");
            client.Drop();
            await Central.SnapshotAsync(name, snapshot => !snapshot.Online);
        }
        var rows = await TransactionsAsync(name);
        Assert.Equal([4000d, 5000d, 6000d], rows.Select(row => row.EnergyWh!.Value).Order());
        Assert.DoesNotContain(rows, row => row.Flags.HasFlag(TransactionFlags.Conflict));
    }

    [Fact]
    public async Task X2_start_stop_and_start_within_one_second_are_two()
    {
        await using var client = await Central.BootAsync("D-X2d");
        var stamp = Stamp(Central.Time.GetUtcNow());
        var first = await StampedStartAsync(client, stamp);
        await StopAsync(client, first, 0);
        var second = await StampedStartAsync(client, stamp);
        Assert.NotEqual(first, second);
        await StopAsync(client, second, 700);
        Assert.Equal((0d, 700d), ((await TransactionAsync(first)).EnergyWh, (await TransactionAsync(second)).EnergyWh));
    }

    [Fact]
    public async Task X2_a_start_behind_a_stop_without_an_id_is_a_new_one_too_and_the_queue_sent_anew_is_not()
    {
        var stamp = Stamp(Central.Time.GetUtcNow());
        var client = await Central.BootAsync("D-X2g");
        var ids = new List<int>();
        foreach (var energy in new[] { 300, 700 })
        {
            ids.Add(await StampedStartAsync(client, stamp));
            await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":0,"meterStop":{{energy}},"timestamp":"{{Stamp(Central.Time.GetUtcNow())}}"}""");
        }
        Assert.Equal([300d, 700d], (await TransactionsAsync("D-X2g")).Select(row => row.EnergyWh!.Value).Order());
        client.Drop();
        await Central.SnapshotAsync("D-X2g", snapshot => !snapshot.Online);
        await using var again = await Central.OpenAsync("D-X2g");
        Assert.Equal(ids[1], await StampedStartAsync(again, stamp)); // the last answers were lost
        Assert.Equal(2, (await TransactionsAsync("D-X2g")).Count);
    }

    [Fact]
    public async Task X2_with_a_clock_that_stands_still_each_session_has_its_own_energy()
    {
        const string still = "2024-01-01T00:00:00Z";
        await using var client = await Central.BootAsync("D-X2e");
        foreach (var energy in new[] { 5000, 7000 })
        {
            var id = await StampedStartAsync(client, still);
            await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":{{energy}},"timestamp":"{{still}}"}""");
        }
        Assert.Equal([5000d, 7000d], (await TransactionsAsync("D-X2e")).Select(row => row.EnergyWh!.Value).Order());
    }

    [Fact]
    public async Task X2_without_a_stop_a_power_cut_and_a_clock_that_begins_anew_make_two()
    {
        const string stamp = "2023-01-01T00:00:07.000Z";
        var client = await Central.BootAsync("D-X2f");
        var first = await StampedStartAsync(client, stamp);
        await MeterAsync(client, first, Register("2500"));
        client.Drop();
        await Central.SnapshotAsync("D-X2f", snapshot => !snapshot.Online);
        await using var again = await Central.BootAsync("D-X2f");
        var second = await StampedStartAsync(again, stamp);
        Assert.NotEqual(first, second);
        await StopAsync(again, second, 900);
        Assert.Equal((2500d, 900d), ((await TransactionAsync(first)).EnergyWh, (await TransactionAsync(second)).EnergyWh));
    }

    [Theory]
    [InlineData("D-F9a", false)]
    [InlineData("D-F9b", true)]
    public async Task F9_a_start_whose_answer_was_lost_stays_one_over_a_reconnect_and_a_boot(string name, bool boots)
    {
        var stamp = Stamp(Central.Time.GetUtcNow());
        var client = await Central.BootAsync(name);
        var first = await StampedStartAsync(client, stamp);
        client.Drop();
        await using var again = boots ? await Central.BootAsync(name) : await Central.OpenAsync(name);
        Assert.Equal(first, await StampedStartAsync(again, stamp));
        await StopAsync(again, first, 800);
        Assert.Equal(800, Assert.Single(await TransactionsAsync(name)).EnergyWh);
    }

    [Fact]
    public async Task F9_a_start_whose_answer_was_lost_stays_one_although_its_end_was_inferred_meanwhile()
    {
        await using var client = await Central.BootAsync("D-F9c");
        var stamp = Stamp(Central.Time.GetUtcNow());
        var first = await StampedStartAsync(client, stamp);
        await StatusAsync(client, "Available");
        await Central.PassAsync(TimeSpan.FromSeconds(16), () => Central.Snapshot("D-F9c").Connector(1)!.Transaction is null, "the inferred end");
        Assert.Equal(first, await StampedStartAsync(client, stamp));
        await StopAsync(client, first, 300);
        Assert.Equal(300, Assert.Single(await TransactionsAsync("D-F9c")).EnergyWh);
    }

    [Fact]
    public async Task R9_a_stop_that_cannot_be_of_the_start_that_has_its_id_ends_no_strangers_session()
    {
        await using var client = await Central.BootAsync("D-R9");
        var now = Central.Time.GetUtcNow();
        var id = await StartAsync(client, 500, tag: "NEW", at: now);
        await StopAsync(client, id, 900, now.AddHours(-1), ",\"idTag\":\"OLD\""); // of a start before a backup was restored
        Assert.Equal(id, Central.Snapshot("D-R9").Connector(1)!.Transaction!.Id);
        var rows = await TransactionsAsync("D-R9");
        Assert.Equal(TransactionFlags.Orphan | TransactionFlags.Conflict, Assert.Single(rows, row => row.Id != id).Flags & ~TransactionFlags.Offline);
        await StopAsync(client, id, 900, now.AddHours(-1), ",\"idTag\":\"OLD\""); // once more
        Assert.Equal(2, (await TransactionsAsync("D-R9")).Count);
        await StopAsync(client, id, 1700, more: ",\"idTag\":\"NEW\"");
        Assert.Equal(1200, (await TransactionAsync(id)).EnergyWh);
    }

    private static async Task<int> StampedStartAsync(RawOcppClient client, string stamp) =>
        (await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"FREE","meterStart":0,"timestamp":"{{stamp}}"}""")).GetProperty("transactionId").GetInt32();
}
