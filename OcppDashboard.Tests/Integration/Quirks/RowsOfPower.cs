using System.Text.Json;
using OcppDashboard.State;
using OcppDashboard.Tests.Api.V1;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Live power exists only while energy can flow, on the connector, in the sum and for programs.</summary>
public sealed class RowsOfPower(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    [Theory]
    [InlineData("Available")]
    [InlineData("Preparing")]
    [InlineData("SuspendedEV")]
    [InlineData("SuspendedEVSE")]
    [InlineData("Finishing")]
    [InlineData("Reserved")]
    [InlineData("Unavailable")]
    [InlineData("Faulted")]
    public async Task Kind2_a_status_that_lets_nothing_flow_takes_the_power(string status)
    {
        var name = "K2-" + status;
        await using var client = await ChargeAsync(name);
        await StatusAsync(client, status);
        await NothingFlowsAsync(name);
    }

    [Fact]
    public async Task Kind2_a_boot_takes_the_power_and_the_next_reading_brings_it()
    {
        await using var client = await ChargeAsync("K2-boot");
        await client.CallForResultAsync("BootNotification", Boot);
        await NothingFlowsAsync("K2-boot");
        await MeterAsync(client, Live("K2-boot").Transaction!.Id, Power("6000"));
        Assert.Equal(6000, Live("K2-boot").PowerW);
    }

    [Fact]
    public async Task Kind2_a_lost_connection_takes_the_power_for_good()
    {
        await using (await ChargeAsync("K2-lost"))
        {
        }
        await Central.SnapshotAsync("K2-lost", snapshot => !snapshot.Online, "offline");
        await NothingFlowsAsync("K2-lost");
        await using var again = await Central.OpenAsync("K2-lost");
        await again.CallForResultAsync("Heartbeat");
        await NothingFlowsAsync("K2-lost");
    }

    [Fact]
    public async Task Kind2_a_stop_takes_the_power()
    {
        await using var client = await ChargeAsync("K2-stop");
        await StopAsync(client, Live("K2-stop").Transaction!.Id, 3000);
        await NothingFlowsAsync("K2-stop");
    }

    [Fact]
    public async Task Kind2_a_reading_that_is_old_against_its_interval_is_no_power_of_now()
    {
        await using var central = await TestCentralSystem.StartAsync(settings => settings with { Ocpp = settings.Ocpp with { PingInterval = TimeSpan.Zero } });
        await using var client = await central.BootAsync("K2-old");
        await client.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Charging"}""");
        var id = (await client.CallForResultAsync("StartTransaction", """{"connectorId":1,"idTag":"T","meterStart":0}""")).GetProperty("transactionId").GetInt32();
        for (var i = 0; i < 3; i++)
        {
            central.Time.Advance(TimeSpan.FromSeconds(30));
            await client.CallForResultAsync("MeterValues", $$"""
                {"connectorId":1,"transactionId":{{id}},"meterValue":[{"timestamp":"{{Stamp(central.Time.GetUtcNow())}}","sampledValue":[{"value":"7000","measurand":"Power.Active.Import","unit":"W"}]}]}
                """);
        }
        Assert.Equal(7000, central.Snapshot("K2-old").Connector(1)!.PowerW);
        central.Time.Advance(TimeSpan.FromSeconds(45));
        Assert.Equal(7000, central.Snapshot("K2-old").Connector(1)!.PowerW);
        await central.PassAsync(TimeSpan.FromSeconds(15), () => central.Snapshot("K2-old").Connector(1)!.PowerW is null, "no power");
        Assert.Equal(0, central.Get<FleetMeter>().PowerW);
        Assert.NotNull(central.Snapshot("K2-old").Connector(1)!.PowerAt);
    }

    [Fact]
    public async Task Kind2_readings_out_of_a_queue_are_no_power_of_now()
    {
        await using var client = await Central.BootAsync("K2-queue");
        await StatusAsync(client, "Charging", more: $",\"timestamp\":\"{Now}\"");
        var began = Central.Time.GetUtcNow().AddHours(-1);
        var id = await StartAsync(client, at: began);
        await MeterAsync(client, id, Register("4000") + "," + Power("7000"), at: began.AddMinutes(30));
        Assert.Equal((null, 3000d), (Live("K2-queue").PowerW, Live("K2-queue").Transaction!.EnergyWh));
        await MeterAsync(client, id, Register("8000") + "," + Power("6900"));
        Assert.Equal(6900, Live("K2-queue").PowerW);
    }

    [Fact]
    public async Task G2_readings_of_the_transaction_before_say_nothing_of_this_one()
    {
        await using var client = await Central.BootAsync("G2-next");
        var at = Central.Time.GetUtcNow().AddHours(-1);
        var first = await StartAsync(client, 1000, at: at);
        await MeterAsync(client, first, Register("20000") + "," + Power("48000"), at: at.AddMinutes(20));
        await StopAsync(client, first, 20_000, at.AddMinutes(21));
        var second = await StartAsync(client, 20_000, tag: "B", at: at.AddMinutes(38));
        await MeterAsync(client, second, Register("20016") + "," + Power("47600"), at: at.AddMinutes(39));
        await MeterAsync(client, second, Register("20800") + "," + Power("47600"), at: at.AddMinutes(40));
        await MeterAsync(client, 0, Register("20801"), at: at.AddMinutes(40)); // noted after the ones before it
        await FindingAsync("G2-next", "F1");
        Assert.False(Central.Snapshot("G2-next").HasFinding("G2"));
    }

    [Fact]
    public async Task G2_a_gap_in_the_readings_of_power_is_compared_with_nothing()
    {
        await using var client = await Central.BootAsync("G2-gap");
        var at = Central.Time.GetUtcNow().AddHours(-3);
        var id = await StartAsync(client, 1000, at: at);
        await MeterAsync(client, id, Register("1000") + "," + Power("10"), at: at.AddSeconds(1));
        await MeterAsync(client, id, Register("1002") + "," + Power("10"), at: at.AddMinutes(10));
        await MeterAsync(client, id, Register("31000") + "," + Power("10"), at: at.AddHours(2)); // 15 kW between, which was not sent
        await MeterAsync(client, id, Register("31160") + "," + Power("960"), at: at.AddHours(2).AddMinutes(19));
        await MeterAsync(client, 0, Register("31161"), at: at.AddHours(2).AddMinutes(19));
        await FindingAsync("G2-gap", "F1");
        Assert.False(Central.Snapshot("G2-gap").HasFinding("G2"));
    }

    private async Task<RawOcppClient> ChargeAsync(string name)
    {
        var client = await Central.BootAsync(name);
        await StatusAsync(client, "Charging");
        var id = await StartAsync(client);
        Central.Time.Advance(TimeSpan.FromSeconds(1));
        await MeterAsync(client, id, Register("2000") + "," + Power("7000") + """,{"value":"30","measurand":"Current.Import","unit":"A"}""");
        Assert.Equal(7000, Live(name).PowerW);
        return client;
    }

    private async Task NothingFlowsAsync(string name)
    {
        Assert.Equal((null, null), (Live(name).PowerW, Live(name).Reading!.CurrentA));
        using var api = new ApiClient(Central);
        foreach (var connector in (await api.GetAsync($"charge-points/{name}")).Ok().GetProperty("connectors").EnumerateArray())
            Assert.False(connector.TryGetProperty("powerW", out var power) && power.ValueKind == JsonValueKind.Number);
    }

    private ConnectorSnapshot Live(string id, int connector = 1) => Central.Snapshot(id).Connector(connector)!;
}
