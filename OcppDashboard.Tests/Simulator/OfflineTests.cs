using OcppDashboard.Ocpp.Frames;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Simulator;

public class OfflineTests : SimulatorTest
{
    [Theory]
    [InlineData("delta", false)] // 3.3.9
    [InlineData("ac-double", true)]
    public async Task A_transaction_made_offline_is_replayed_in_order_with_its_own_times(string model, bool withMeterValues)
    {
        var chargePoint = await StartAsync(model, Id, ("AllowOfflineTxForUnknownId", "true"), ("MeterValueSampleInterval", "5"));
        await chargePoint.GoOfflineAsync();
        await UntilAsync(chargePoint, view => !view.Online);
        var (from, mark) = (chargePoint.Options.Time.GetUtcNow(), Central.Mark);
        await chargePoint.PlugInAsync();
        await chargePoint.PresentCardAsync("UNKNOWN");
        await UntilAsync(chargePoint, view => view.Connectors[0].EnergyWh > 20);
        await chargePoint.PresentCardAsync("UNKNOWN");
        var to = chargePoint.Options.Time.GetUtcNow();
        await chargePoint.GoOnlineAsync();
        var stop = await Central.WaitAsync("StopTransaction");
        var start = Central.Of("StartTransaction").Single();
        Assert.InRange(start.Payload.GetProperty("timestamp").GetDateTimeOffset(), from.AddSeconds(-1), to);
        Assert.InRange(stop.Payload.GetProperty("timestamp").GetDateTimeOffset(), from.AddSeconds(-1), to);
        Assert.Equal("1001", stop.Text("transactionId"));
        var replayed = Central.All.Where(call => call.Number > mark && call.Action is "StartTransaction" or "MeterValues" or "StopTransaction").ToList();
        Assert.Equal(("StartTransaction", "StopTransaction"), (replayed[0].Action, replayed[^1].Action));
        Assert.Equal(withMeterValues, replayed.Exists(call => call.Action == "MeterValues"));
        Assert.All(replayed.Skip(1), call => Assert.Equal("1001", call.Text("transactionId")));
    }

    [Fact]
    public async Task Offline_only_a_card_that_is_known_may_charge()
    {
        var chargePoint = await StartAsync();
        await ChargeAsync(chargePoint);
        await chargePoint.UnplugAsync();
        await UntilAsync(chargePoint, view => view.Queued == 0);
        await chargePoint.GoOfflineAsync();
        await UntilAsync(chargePoint, view => !view.Online);
        await chargePoint.PlugInAsync();
        await chargePoint.PresentCardAsync("UNKNOWN");
        Assert.False(chargePoint.View.Connectors[0].Charging);
        await chargePoint.PresentCardAsync(Card); // in the cache
        Assert.True(chargePoint.View.Connectors[0].Charging);
    }

    [Fact]
    public async Task A_refused_start_is_tried_again_and_given_up_after_its_attempts()
    {
        Central.Answer = call => call.Action == "StartTransaction" ? OcppErrorCode.InternalError : null;
        var chargePoint = await StartAsync("wallbox", Id, ("TransactionMessageAttempts", "3"), ("TransactionMessageRetryInterval", "2"));
        await chargePoint.PlugInAsync();
        await chargePoint.PresentCardAsync(Card);
        await chargePoint.UnplugAsync();
        var stop = await Central.WaitAsync("StopTransaction");
        Assert.Equal(3, Central.Of("StartTransaction").Count);
        Assert.Equal("-1", stop.Text("transactionId"));
    }

    [Fact]
    public async Task A_start_that_was_not_answered_before_the_link_broke_is_sent_again()
    {
        var first = true;
        Central.Answer = call => call.Action == "StartTransaction" && Interlocked.Exchange(ref first, false) ? new SmallCentralSystem.NoAnswer() : null;
        var chargePoint = await StartAsync();
        await chargePoint.PlugInAsync();
        await chargePoint.PresentCardAsync(Card);
        await Central.WaitAsync("StartTransaction");
        await chargePoint.GoOfflineAsync();
        await chargePoint.GoOnlineAsync();
        await UntilAsync(chargePoint, view => view.Connectors[0].TransactionId is not null);
        var starts = Central.Of("StartTransaction");
        Assert.Equal(2, starts.Count);
        Assert.Equal(starts[0].Payload.GetRawText(), starts[1].Payload.GetRawText());
        Assert.NotEqual(starts[0].UniqueId, starts[1].UniqueId);
    }

    [Fact]
    public async Task A_power_cut_ends_the_transaction_with_the_time_of_the_cut()
    {
        var chargePoint = await StartAsync();
        var id = await ChargeAsync(chargePoint);
        await chargePoint.PowerCycleAsync();
        var stop = await Central.WaitAsync("StopTransaction");
        Assert.Equal(("PowerLoss", id.ToString()), (stop.Text("reason"), stop.Text("transactionId")));
        Assert.Equal(2, Central.Of("BootNotification").Count);
        Assert.True(Central.Of("BootNotification")[1].Number < stop.Number);
    }

    [Fact]
    public async Task The_flaky_model_drops_its_link_repeats_messages_and_replays_its_start()
    {
        var chargePoint = await StartAsync("flaky", Id, ("MeterValueSampleInterval", "10"));
        await ChargeAsync(chargePoint);
        await SmallCentralSystem.Until(() => Central.Of("StartTransaction").Count >= 2, () => "no start was replayed");
        Assert.True(Central.Connections >= 2);
        var starts = Central.Of("StartTransaction");
        Assert.Equal(starts[0].Text("timestamp"), starts[1].Text("timestamp"));
        Assert.NotEqual(starts[0].UniqueId, starts[1].UniqueId);
        await SmallCentralSystem.Until(() => Central.Of("MeterValues").GroupBy(call => call.Payload.GetRawText()).Any(same => same.Count() > 1), () => "nothing was repeated");
    }
}
