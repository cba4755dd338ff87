using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Rows F and G of the table of habits where registers are rounded, odd for a moment, or come in parts and under another connector.</summary>
public sealed class RowsRegisters(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    [Fact]
    public async Task G9_a_register_that_is_rounded_down_is_still_the_meters_own()
    {
        await using var client = await Central.BootAsync("N-G9");
        var id = await StartAsync(client, 12_345_678);
        await MeterAsync(client, id, KiloRegister("12345.67"));
        Assert.Equal((0d, false), (Live("N-G9").Transaction!.EnergyWh, Live("N-G9").Transaction!.RegisterIsRelative));
        await MeterAsync(client, id, KiloRegister("12345.99"));
        Assert.Equal(312, Live("N-G9").Transaction!.EnergyWh);
        await MeterAsync(client, 0, Power("0")); // noted after the ones before it
        await FindingAsync("N-G9", "F1");
        Assert.False(Central.Snapshot("N-G9").HasFinding("G9"));
        await StopAsync(client, id, 12_346_000);
        Assert.Equal(322, (await TransactionAsync(id)).EnergyWh);
    }

    [Theory]
    [InlineData("N-F10", true)]
    [InlineData("N-F15", false)]
    public async Task F10_F15_a_transaction_that_ends_at_a_register_that_is_rounded_down_took_nothing(string name, bool isSuperseded)
    {
        await using var client = await Central.BootAsync(name);
        var id = await StartAsync(client, 12_345_678);
        await MeterAsync(client, id, KiloRegister("12345.67"));
        if (isSuperseded) await StartAsync(client, 12_345_678, tag: "OTHER");
        else await StopAsync(client, id, 12_345_670);
        Assert.Equal(0, (await TransactionAsync(id)).EnergyWh);
    }

    [Fact]
    public async Task G9_one_odd_register_makes_no_lifetime_register_the_energy()
    {
        await using var client = await Central.BootAsync("N-G9b");
        var id = await StartAsync(client, 4_076_000);
        foreach (var register in new[] { "4076500", "12", "4077000" }) await MeterAsync(client, id, Register(register));
        Assert.Equal(1000, Live("N-G9b").Transaction!.EnergyWh);
        var first = await StartAsync(client, 4_076_000, connector: 2);
        foreach (var register in new[] { "12", "4076500" }) await MeterAsync(client, first, Register(register), connector: 2);
        Assert.Equal(500, Live("N-G9b", 2).Transaction!.EnergyWh);
    }

    [Fact]
    public async Task G8_phases_in_two_contexts_of_one_bucket_add_up_once()
    {
        await using var client = await Central.BootAsync("N-G8");
        var id = await StartAsync(client, 3000);
        var samples = from context in new[] { "Sample.Clock", "Sample.Periodic" }
                      from phase in new[] { "L1", "L2", "L3" }
                      from sample in new[] { ("Energy.Active.Import.Register", "1100", "Wh"), ("Power.Active.Import", "2300", "W") }
                      select $$"""{"value":"{{sample.Item2}}","measurand":"{{sample.Item1}}","unit":"{{sample.Item3}}","phase":"{{phase}}","context":"{{context}}"}""";
        await MeterAsync(client, id, string.Join(',', samples));
        Assert.Equal((6900d, 3300d, 300d), (Live("N-G8").PowerW, Live("N-G8").RegisterWh, Live("N-G8").Transaction!.EnergyWh));
    }

    [Fact]
    public async Task G4_phases_in_meter_values_of_their_own_add_up_where_they_are_of_one_moment()
    {
        await using var client = await Central.BootAsync("N-G4");
        var id = await StartAsync(client, 3000);
        var now = Now;
        var buckets = new[] { "L1", "L2", "L3" }.Select(phase => $$$"""
            {"timestamp":"{{{now}}}","sampledValue":[{"value":"1100","phase":"{{{phase}}}"},{"value":"2300","measurand":"Power.Active.Import","unit":"W","phase":"{{{phase}}}"},
            {"value":"10","measurand":"Current.Import","unit":"A","phase":"{{{phase}}}"}]}
            """);
        await client.CallForResultAsync("MeterValues", $$"""{"connectorId":1,"transactionId":{{id}},"meterValue":[{{string.Join(',', buckets)}}]}""");
        var (live, reading) = (Live("N-G4"), Live("N-G4").Reading!);
        Assert.Equal((6900d, 3300d, 300d, false), (live.PowerW, live.RegisterWh, live.Transaction!.EnergyWh, live.Transaction.RegisterIsRelative));
        Assert.Equal((10d, 10d, 10d), (reading.CurrentL1A, reading.CurrentL2A, reading.CurrentL3A));
        Assert.Single(await Central.ReadAsync(db => Task.FromResult(db.MeterValues.Where(m => m.TransactionId == id).ToList())));
    }

    [Theory]
    [InlineData("N-G11a", 0)]
    [InlineData("N-G11b", 2)]
    public async Task G11_values_under_another_connector_are_those_of_the_transaction_that_they_name(string name, int connector)
    {
        await using var client = await Central.BootAsync(name);
        var id = await StartAsync(client, 4_296_944_685);
        await MeterAsync(client, id, Register("4296945685") + "," + Power("7000"), connector);
        Assert.Equal((1000d, 7000d, 4_296_945_685d), (Live(name).Transaction!.EnergyWh, Live(name).PowerW, Live(name).RegisterWh));
        Assert.Null(Central.Snapshot(name).Connector(connector)?.Reading);
        await MeterAsync(client, 0, Power("7000")); // noted after the ones before it
        Assert.False((await FindingAsync(name, "F1")).HasFinding("F20"));
        await FindingAsync(name, "G11");
        await StopAsync(client, id, 4_296_946_685);
        Assert.Null(Live(name).PowerW);
    }

    [Fact]
    public async Task G19_power_that_is_no_longer_measured_does_not_flow_for_ever()
    {
        await using var client = await Central.BootAsync("N-G19");
        var began = Central.Time.GetUtcNow().AddMinutes(-10);
        var id = await StartAsync(client, at: began);
        await MeterAsync(client, id, Register("1500") + "," + Power("7000") + """,{"value":"30","measurand":"Current.Import","unit":"A"}""", at: began);
        for (var minute = 1; minute <= 4; minute++) await MeterAsync(client, id, Register("1600"), at: began.AddMinutes(minute));
        Assert.Equal((7000d, 30d), (Live("N-G19").PowerW, Live("N-G19").Reading!.CurrentA)); // for a while
        for (var minute = 5; minute <= 9; minute++) await MeterAsync(client, id, Register("1600"), at: began.AddMinutes(minute));
        Assert.Equal((null, null, 1600d), (Live("N-G19").PowerW, Live("N-G19").Reading!.CurrentA, Live("N-G19").RegisterWh));
    }

    [Fact]
    public async Task G19_F20_power_from_before_the_stop_that_comes_after_it_without_an_id_does_not_flow()
    {
        await using var client = await Central.BootAsync("N-F20");
        var at = Central.Time.GetUtcNow();
        var id = await StartAsync(client, at: at);
        await MeterAsync(client, id, Register("1500") + "," + Power("7000"), at: at);
        Central.Time.Advance(TimeSpan.FromSeconds(2));
        await StopAsync(client, id, 1600);
        await MeterAsync(client, null, Register("1600") + "," + Power("7000"), at: at.AddSeconds(1));
        Assert.Equal((null, 1600d), (Live("N-F20").PowerW, Live("N-F20").RegisterWh));
        Central.Time.Advance(TimeSpan.FromSeconds(2));
        await MeterAsync(client, null, Power("60"));
        Assert.Equal(60, Live("N-F20").PowerW);
    }

    private static string KiloRegister(string kWh) => $$"""{"value":"{{kWh}}","measurand":"Energy.Active.Import.Register","unit":"kWh"}""";

    private ConnectorSnapshot Live(string id, int connector = 1) => Central.Snapshot(id).Connector(connector)!;
}
