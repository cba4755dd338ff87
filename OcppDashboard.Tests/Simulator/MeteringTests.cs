using System.Globalization;
using System.Text.Json;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Simulator;

public class MeteringTests : SimulatorTest
{
    [Fact]
    public async Task Meters_all_phases_every_interval_with_the_measurands_set()
    {
        var chargePoint = await StartAsync("ac-double", Id, ("MeterValueSampleInterval", "10"), ("MeterValuesSampledData", "Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage"));
        var id = await ChargeAsync(chargePoint);
        await SmallCentralSystem.Until(() => Central.Of("MeterValues").Count >= 4, () => "too few MeterValues");
        var values = Central.Of("MeterValues");
        Assert.All(values, call => Assert.Equal(id.ToString(CultureInfo.InvariantCulture), call.Text("transactionId")));
        var times = values.Select(call => Reading(call).GetProperty("timestamp").GetDateTimeOffset()).ToList();
        Assert.InRange((times[3] - times[0]).TotalSeconds / 3, 7, 55); // 60 without the key; a busy machine makes single gaps longer and the next one shorter
        var samples = Samples(values[2]);
        Assert.Equal(["", "", "L1", "L2", "L3", "L1-N", "L2-N", "L3-N"], samples.Select(sample => sample.Phase));
        var power = samples.Single(sample => sample.Measurand == "Power.Active.Import").Value;
        var product = samples.Where(sample => sample.Measurand == "Voltage").Zip(samples.Where(sample => sample.Measurand == "Current.Import"), (u, i) => u.Value * i.Value).Sum();
        Assert.InRange(power / product, 0.99, 1.01);
        var energy = values.Select(call => Samples(call)[0].Value).ToList();
        Assert.Equal(energy.Order(), energy);
        Assert.True(energy[^1] > energy[0]);
    }

    [Fact]
    public async Task A_changed_interval_and_measurands_take_effect_at_once()
    {
        var chargePoint = await StartAsync("delta", Id, ("MeterValueSampleInterval", "3600"));
        await ChargeAsync(chargePoint);
        await ChangeAsync("MeterValuesSampledData", "Voltage");
        await ChangeAsync("MeterValueSampleInterval", "10");
        var first = await Central.WaitAsync("MeterValues");
        Assert.Equal(["Voltage", "Voltage", "Voltage"], Samples(first).Select(sample => sample.Measurand));
    }

    [Fact]
    public async Task Clock_aligned_values_come_also_without_a_transaction()
    {
        await StartAsync("wallbox", Id, ("MeterValuesAlignedData", "Energy.Active.Import.Register"));
        await ChangeAsync("ClockAlignedDataInterval", "10");
        var call = await Central.WaitAsync("MeterValues");
        Assert.Null(call.Text("transactionId"));
        Assert.Equal("Sample.Clock", Reading(call).GetProperty("sampledValue")[0].GetProperty("context").GetString());
        Assert.Equal(0, Reading(call).GetProperty("timestamp").GetDateTimeOffset().Second % 10); // the mark of the clock, however late the reading is
    }

    [Fact]
    public async Task A_DC_car_tells_its_state_of_charge_and_it_rises()
    {
        var chargePoint = await StartAsync("dc", Id, ("MeterValueSampleInterval", "30"));
        await ChargeAsync(chargePoint);
        await SmallCentralSystem.Until(() => Central.Of("MeterValues").Count >= 4, () => "too few MeterValues");
        var charge = Central.Of("MeterValues").Select(call => Samples(call).Single(sample => sample.Measurand == "SoC").Value).ToList();
        Assert.True(charge[^1] > charge[0], string.Join(" ", charge));
        Assert.InRange(chargePoint.View.Connectors[0].PowerW, 40_000, 150_000);
    }

    [Fact]
    public async Task The_stop_carries_the_data_that_StopTxnSampledData_names()
    {
        var chargePoint = await StartAsync("wallbox", Id, ("StopTxnSampledData", "Energy.Active.Import.Register"));
        await ChargeAsync(chargePoint);
        await chargePoint.UnplugAsync();
        var data = (await Central.WaitAsync("StopTransaction")).Payload.GetProperty("transactionData");
        Assert.Equal(["Transaction.Begin", "Transaction.End"], data.EnumerateArray().Select(value => value.GetProperty("sampledValue")[0].GetProperty("context").GetString()));
    }

    private static JsonElement Reading(Received call) => call.Payload.GetProperty("meterValue")[0];

    private static List<(string Measurand, string Phase, double Value)> Samples(Received call) =>
        [.. Reading(call).GetProperty("sampledValue").EnumerateArray().Select(sample => (sample.GetProperty("measurand").GetString()!,
            sample.TryGetProperty("phase", out var phase) ? phase.GetString()! : "", double.Parse(sample.GetProperty("value").GetString()!, CultureInfo.InvariantCulture)))];
}
