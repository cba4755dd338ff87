using System.Globalization;
using System.Text.Json;
using OcppDashboard.State;
using OcppDashboard.Tests.Api.V1;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Registers and gauges that cannot be: kept, told, and counted nowhere. The energies are those that programs get.</summary>
public sealed class RowsOfGarbage(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    [Theory]
    [InlineData("X1-32", 1000, "2000 4294967295 2500", 1500, 3500)]
    [InlineData("X1-31", 1000, "2000 2147483647 2147483647 2500", 1500, 3500)]
    [InlineData("X1-jump", 1000, "1500 101500 2000", 1000, 2600)]
    [InlineData("X1-small", 1000, "1500 41500 2000", 1000, 2600)]
    [InlineData("X1-kilo", 7_912_000, "7912500 7913 7913000", 1000, 7_913_500)]
    [InlineData("X1-zero", 1000, "2000 0 2500", 1500, 3500)]
    [InlineData("X22-reset", 50_000, "50500 52000 0 300 1000", 3000, 1500)]
    [InlineData("X22-reset-b", 50_000, "50500 52000 250 900", 2900, 1400)]
    public async Task X1_X22_registers_that_cannot_be_make_no_energy_and_parts_add_up(string name, int start, string readings, double energy, int stop)
    {
        await using var client = await Central.BootAsync(name);
        var fleet = Central.Get<FleetMeter>();
        var id = await StartAsync(client, start);
        var before = fleet.EnergyTodayWh;
        foreach (var reading in readings.Split(' '))
        {
            Central.Time.Advance(TimeSpan.FromSeconds(1));
            await MeterAsync(client, id, Register(reading));
        }
        Assert.Equal(energy, await ApiEnergyAsync(name));
        Assert.Equal(energy, fleet.EnergyTodayWh - before, 3);
        var kept = await Central.ReadAsync(db => Task.FromResult(db.MeterValues.Where(m => m.TransactionId == id).OrderBy(m => m.Id).ToList()));
        Assert.Equal(readings.Split(' '), kept.Select(row => row.EnergyWh?.ToString(CultureInfo.InvariantCulture) ?? JsonDocument.Parse(row.OtherJson!).RootElement[0].GetProperty("value").GetString()!));
        Central.Time.Advance(TimeSpan.FromSeconds(1));
        await StopAsync(client, id, stop);
        Assert.True(fleet.EnergyTodayWh - before < 100_000);
    }

    [Fact]
    public async Task X1_garbage_is_a_finding_and_no_register_of_the_connector()
    {
        await using var client = await Central.BootAsync("X1-find");
        var id = await StartAsync(client);
        await MeterAsync(client, id, Register("2000"));
        await MeterAsync(client, id, Register("4294967295"));
        await FindingAsync("X1-find", "G21");
        Assert.Equal(2000, Live("X1-find").RegisterWh);
        await MeterAsync(client, null, Register("999999999999"), connector: 2);
        foreach (var register in new[] { "5000", "5100", "999999999999" }) await MeterAsync(client, null, Register(register), connector: 2);
        Assert.Equal(5100, Live("X1-find", 2).RegisterWh);
    }

    [Theory]
    [InlineData("X1-begin", true)]
    [InlineData("X1-begin-b", false)]
    public async Task X1_one_reading_of_the_begin_in_kWh_by_mistake_counts_nothing(string name, bool measuredBefore)
    {
        await using var client = await Central.BootAsync(name);
        if (measuredBefore) await MeterAsync(client, null, Register("7911900"));
        var id = await StartAsync(client, 7_912_000);
        await MeterAsync(client, id, """{"value":"7912000","measurand":"Energy.Active.Import.Register","unit":"kWh","context":"Transaction.Begin"}""");
        await MeterAsync(client, id, Register("7912600"));
        Assert.Equal(600, await ApiEnergyAsync(name));
    }

    [Fact]
    public async Task X1_a_start_that_is_garbage_is_no_base()
    {
        await using var client = await Central.BootAsync("X1-start");
        await MeterAsync(client, null, Register("1000"));
        var id = await StartAsync(client, 4_294_967_295);
        await MeterAsync(client, id, Register("2000"));
        await MeterAsync(client, id, Register("2400"));
        Assert.Equal((400d, 2400d), (await ApiEnergyAsync("X1-start"), Live("X1-start").RegisterWh));
    }

    [Theory]
    [InlineData("X1-soc", "SoC", "Percent", "55", "255")]
    [InlineData("X1-soc-b", "SoC", "Percent", "55", "-1")]
    [InlineData("X1-w", "Power.Active.Import", "W", "7000", "4294967")]
    [InlineData("X1-w-b", "Power.Active.Import", "W", "7000", "-7200")]
    [InlineData("X1-v", "Voltage", "V", "230", "65535")]
    [InlineData("X1-a", "Current.Import", "A", "16", "16000")]
    public async Task X1_gauges_that_cannot_be_are_kept_and_not_shown(string name, string measurand, string unit, string good, string garbage)
    {
        await using var client = await Central.BootAsync(name);
        await StatusAsync(client, "Charging");
        var id = await StartAsync(client);
        await MeterAsync(client, id, Sample(good));
        Assert.Equal(double.Parse(good, CultureInfo.InvariantCulture), Shown());
        await MeterAsync(client, id, Sample(garbage));
        Assert.NotEqual(double.Parse(garbage, CultureInfo.InvariantCulture), Shown());
        await FindingAsync(name, "G21");
        var rows = await Central.ReadAsync(db => Task.FromResult(db.MeterValues.Where(m => m.TransactionId == id).OrderBy(m => m.Id).ToList()));
        Assert.Contains($"\"{garbage}\"", rows[1].OtherJson, StringComparison.Ordinal);

        string Sample(string value) => $$"""{"value":"{{value}}","measurand":"{{measurand}}","unit":"{{unit}}"}""";
        double? Shown() => measurand switch
        {
            "SoC" => Live(name).Transaction!.StateOfCharge,
            "Voltage" => Live(name).Reading!.VoltageV,
            "Current.Import" => Live(name).Reading!.CurrentA,
            _ => Live(name).PowerW,
        };
    }

    [Theory]
    [InlineData("X8-absent", "")]
    [InlineData("X8-null", ",\"meterStart\":null")]
    [InlineData("X8-empty", ",\"meterStart\":\"\"")]
    [InlineData("X8-minus", ",\"meterStart\":-1")]
    public async Task X8_without_a_start_register_energy_counts_from_the_first_reading(string name, string meterStart)
    {
        await using var client = await Central.BootAsync(name);
        var id = (await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"N","timestamp":"{{Now}}"{{meterStart}}}""")).GetProperty("transactionId").GetInt32();
        await MeterAsync(client, id, Register("7912000"));
        Assert.Equal(0, await ApiEnergyAsync(name));
        await MeterAsync(client, id, Register("7913500"));
        Assert.Equal(1500, await ApiEnergyAsync(name));
    }

    [Theory]
    [InlineData("X29-a", 0, "500 500 500", 1500)]
    [InlineData("X29-b", 4000, "500 250", 750)]
    [InlineData("X29-c", 0, "500 4294967295 500", 1000)]
    public async Task X29_intervals_alone_add_up(string name, int start, string intervals, double energy)
    {
        await using var client = await Central.BootAsync(name);
        var id = await StartAsync(client, start);
        foreach (var wh in intervals.Split(' '))
        {
            Central.Time.Advance(TimeSpan.FromSeconds(60));
            await MeterAsync(client, id, $$"""{"value":"{{wh}}","measurand":"Energy.Active.Import.Interval","unit":"Wh"}""");
        }
        Assert.Equal(energy, await ApiEnergyAsync(name));
    }

    [Fact]
    public async Task Kind6_a_register_that_counts_from_the_start_never_becomes_the_connectors()
    {
        await using var client = await Central.BootAsync("K6");
        var first = await StartAsync(client, 50_000);
        foreach (var reading in new[] { "300", "1000" }) await MeterAsync(client, first, Register(reading));
        Assert.Equal((1000d, 50_000d), (await ApiEnergyAsync("K6"), Live("K6").RegisterWh));
        await StopAsync(client, first, 1500);
        Assert.Equal(50_000, Live("K6").RegisterWh);
        await MeterAsync(client, null, Register("1500"));
        Assert.Equal(50_000, Live("K6").RegisterWh);
        var second = await StartAsync(client, 51_500, tag: "B");
        await MeterAsync(client, second, Register("200"));
        Assert.Equal((200d, 51_500d), (await ApiEnergyAsync("K6"), Live("K6").RegisterWh));
        await StopAsync(client, second, 51_800); // starts and stops tell the meter's own
        Assert.Equal(51_800, Live("K6").RegisterWh);
    }

    [Fact]
    public async Task G9_is_not_said_of_a_register_that_begins_anew_at_each_boot()
    {
        await using var client = await Central.BootAsync("K6-boot");
        var first = await StartAsync(client, 6000, tag: "A");
        await MeterAsync(client, first, Register("9000"));
        await StopAsync(client, first, 9500);
        Central.Time.Advance(TimeSpan.FromMinutes(1));
        await client.CallForResultAsync("BootNotification", Boot);
        var second = await StartAsync(client, 0, tag: "B");
        await MeterAsync(client, second, Register("300"));
        Assert.Equal(300, await ApiEnergyAsync("K6-boot"));
        Central.Time.Advance(TimeSpan.FromMinutes(1));
        await MeterAsync(client, 0, Power("0")); // noted after the ones before it
        await FindingAsync("K6-boot", "F1");
        Assert.False(Central.Snapshot("K6-boot").HasFinding("G9"));
    }

    [Theory]
    [InlineData(50_000, "50500 52000 300 900", 2900, "1400", 3400)]
    [InlineData(1000, "2000 4294967295 2500", 1500, "2700", 1700)]
    [InlineData(1000, "1500 41500 2000", 1000, "2100", 1100)]
    [InlineData(-1, "7912000 7912500", 500, "7913000", 1000)]
    [InlineData(50_000, "300 1000", 1000, "1400", 1400)]
    public async Task X1_X8_X22_a_restart_of_the_server_changes_no_energy(int start, string readings, double energy, string next, double then)
    {
        await using var central = await TestCentralSystem.StartAsync();
        var client = await central.BootAsync("CP-1");
        var id = (await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"T","meterStart":{{start}},"timestamp":"{{Stamp(central.Time.GetUtcNow())}}"}"""))
            .GetProperty("transactionId").GetInt32();
        foreach (var reading in readings.Split(' ')) await ReadAsync(reading);
        Assert.Equal(energy, central.Snapshot("CP-1").Connector(1)!.Transaction!.EnergyWh);
        await client.DisposeAsync();
        await central.RestartAsync();
        Assert.Equal((energy, energy), (central.Snapshot("CP-1").Connector(1)!.Transaction!.EnergyWh, central.Get<FleetMeter>().EnergyTodayWh));
        client = await central.OpenAsync("CP-1");
        await ReadAsync(next);
        Assert.Equal((then, then), (central.Snapshot("CP-1").Connector(1)!.Transaction!.EnergyWh, central.Get<FleetMeter>().EnergyTodayWh));
        await client.DisposeAsync();

        Task<JsonElement> ReadAsync(string register)
        {
            central.Time.Advance(TimeSpan.FromSeconds(1));
            return client.CallForResultAsync("MeterValues", $$"""
                {"connectorId":1,"transactionId":{{id}},"meterValue":[{"timestamp":"{{Stamp(central.Time.GetUtcNow())}}","sampledValue":[{"value":"{{register}}"}]}]}
                """);
        }
    }

    private async Task<double?> ApiEnergyAsync(string id)
    {
        using var api = new ApiClient(Central);
        var connector = (await api.GetAsync($"charge-points/{id}")).Ok().GetProperty("connectors").EnumerateArray().Single(connector => connector.GetProperty("id").GetInt32() == 1);
        return connector.TryGetProperty("energyWh", out var energy) && energy.ValueKind == JsonValueKind.Number ? energy.GetDouble() : null;
    }

    private ConnectorSnapshot Live(string id, int connector = 1) => Central.Snapshot(id).Connector(connector)!;
}
