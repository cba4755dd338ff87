using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Tests.Features.Acceptance.Reports;

/// <summary>Runs as they would be kept.</summary>
internal static class SampleRuns
{
    /// <summary>160 by 100 pixels: a charge point with its cable.</summary>
    public static byte[] Png { get; } = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAKAAAABkCAMAAAA2aMu9AAAADFBMVEUXICvd4ugMhFZGUmLqXmCQAAAAb0lEQVR42u3WOwoAIAxEQT/3v7OFnSJYKIiZ12+YMik/XgIEBAQEBAQEBAQEBFyNNwMEBAQEBAS8DyxDgICAgICAgICAsYA+akBAQEBAQEBAQEBAQEBAQEBAwFjAqdo7eRIQEBAQEBAQEBAQ8GtgA4Y/ODkd2K3lAAAAAElFTkSuQmCC");

    public const string Boot = """{"chargePointVendor":"Schneider Electric","chargePointModel":"EVlink Smart Wallbox","chargePointSerialNumber":"3N192040721A1S1B7551700017","firmwareVersion":"3.3.0.10"}""";

    public const string Keys = """
        {"configurationKey":[{"key":"HeartbeatInterval","readonly":false,"value":"600"},{"key":"NumberOfConnectors","readonly":true,"value":"1"},{"key":"AuthorizationKey","readonly":false,"value":"••••••••"},{"key":"StopTransactionOnEVSideDisconnect","readonly":true,"value":"false"}],"unknownKey":[]}
        """;

    private static readonly string[] BootLines =
        ["{", "  \"chargePointVendor\": \"Schneider Electric\",", "  \"chargePointModel\": \"EVlink Smart Wallbox\",", "  \"chargePointSerialNumber\": \"3N192040721A1S1B7551700017\",", "  \"firmwareVersion\": \"3.3.0.10\",", "  \"iccid\": null", "}"];

