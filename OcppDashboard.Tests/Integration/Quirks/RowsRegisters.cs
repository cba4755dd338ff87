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

    private static string KiloRegister(string kWh) => $$"""{"value":"{{kWh}}","measurand":"Energy.Active.Import.Register","unit":"kWh"}""";

    private ConnectorSnapshot Live(string id, int connector = 1) => Central.Snapshot(id).Connector(connector)!;
}
