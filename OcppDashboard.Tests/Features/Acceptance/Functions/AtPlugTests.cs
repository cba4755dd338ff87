using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Features.Acceptance.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Functions;

public class AtPlugTests
{
    [Fact]
    public void One_plug_is_enough_for_starting_metering_and_stopping()
    {
        var hands = new List<string>();
        var result = FunctionRun.Judge(new F07StopTransaction(), "7c", run =>
        {
            foreach (var key in (string[])["plug-in", "unplug", "unplug-first", "end-by-unplugging", "replug"])
                run.Robot[key] = chargePoint =>
                {
                    hands.Add(key);
                    if (key == "plug-in") chargePoint.PlugIn();
                    else chargePoint.Unplug();
                    return null;
                };
            run.Before = async bench =>
            {
                foreach (var leg in (string[])["6a", "6b", "6c"]) await new F06StartTransaction().DriveAsync(leg, bench);
                await new F08MeterReading().DriveAsync("8", bench);
                foreach (var leg in (string[])["7a", "7b"]) await new F07StopTransaction().DriveAsync(leg, bench);
            };
        });
        Assert.Equal(Verdict.Pass, result.Verdict);
        Assert.Equal(["plug-in", "unplug"], hands);
    }

    [Fact]
    public void A_key_that_was_put_back_is_known_by_its_own_value()
    {
        RunContext? seen = null;
        FunctionRun.Run(new F11CableStatus(), "11b", run => run.Before = async bench =>
        {
            seen = bench;
            await bench.CallAsync(new GetConfigurationRequest());
        });
        Assert.Equal(60, seen!.Facts.Number("ConnectionTimeOut"));
    }

    [Fact]
    public void A_status_that_was_not_reported_is_asked_for()
    {
        var (_, capture, _) = FunctionRun.Run(new F06StartTransaction(), "6a");
        var trigger = capture.Sent("TriggerMessage").Single();
        Assert.Equal(("StatusNotification", "1"), (trigger.Value("requestedMessage"), trigger.Value("connectorId")));
    }

    [Fact]
    public void A_refused_trigger_is_no_obstacle()
    {
        foreach (var (function, leg) in ((AcceptanceFunction, string)[])[(new F06StartTransaction(), "6a"), (new F07StopTransaction(), "7a"), (new F08MeterReading(), "8"), (new F10HardwareErrors(), "10"), (new F11CableStatus(), "11a")])
            Assert.Equal(Verdict.Pass, FunctionRun.Judge(function, leg, run => run.ChargePoint.Replies["TriggerMessage"] = _ => Reply.Error("NotImplemented")).Verdict);
    }

    [Fact]
    public void A_charge_point_that_comes_back_at_the_beginning_is_waited_for() =>
        Assert.Equal(Verdict.Pass, FunctionRun.Judge(new F06StartTransaction(), "6a", run => run.Before = _ =>
        {
            run.ChargePoint.Later(0, () => run.ChargePoint.PowerCycleAsync());
            run.ChargePoint.Disconnect("power cut");
            return Task.CompletedTask;
        }).Verdict);
}
