using System.Globalization;
using System.Text.Json;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>The factor of a meter is applied once, to all energy that is told: live, booked and the day agree, over a restart too (G2).</summary>
public sealed class RowsOfFactors
{
    [Theory]
    [InlineData("0.1", "Energy.Active.Import.Interval", "10000 10000 10000", 3000)]
    [InlineData("1", "Energy.Active.Import.Interval", "500 500 500", 1500)]
    [InlineData("10", "Energy.Active.Import.Interval", "50 50 50", 1500)]
    [InlineData("1000", "Energy.Active.Import.Interval", "0.5 0.5 0.5", 1500)]
    [InlineData("0.1", "Energy.Active.Import.Register", "20000 30000 40000", 3000)]
    [InlineData("10", "Energy.Active.Import.Register", "150 200 250", 1500)]
    [InlineData("1000", "Energy.Active.Import.Register", "1.5 2 2.5", 1500)]
    [InlineData("1000", "Energy.Active.Import.Register", "1.5 2 4294967295 2.5", 1500)] // one is garbage
    public async Task G2_a_factor_is_applied_to_registers_and_intervals_alike(string factor, string measurand, string values, double energy)
    {
        foreach (var restarts in new[] { false, true })
        {
            await using var central = await TestCentralSystem.StartAsync();
            var client = await central.BootAsync("CP-1");
            var by = decimal.Parse(factor, CultureInfo.InvariantCulture);
            await central.Get<ChargePointSettingsService>().ChangeAsync("CP-1", settings => settings with { MeterFactor = by });
            var isRegister = measurand.EndsWith("Register", StringComparison.Ordinal);
            var start = isRegister ? (long)(1000 / by) : 0;
            var id = (await client.CallForResultAsync("StartTransaction", $$"""
                {"connectorId":1,"idTag":"T","meterStart":{{start}},"timestamp":"{{Tick()}}"}
                """)).GetProperty("transactionId").GetInt32();
            foreach (var value in values.Split(' '))
                await client.CallForResultAsync("MeterValues", $$"""
                    {"connectorId":1,"transactionId":{{id}},"meterValue":[{"timestamp":"{{Tick()}}",
                      "sampledValue":[{"value":"{{value}}","measurand":"{{measurand}}","unit":"Wh"}]}]}
                    """);
            if (restarts)
            {
                await client.DisposeAsync();
                await central.RestartAsync();
                client = await central.OpenAsync("CP-1");
            }
            var live = central.Snapshot("CP-1").Connector(1)!.Transaction!.EnergyWh!.Value;
            Assert.Equal((restarts, energy), (restarts, Math.Round(live, 3)));
            Assert.Equal((restarts, energy), (restarts, Math.Round(central.Get<FleetMeter>().EnergyTodayWh, 3)));
            var stop = isRegister ? (long)((1000 + energy) / (double)by) : start;
            await client.CallForResultAsync("StopTransaction", $$"""
                {"transactionId":{{id}},"meterStop":{{stop}},"timestamp":"{{Tick()}}"}
                """);
            var booked = (await central.Transactions.FindAsync(id))!.EnergyWh!.Value;
            Assert.InRange(booked, energy - (isRegister && by == 1000 ? 500 : 0.001), energy + 0.001); // a stop tells whole ones only
            Assert.Equal(Math.Round(booked, 3), Math.Round(central.Get<FleetMeter>().EnergyTodayWh, 3));
            await client.DisposeAsync();

            string Tick()
            {
                central.Time.Advance(TimeSpan.FromMinutes(1));
                return OcppTimestamp.Format(central.Time.GetUtcNow());
            }
        }
    }
}
