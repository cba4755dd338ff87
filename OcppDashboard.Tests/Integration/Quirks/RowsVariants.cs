using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Rows F and G in other ways than the table's own example: what is live and what is kept.</summary>
public sealed class RowsVariants(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    [Fact]
    public async Task F5_a_stop_without_id_and_tag_ends_the_only_one_that_can_be_meant()
    {
        await using var client = await Central.BootAsync("V-F5");
        var first = await StartAsync(client, 1000);
        var second = await StartAsync(client, 5000, 2);
        await StopAsync(client, -1, 1400); // below the register that the second one began with
        Assert.Equal(400, (await TransactionAsync(first)).EnergyWh);
        Assert.Null((await TransactionAsync(second)).StoppedAt);
        await FindingAsync("V-F5", "F5");
    }

    [Fact]
    public async Task F5_a_stop_without_id_and_tag_ends_none_where_two_can_be_meant()
    {
        await using var client = await Central.BootAsync("V-F5b");
        await StartAsync(client, 1000);
        await StartAsync(client, 1000, 2);
        await StopAsync(client, -1, 1400);
        Assert.Equal(2, (await TransactionsAsync("V-F5b")).Count(row => row.StoppedAt is null));
    }

    [Fact]
    public async Task F6_a_stop_of_0_without_a_tag_ends_the_only_one_that_runs()
    {
        await using var client = await Central.BootAsync("V-F6");
        var id = await StartAsync(client);
        await StopAsync(client, 0, 1400);
        Assert.NotNull((await TransactionAsync(id)).StoppedAt); // X7; where two run nobody knows which is meant
        Assert.Single(await TransactionsAsync("V-F6"));
    }

    [Fact]
    public async Task F13_a_negative_id_of_its_own_is_followed_to_the_stop()
    {
        await using var client = await Central.BootAsync("V-F13");
        var id = await StartAsync(client);
        await MeterAsync(client, -77, Register("1200"));
        Assert.Equal((200d, -77L), (Live("V-F13").Transaction!.EnergyWh, Live("V-F13").Transaction!.WireId));
        await FindingAsync("V-F13", "F13");
        await MeterAsync(client, -77, Register("1300"));
        await StopAsync(client, -77, 1500);
        Assert.Equal((500d, 1), ((await TransactionAsync(id)).EnergyWh, (await TransactionsAsync("V-F13")).Count));
        Assert.False(Central.Snapshot("V-F13").HasFinding("F2"));
    }

    [Fact]
    public async Task F13_an_id_of_its_own_that_is_used_again_means_what_runs_now()
    {
        await using var client = await Central.BootAsync("V-F13b");
        var at = Central.Time.GetUtcNow().AddMinutes(-30);
        var first = await StartAsync(client, 1000, at: at);
        await MeterAsync(client, -77, Register("1200"), at: at.AddMinutes(5));
        await StopAsync(client, -77, 1500, at.AddMinutes(10));
        var second = await StartAsync(client, 2000, at: at.AddMinutes(15));
        await MeterAsync(client, -77, Register("2300"), at: at.AddMinutes(20));
        Assert.Equal(300, Live("V-F13b").Transaction!.EnergyWh);
        await StopAsync(client, -77, 2400, at.AddMinutes(25));
        await StopAsync(client, -77, 2400, at.AddMinutes(25)); // once more
        Assert.Equal((500d, 400d), ((await TransactionAsync(first)).EnergyWh, (await TransactionAsync(second)).EnergyWh));
        var third = await StartAsync(client, 3000, at: at.AddMinutes(26));
        await StopAsync(client, -77, 3100, at.AddMinutes(27)); // without a reading between
        Assert.Equal((100d, 3), ((await TransactionAsync(third)).EnergyWh, (await TransactionsAsync("V-F13b")).Count));
    }

    [Theory]
    [InlineData("Available")]
    [InlineData("Finishing")]
    public async Task F18_F19_power_is_gone_with_the_vehicle_although_no_stop_has_come(string status)
    {
        await using var client = await Central.BootAsync("V-F18" + status);
        var id = await StartAsync(client);
        await StatusAsync(client, "Charging");
        await MeterAsync(client, id, Register("1200") + "," + Power("7000"));
        Assert.Equal(7000, Live("V-F18" + status).PowerW);
        await StatusAsync(client, status);
        Assert.Equal((null, id), (Live("V-F18" + status).PowerW, Live("V-F18" + status).Transaction!.Id));
    }

    [Fact]
    public async Task F21_the_tag_of_a_transaction_that_was_taken_over_comes_with_its_stop()
    {
        await using var client = await Central.BootAsync("V-F21");
        await StatusAsync(client, "Charging");
        await MeterAsync(client, 1662160399, Register("3000"));
        await StopAsync(client, 1662160399, 3200, more: ",\"idTag\":\"OWN\"");
        Assert.Equal(("OWN", 200d), ((await TransactionAsync(1662160399)).IdTag, (await TransactionAsync(1662160399)).EnergyWh));
    }

    [Theory]
    [InlineData("KWH", "Energy.Active.Import.Register", 600d, null)]
    [InlineData("Kw", "Power.Active.Import", null, 600d)]
    public async Task G3_kilo_counts_in_whatever_case_it_is_written(string unit, string measurand, double? wh, double? watts)
    {
        await using var client = await Central.BootAsync("V-G3" + unit);
        await MeterAsync(client, null, $$"""{"value":"0.6","measurand":"{{measurand}}","unit":"{{unit}}"}""");
        Assert.Equal((wh, watts), (Live("V-G3" + unit).RegisterWh, Live("V-G3" + unit).PowerW));
        await FindingAsync("V-G3" + unit, "D25");
    }

    [Fact]
    public async Task G2_a_reading_that_is_moments_old_says_nothing_of_units()
    {
        await using var client = await Central.BootAsync("V-G2");
        var at = Central.Time.GetUtcNow();
        var id = await StartAsync(client, 1000, at: at);
        await MeterAsync(client, id, Register("1001") + "," + Power("7000"), at: at);
        await MeterAsync(client, id, Register("9000") + "," + Power("7000"), at: at.AddSeconds(1));
        await MeterAsync(client, 0, Register("9001"), at: at.AddSeconds(1));
        await FindingAsync("V-G2", "F1"); // noted after the ones before it
        Assert.False(Central.Snapshot("V-G2").HasFinding("G2"));
    }

    [Fact]
    public async Task G9_a_stop_that_counts_from_the_start_too_is_the_energy()
    {
        await using var client = await Central.BootAsync("V-G9");
        var id = await StartAsync(client, 4_077_600);
        await MeterAsync(client, id, Register("200"));
        await StopAsync(client, id, 250);
        Assert.Equal(250, (await TransactionAsync(id)).EnergyWh);
    }

    [Fact]
    public async Task G16_old_values_change_neither_register_nor_energy_and_coming_twice_is_told()
    {
        await using var client = await Central.BootAsync("V-G16");
        var now = Central.Time.GetUtcNow();
        var id = await StartAsync(client, 100, at: now.AddMinutes(-10));
        await MeterAsync(client, id, Register("140"), at: now.AddMinutes(-3));
        await MeterAsync(client, id, Register("50"), at: now.AddDays(-700));
        await MeterAsync(client, id, Register("130"), at: now.AddMinutes(-5));
        Assert.Equal((40d, 140d, false), (Live("V-G16").Transaction!.EnergyWh, Live("V-G16").RegisterWh, Live("V-G16").Transaction!.RegisterIsRelative));
        await MeterAsync(client, id, Register("130"), at: now.AddMinutes(-5));
        await FindingAsync("V-G16", "G16");
        Assert.False(Central.Snapshot("V-G16").HasFinding("G9"));
    }

    [Fact]
    public async Task The_register_at_the_start_is_the_last_register()
    {
        await using var client = await Central.BootAsync("V-REG");
        await MeterAsync(client, null, Register("1400"));
        await StartAsync(client, 1450);
        Assert.Equal((1450d, 0d), (Live("V-REG").RegisterWh, Live("V-REG").Transaction!.EnergyWh));
        await StartAsync(client, 900, 2, at: Central.Time.GetUtcNow().AddHours(-2));
        await MeterAsync(client, null, Register("1500"));
        await StartAsync(client, 1200, at: Central.Time.GetUtcNow().AddHours(-2)); // comes late
        Assert.Equal((1500d, 900d), (Live("V-REG").RegisterWh, Live("V-REG", 2).RegisterWh));
    }

    [Fact]
    public async Task H2_a_transaction_runs_on_any_connector_that_has_told_of_itself()
    {
        await using var client = await Central.BootAsync("V-H2");
        await StatusAsync(client, "Preparing", 101);
        var id = await StartAsync(client, connector: 101);
        Assert.Equal(id, Live("V-H2", 101).Transaction!.Id);
        Assert.Equal(OcppDashboard.Data.Entities.TransactionFlags.None, (await TransactionAsync(id)).Flags);
    }

    private ConnectorSnapshot Live(string id, int connector = 1) => Central.Snapshot(id).Connector(connector)!;
}
