using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Queries;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>What is booked at the end of a transaction where registers are garbage, missing, reset or come in parts (X1, X8, X22, X29).</summary>
public sealed class RowsBooked(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    [Theory]
    [InlineData("B-X1a", "4294967295")]
    [InlineData("B-X1b", "2147483648")]
    [InlineData("B-X1c", "0")]
    [InlineData("B-X1d", "-7")]
    [InlineData("B-X1e", "90001500")] // no magic number
    [InlineData("B-X1f", "null")]
    public async Task X1_a_stop_whose_register_cannot_be_books_the_last_good_one(string name, string meterStop)
    {
        await using var client = await Central.BootAsync(name);
        var at = Central.Time.GetUtcNow();
        var id = await StartAsync(client, 1000, at: at);
        await MeterAsync(client, id, Register("1500"), at: at.AddSeconds(1));
        await RawStopAsync(client, id, meterStop, at.AddSeconds(2));
        var row = await TransactionAsync(id);
        Assert.Equal((500d, true), (row.EnergyWh, row.Flags.HasFlag(TransactionFlags.Meter)));
        await FindingAsync(name, "F15");
        Assert.Equal(1500, Central.Snapshot(name).Connector(1)!.RegisterWh);
        var next = await StartAsync(client, 1500, at: at.AddSeconds(10)); // the garbage is nobody's register
        await StopAsync(client, next, 1900, at.AddSeconds(20));
        Assert.Equal((400d, TransactionFlags.None), await BookedAsync(next));
    }

    [Fact]
    public async Task X1_readings_that_cannot_be_do_not_raise_what_is_booked()
    {
        await using var client = await Central.BootAsync("B-X1r");
        var at = Central.Time.GetUtcNow();
        var id = await StartAsync(client, 1000, at: at);
        foreach (var (second, register) in new[] { (1, "1500"), (2, "4294967295"), (3, "101500"), (4, "2000") })
            await MeterAsync(client, id, Register(register), at: at.AddSeconds(second));
        await StartAsync(client, 2000, at: at.AddSeconds(10), tag: "OTHER"); // the one before had no stop
        Assert.Equal((1000d, 2000L), (await TransactionAsync(id) is var row ? (row.EnergyWh, row.MeterStopWh!.Value) : default));
    }

    [Fact]
    public async Task X1_garbage_at_the_very_end_is_not_what_a_transaction_without_a_stop_ends_at()
    {
        await using var client = await Central.BootAsync("B-X1i");
        await StatusAsync(client, "Charging");
        var id = await StartAsync(client, 1000);
        await MeterAsync(client, id, Register("1500"));
        await MeterAsync(client, id, Register("4294967295"));
        await StatusAsync(client, "Available");
        await Central.PassAsync(TimeSpan.FromSeconds(16), () => Central.Snapshot("B-X1i").Connector(1)!.Transaction is null, "the inferred end");
        Assert.Equal(500, (await TransactionAsync(id)).EnergyWh);
    }

    [Theory]
    [InlineData("B-X8a", "")]
    [InlineData("B-X8b", "\"meterStart\":null,")]
    [InlineData("B-X8c", "\"meterStart\":\"\",")]
    [InlineData("B-X8d", "\"meterStart\":-1,")]
    public async Task X8_without_a_start_register_energy_counts_from_the_first_reading(string name, string meterStart)
    {
        await using var client = await Central.BootAsync(name);
        var at = Central.Time.GetUtcNow();
        var id = await RawStartAsync(client, meterStart, at);
        await MeterAsync(client, id, """{"value":"7912000"}""", at: at.AddSeconds(1));
        await MeterAsync(client, id, """{"value":"7912500"}""", at: at.AddSeconds(2));
        await StopAsync(client, id, 7_914_000, at.AddSeconds(9));
        Assert.Equal((2000d, TransactionFlags.Meter), await BookedAsync(id));
    }

    [Theory]
    [InlineData("B-X8e", "")]
    [InlineData("B-X8f", "\"meterStart\":-1,")]
    [InlineData("B-X8g", "\"meterStart\":0,")] // not read yet, and nothing is known from before
    public async Task X8_the_first_reading_may_come_with_the_stop(string name, string meterStart)
    {
        await using var client = await Central.BootAsync(name);
        var at = Central.Time.GetUtcNow();
        var id = await RawStartAsync(client, meterStart, at);
        await StopAsync(client, id, 7_914_000, at.AddSeconds(9), $$"""
            ,"transactionData":[{"timestamp":"{{Stamp(at)}}","sampledValue":[{"value":"7912000","context":"Transaction.Begin"}]},
            {"timestamp":"{{Stamp(at.AddSeconds(9))}}","sampledValue":[{"value":"7914000","context":"Transaction.End"}]}]
            """);
        Assert.Equal((2000d, TransactionFlags.Meter), await BookedAsync(id));
    }

    [Theory]
    [InlineData("B-X22a", "50500 52000 0 300 1000", 1500, 3500)]
    [InlineData("B-X22b", "50500 52000 300 1000", 1500, 3500)]
    [InlineData("B-X22c", "50500 52000 0 51900 53000", 53_500, 3500)] // a slip of one reading
    [InlineData("B-X22d", "50500 0 200 400 0 200 600", 700, 1600)] // twice
    public async Task X22_a_meter_that_is_reset_on_the_way_adds_the_parts(string name, string registers, long stop, double energy)
    {
        await using var client = await Central.BootAsync(name);
        var at = Central.Time.GetUtcNow();
        var id = await StartAsync(client, 50_000, at: at);
        foreach (var register in registers.Split(' ')) await MeterAsync(client, id, Register(register), at: at = at.AddSeconds(1));
        await StopAsync(client, id, stop, at.AddSeconds(1));
        Assert.Equal(energy, (await TransactionAsync(id)).EnergyWh);
    }

    [Theory]
    [InlineData("B-G9a", 8000, "100 1200 3200", 11_200, 3200)] // the meter's own at the stop
    [InlineData("B-G9b", 8000, "100 1200 3200", 3300, 3300)] // the other at the stop too
    [InlineData("B-G9c", 1000, "300 900 1500", 1600, 1600)] // passes the start on its way
    public async Task G9_what_counts_from_the_start_is_booked_once(string name, long start, string registers, long stop, double energy)
    {
        await using var client = await Central.BootAsync(name);
        var at = Central.Time.GetUtcNow().AddMinutes(-9);
        var id = await StartAsync(client, start, at: at);
        foreach (var register in registers.Split(' ')) await MeterAsync(client, id, Register(register), at: at = at.AddMinutes(1));
        await StopAsync(client, id, stop, at.AddMinutes(1));
        Assert.Equal(energy, (await TransactionAsync(id)).EnergyWh);
    }

    [Theory]
    [InlineData("B-X29a", 0, "Sample.Periodic")]
    [InlineData("B-X29b", 7_912_000, "Sample.Clock")]
    public async Task X29_intervals_alone_add_up(string name, long register, string context)
    {
        await using var client = await Central.BootAsync(name);
        var at = Central.Time.GetUtcNow();
        var id = await StartAsync(client, register, at: at);
        for (var i = 1; i <= 3; i++)
            await MeterAsync(client, id, $$"""{"value":"500","measurand":"Energy.Active.Import.Interval","context":"{{context}}","unit":"Wh"}""", at: at.AddSeconds(i));
        await StopAsync(client, id, register, at.AddSeconds(9));
        Assert.Equal(1500, (await TransactionAsync(id)).EnergyWh);
    }

    [Fact]
    public async Task X29_intervals_beside_a_register_that_counts_add_nothing()
    {
        await using var client = await Central.BootAsync("B-X29c");
        var at = Central.Time.GetUtcNow();
        var id = await StartAsync(client, 1000, at: at);
        await MeterAsync(client, id, Register("1400") + """,{"value":"0.4","measurand":"Energy.Active.Import.Interval","unit":"kWh"}""", at: at.AddSeconds(1));
        await StopAsync(client, id, 1800, at.AddSeconds(2));
        Assert.Equal((800d, TransactionFlags.None), await BookedAsync(id));
    }

    [Fact]
    public async Task X29_an_interval_that_cannot_be_is_not_booked()
    {
        await using var client = await Central.BootAsync("B-X29d");
        var at = Central.Time.GetUtcNow();
        var id = await StartAsync(client, 0, at: at);
        foreach (var (seconds, wh) in new[] { (1, 500), (2, 500), (3, 500), (4, 900_000) })
            await MeterAsync(client, id, $$"""{"value":"{{wh}}","measurand":"Energy.Active.Import.Interval","unit":"Wh"}""", at: at.AddSeconds(seconds));
        await StopAsync(client, id, 0, at.AddSeconds(9));
        Assert.Equal(1500, (await TransactionAsync(id)).EnergyWh);
    }

    [Fact]
    public async Task Registers_of_the_inlet_are_not_booked()
    {
        await using var client = await Central.BootAsync("B-INLET");
        var at = Central.Time.GetUtcNow();
        var id = await StartAsync(client, 1000, at: at);
        foreach (var (seconds, wh) in new[] { (1, 50_000), (2, 50_100), (3, 52_000) })
            await MeterAsync(client, id, $$"""{"value":"{{wh}}","measurand":"Energy.Active.Import.Register","location":"Inlet","unit":"Wh"}""", at: at.AddSeconds(seconds));
        await StopAsync(client, id, 3000, at.AddSeconds(4));
        Assert.Equal(2000, (await TransactionAsync(id)).EnergyWh);
    }

    [Fact]
    public async Task G9_another_card_stops_what_counts_from_the_start()
    {
        await using var client = await Central.BootAsync("B-G9o");
        var at = Central.Time.GetUtcNow();
        var id = await StartAsync(client, 50_000, tag: "A", at: at);
        await MeterAsync(client, id, Register("500"), at: at.AddSeconds(1));
        await MeterAsync(client, id, Register("1000"), at: at.AddSeconds(2));
        await StopAsync(client, id, 2000, at.AddSeconds(3), ",\"idTag\":\"B\"");
        Assert.Equal((2000d, 1), ((await TransactionAsync(id)).EnergyWh, (await TransactionsAsync("B-G9o")).Count));
    }

    [Fact]
    public async Task Another_card_stops_what_began_with_a_garbage_register()
    {
        await using var client = await Central.BootAsync("B-X1o");
        var at = Central.Time.GetUtcNow();
        var id = await StartAsync(client, 4_294_967_295, tag: "A", at: at);
        await MeterAsync(client, id, Register("1500"), at: at.AddSeconds(1));
        await StopAsync(client, id, 3500, at.AddSeconds(3), ",\"idTag\":\"B\"");
        Assert.Equal(at.AddSeconds(3).ToUnixTimeSeconds(), (await TransactionAsync(id)).StoppedAt?.ToUnixTimeSeconds());
        Assert.Single(await TransactionsAsync("B-X1o"));
    }

    private async Task<(double? EnergyWh, TransactionFlags Flags)> BookedAsync(int id)
    {
        TransactionRow row = await TransactionAsync(id);
        return (row.EnergyWh, row.Flags);
    }

    private static async Task<int> RawStartAsync(RawOcppClient client, string meterStart, DateTimeOffset at) =>
        (await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"N",{{meterStart}}"timestamp":"{{Stamp(at)}}"}""")).GetProperty("transactionId").GetInt32();

    private static Task RawStopAsync(RawOcppClient client, int id, string meterStop, DateTimeOffset at) =>
        client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":{{meterStop}},"timestamp":"{{Stamp(at)}}"}""");
}