    /// <summary>The EVlink of the documents: all verdicts but one, a person's verdict, a repeated leg, notes with a photo.</summary>
    public static RunRecord Evlink()
    {
        var run = new RunWriter { Plan = Plan };
        run.Says("BootNotification", Boot, """{"status":"Accepted","currentTime":"2026-05-12T11:58:00.000Z","interval":600}""").Status(0, "Available").Status(1, "Available").Wait(5);
        run.Leg("1", new(Verdict.Remark, "no ICCID", "The BootNotification has no ICCID (SIM card number); the tester declared that there is no SIM.")
        {
            Expected = [new("chargePointVendor and chargePointModel are given", true, "Schneider Electric, EVlink Smart Wallbox", 1), new("iccid is given", false, "none", 1), new("the SIM card can be read on site", null)],
            Evidence = BootLines, Traits = ["no ICCID"],
        });
        run.Leg("4", Ok("Configuration (125)", new Expectation("GetConfiguration answered with a list", true, "125 keys, 120 ms", 8)), w => w.Call("GetConfiguration", "{}", Keys), 1.4);
        run.Leg("5", Ok("Heartbeat interval edited; 41 keys written back unchanged"), w => w.Call("ChangeConfiguration", """{"key":"HeartbeatInterval","value":"30"}""", """{"status":"Accepted"}"""), 64);
        run.Leg("2", Ok("3 heartbeats, 30 s apart; interval 600 s restored"), w => w.Wait(30).Says("Heartbeat", "{}", """{"currentTime":"2026-05-12T12:00:00.000Z"}""").Wait(30).Says("Heartbeat", "{}", """{"currentTime":"2026-05-12T12:00:30.000Z"}"""), 100);
        run.Leg("3", Ok("Connectors 1 and 0, Inoperative then Operative") with { Observations = ["info is 62 characters long: 50 are allowed"] },
            w => w.Call("ChangeAvailability", """{"connectorId":1,"type":"Inoperative"}""", """{"status":"Accepted"}""").Status(1, "Unavailable"), 22);
        run.Leg("15", Ok("Accepted"), w => w.Call("ClearCache", "{}", """{"status":"Accepted"}"""), 1);
        run.Leg("16", Ok("Accepted, answered by status notifications for connectors 0 and 1"), took: 4);
        run.Leg("11", new(Verdict.Inconclusive, "plug in: nobody answered in time", "plug in: nobody answered in time. Repeat the function at the charge point."),
            w => w.Add(FrameKind.Prompt, false, "plug-in", "prompt-31", null, "Plug the car in").Wait(180).Add(FrameKind.PromptAnswer, false, "Expired", "prompt-31", null, "nobody answered in time"), 180);
        run.Leg("11", Ok("Plug seen after 1.1 s, unplug after 0.8 s"), w => w.Status(1, "Preparing").Status(1, "Available"), 31);
        run.Leg("6a", Ok("N 3462702") with { Evidence = ["{", "  \"idTag\": \"OPERATOR\",", "  \"transactionId\": 3462702,", "  \"startTime\": \"2026-05-12T12:08:07Z\"", "}"] }, took: 45);
        run.Leg("6b", Ok("card 027EFFDE, N 3462703"), took: 33).Leg("6c", Ok("stopped after Invalid"), took: 60);
        run.Leg("7a", Ok("reason Remote, N 3462702"), took: 9).Leg("7b", Ok("reason Local, N 3462703"), took: 14);
        run.Leg("7c", new(Verdict.NotApplicable, "key is false and read-only", "StopTransactionOnEVSideDisconnect is false and read-only: the charge point cannot stop when the cable is pulled."), took: 1);
        run.Leg("8", new(Verdict.Remark, "Energy and Current.Offered only (16 A, then 10 A), every 30 s", "Voltage, current and power are not sent.")
        {
            Policy = "lenient: missing voltage, current or power is a remark; strict would say Not ok",
            Evidence = ["12:09:37  Energy.Active.Import.Register 1 Wh, Current.Offered 16 A", "12:10:07  Energy.Active.Import.Register 2 Wh, Current.Offered 10 A"], Traits = ["Current.Offered only"],
        }, took: 150);
        run.Leg("10", Ok("Connector unplugged: seen on connector 1 and cleared"), took: 74).Leg("14", Ok("Start, stop and meter values, timestamps inside the offline window"), took: 910);
        run.Leg("9a", Ok("41 s", new Expectation("Reset Hard answered Accepted", true, "Accepted, 184 ms"), new Expectation("BootNotification within 300 s", true, "41 s")), took: 55);
        run.Leg("9b", new(Verdict.Fail, "no BootNotification received", "Soft reset was accepted, but no BootNotification came within 300 s.")
        {
            Expected = [new("Reset Soft answered Accepted", true, "Accepted, 191 ms"), new("BootNotification within 300 s", false, "none")], Traits = ["soft reset sends no BootNotification"],
        }, w => w.Call("Reset", """{"type":"Soft"}""", """{"status":"Accepted"}"""), 300);
        run.Overrides.Add(new("9b", Verdict.Remark, "m.kuhn", "The manufacturer says that soft reset is not configured on this model.", run.Now));
        run.Leg("13", Ok("Uploaded, diag_0512.zip, 2,418,332 bytes"), took: 48);
        run.Leg("12", new(Verdict.Fail, "no reboot and no BootNotification in 10 min", "All notifications were received, but the charge point must be rebooted by hand."), took: 1340);
        run.Notes.Add(new(2, "12", "m.kuhn", "Rebooted by hand at the breaker.\nIt came back with 3.3.0.10.", run.Now, null));
        run.Notes.Add(new(1, "10", "m.kuhn", "Communication pin pulled out.", run.Now.AddMinutes(-40), Png));
        run.Remarks.Add("6 changed keys were put back; no transaction is open; all connectors are Operative.");
        return run.Record();
    }

    /// <summary>A run that ended before its first leg.</summary>
    public static RunRecord Empty() => new RunWriter(9, "CP-0") { Plan = new() { Functions = [] } }.Record(RunState.Aborted);

    private static AcceptancePlan Plan => new()
    {
        Tester = "m.kuhn", Site = "Test bay 2, Amsterdam", HasSim = false, Meter = MeterPolicy.Lenient, Timeouts = new() { Reboot = 600, Prompt = 240 }, FirmwareFileId = 7,
    };

    private static LegResult Ok(string result, params Expectation[] expected) => new(Verdict.Pass, result, "As it should be.") { Expected = expected };
}
