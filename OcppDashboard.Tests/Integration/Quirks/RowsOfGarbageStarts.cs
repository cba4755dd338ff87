using System.Text.Json;
using OcppDashboard.Data.Entities;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Starts that no meter of the connector can have: live and booked are the same, over a restart of the server too (X1).</summary>
public sealed class RowsOfGarbageStarts
{
    [Theory]
    [InlineData("", 4_294_967_295, "1500 3500", 3500, 2000)] // nothing is known before it
    [InlineData("", 2_147_483_647, "1500 3500", 3500, 2000)]
    [InlineData("", 4_294_967_295, "1500 3500", 4_294_967_295, 2000)] // both are garbage
    [InlineData("1000", 4_294_967_295, "1500 3500", 3500, 2000)] // idle readings tell
    [InlineData("1000", 65_535, "1500 3500", 3500, 2000)] // no magic number
    [InlineData("1000", 65_535, "1500 3500", 4_294_967_295, 2000)]
    [InlineData("1000", 123_456_789, "1500 3500", 3500, 2000)]
    [InlineData("7912000", 5, "7912500 7913500", 7_913_500, 1000)] // below all that was read
    [InlineData("50000", 50_000, "300 1000", 1000, 1000)] // counts from the start (G9)
    [InlineData("50000", 50_000, "300 1000", 51_000, 1000)]
    [InlineData("", 50_000, "300 1000", 51_000, 1000)]
    [InlineData("4294967000", 4_294_967_000, "200 1000", 1000, 1000)] // rolled over
    public async Task X1_a_start_that_is_garbage_is_booked_as_it_is_shown(string idle, long start, string readings, long stop, double energy)
    {
        foreach (var restartAfter in new[] { -1, (int)(start % 4) }) // none, and each place in one case or another
        {
            await using var central = await TestCentralSystem.StartAsync();
            var client = await central.BootAsync("CP-1");
            foreach (var register in Split(idle)) await MeterAsync(null, register);
            await RestartAsync(0);
            var id = (await client.CallForResultAsync("StartTransaction", $$"""
                {"connectorId":1,"idTag":"T","meterStart":{{start}},"timestamp":"{{Tick()}}"}
                """)).GetProperty("transactionId").GetInt32();
            await RestartAsync(1);
            foreach (var (index, register) in Split(readings).Index())
            {
                await MeterAsync(id, register);
                await RestartAsync(index + 2);
            }
            Assert.Equal((restartAfter, energy), (restartAfter, central.Snapshot("CP-1").Connector(1)!.Transaction!.EnergyWh));
            Assert.Equal((restartAfter, energy), (restartAfter, Math.Round(central.Get<FleetMeter>().EnergyTodayWh, 3)));
            await client.CallForResultAsync("StopTransaction", $$"""
                {"transactionId":{{id}},"meterStop":{{stop}},"timestamp":"{{Tick()}}"}
                """);
            var row = (await central.Transactions.FindAsync(id))!;
            Assert.Equal((restartAfter, energy), (restartAfter, row.EnergyWh));
            Assert.Equal(Math.Abs(stop - start - energy) > 1, row.Flags.HasFlag(TransactionFlags.Meter));
            Assert.Equal((restartAfter, energy), (restartAfter, Math.Round(central.Get<FleetMeter>().EnergyTodayWh, 3)));
            await client.DisposeAsync();

            async Task RestartAsync(int place)
            {
                if (place != restartAfter) return;
                await client.DisposeAsync();
                await central.RestartAsync();
                client = await central.OpenAsync("CP-1");
            }

            string Tick()
            {
                central.Time.Advance(TimeSpan.FromSeconds(1));
                return OcppTimestamp.Format(central.Time.GetUtcNow());
            }

            Task<JsonElement> MeterAsync(int? transaction, string register)
            {
                var named = transaction is null ? "" : $"\"transactionId\":{transaction},";
                return client.CallForResultAsync("MeterValues", $$"""
                    {"connectorId":1,{{named}}"meterValue":[{"timestamp":"{{Tick()}}","sampledValue":[{"value":"{{register}}"}]}]}
                    """);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task X1_garbage_at_each_start_is_nobodys_register(bool restarts)
    {
        await using var central = await TestCentralSystem.StartAsync();
        var client = await central.BootAsync("CP-1");
        foreach (var (first, last) in new[] { (1500, 3500), (4000, 5000), (5000, 5200) })
        {
            var id = (await client.CallForResultAsync("StartTransaction", $$"""
                {"connectorId":1,"idTag":"T","meterStart":4294967295,"timestamp":"{{Tick()}}"}
                """)).GetProperty("transactionId").GetInt32();
            await client.CallForResultAsync("MeterValues", $$"""
                {"connectorId":1,"transactionId":{{id}},"meterValue":[{"timestamp":"{{Tick()}}","sampledValue":[{"value":"{{first}}"}]}]}
                """);
            await client.CallForResultAsync("StopTransaction", $$"""
                {"transactionId":{{id}},"meterStop":{{last}},"timestamp":"{{Tick()}}"}
                """);
            Assert.Equal(last - first, (await central.Transactions.FindAsync(id))!.EnergyWh);
            if (!restarts) continue;
            await client.DisposeAsync();
            await central.RestartAsync();
            client = await central.OpenAsync("CP-1");
            Assert.Equal(last, central.Snapshot("CP-1").Connector(1)!.RegisterWh);
        }
        await client.DisposeAsync();

        string Tick()
        {
            central.Time.Advance(TimeSpan.FromSeconds(1));
            return OcppTimestamp.Format(central.Time.GetUtcNow());
        }
    }

    private static string[] Split(string registers) => registers.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
