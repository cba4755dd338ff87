using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Queries;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>What charge points send, from the wire to the answer, the live state and the database.</summary>
public class ChargePointMessagesTests
{
    [Fact]
    public async Task Every_action_a_charge_point_starts_has_a_handler_and_is_answered_and_logged()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var actions = OcppActions.All.Where(action => action.FromChargePoint).Select(action => action.Name).ToList();
        foreach (var action in actions)
        {
            var answer = await client.CallAsync(action, Payload(action));
            Assert.True(answer[0].GetInt32() == 3, $"{action}: {answer}");
        }
        var logged = await central.MessagesAsync(new("CP-1"), rows => rows.Count >= actions.Count + 1, "log of all messages");
        Assert.Equal(actions.Order(), logged.Select(row => row.Action).Distinct().Order());
        Assert.All(logged, row => Assert.Equal((true, ExchangeResult.Answered), (row.FromChargePoint, row.Result)));
        Assert.All(logged, row => Assert.NotNull(row.AnsweredAt));
    }

    [Fact]
    public async Task A_boot_is_accepted_shown_and_kept()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.OpenAsync("CP-1");
        var answer = await client.CallForResultAsync("BootNotification",
            """{"chargePointVendor":"Acme","chargePointModel":"Box","chargePointSerialNumber":"S1","firmwareVersion":"1.2","iccid":"I","imsi":"M","meterType":"T","meterSerialNumber":"Z"}""");
        Assert.Equal(["status", "currentTime", "interval"], answer.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("Accepted", 300), (answer.GetProperty("status").GetString(), answer.GetProperty("interval").GetInt32()));
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$", answer.GetProperty("currentTime").GetString());
        var boot = central.Snapshot("CP-1").Boot!;
        Assert.Equal(("Acme", "Box", "S1", "1.2", "Z"), (boot.Vendor, boot.Model, boot.SerialNumber, boot.FirmwareVersion, boot.MeterSerialNumber));
        var kept = await central.ReadAsync(db => db.ChargePoints.SingleOrDefaultAsync(), row => row?.Vendor is not null, "row of the boot");
        Assert.Equal(("CP-1", "Acme", "1.2"), (kept!.Id, kept.Vendor, kept.FirmwareVersion));
        var history = await Eventually.GetAsync(() => central.Get<HistoryQueries>().OfChargePointAsync("CP-1", null, 10), rows => rows.Any(row => row.Kind == "Boot"), "history of the boot");
        Assert.Contains(history, row => row is { Kind: "Boot", Text: "Acme Box 1.2" });
    }

    [Fact]
    public async Task A_charging_transaction_runs_from_start_to_stop()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        Assert.Equal("Accepted", (await client.CallForResultAsync("Authorize", """{"idTag":"TAG1"}""")).GetProperty("idTagInfo").GetProperty("status").GetString());
        await client.CallForResultAsync("StatusNotification", """{"connectorId":2,"errorCode":"NoError","status":"Charging"}""");
        var started = await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":2,"idTag":"TAG1","meterStart":1000,"timestamp":"{{Now(central)}}"}""");
        var id = started.GetProperty("transactionId").GetInt32();
        Assert.InRange(id, 1, int.MaxValue);
        var running = central.Snapshot("CP-1").Connector(2)!.Transaction!;
        Assert.Equal((id, "TAG1", 0d), (running.Id, running.IdTag, running.EnergyWh));

        await client.CallForResultAsync("MeterValues", $$$"""
            {"connectorId":2,"transactionId":{{{id}}},"meterValue":[{"timestamp":"{{{Now(central)}}}","sampledValue":[{"value":"1250.5"},
            {"value":"7.2","measurand":"Power.Active.Import","unit":"kW"},{"value":"55","measurand":"SoC","unit":"Percent"},{"value":"16","measurand":"Current.Import","phase":"L1","unit":"A"}]}]}
            """);
        var connector = central.Snapshot("CP-1").Connector(2)!;
        Assert.Equal((250.5, 7200d, 55d, 16d), (connector.Transaction!.EnergyWh, connector.PowerW, connector.Transaction.StateOfCharge, connector.Reading!.CurrentL1A));
        Assert.Equal(1250.5, Assert.Single(await central.Get<MeterQueries>().OfTransactionAsync(id)).EnergyWh);

        await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":2000,"timestamp":"{{Now(central)}}","reason":"EVDisconnected","idTag":"TAG1"}""");
        var after = central.Snapshot("CP-1").Connector(2)!;
        Assert.Equal((null, null, 2000d), (after.Transaction, after.PowerW, after.RegisterWh));
        var row = (await central.Transactions.FindAsync(id))!;
        Assert.Equal((false, 1000d, "EVDisconnected", TransactionFlags.None), (row.IsOpen, row.EnergyWh, row.StopReason, row.Flags));
    }

    [Fact]
    public async Task Firmware_diagnostics_security_and_vendor_data_are_kept_as_history()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        await client.CallForResultAsync("FirmwareStatusNotification", """{"status":"Downloading"}""");
        await client.CallForResultAsync("DiagnosticsStatusNotification", """{"status":"Uploaded"}""");
        await client.CallForResultAsync("SecurityEventNotification", """{"type":"TamperDetectionActivated","timestamp":"2026-01-01T00:00:00Z"}""");
        var answer = await client.CallForResultAsync("DataTransfer", """{"vendorId":"com.acme","messageId":"m","data":"x=1"}""");
        Assert.Equal("UnknownVendorId", answer.GetProperty("status").GetString());
        Assert.Equal(("Downloading", "Uploaded"), (central.Snapshot("CP-1").FirmwareStatus.ToString(), central.Snapshot("CP-1").DiagnosticsStatus.ToString()));
        var rows = await Eventually.GetAsync(() => central.Get<HistoryQueries>().OfChargePointAsync("CP-1", null, 20), rows => rows.Any(row => row.Kind == "DataTransfer"), "history");
        Assert.Equal(["DataTransfer", "Security", "Diagnostics", "Firmware"], rows.Take(4).Select(row => row.Kind));
        Assert.Contains("x=1", rows[0].Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_come_in_order_of_arrival_and_each_call_gets_one()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        for (var i = 0; i < 200; i++)
            await client.SendTextAsync(i % 3 == 0
                ? $$"""[2,"m{{i}}","MeterValues",{"connectorId":1,"meterValue":[{"timestamp":"2026-01-01T00:00:00Z","sampledValue":[{"value":"{{i}}"}]}]}]"""
                : i % 3 == 1 ? $$"""[2,"m{{i}}","Heartbeat",{}]""" : $$"""[2,"m{{i}}","Nonsense",{}]""");
        for (var i = 0; i < 200; i++)
        {
            var answer = JsonDocument.Parse(await client.ReceiveTextAsync()).RootElement;
            Assert.Equal((i % 3 == 2 ? 4 : 3, $"m{i}"), (answer[0].GetInt32(), answer[1].GetString()));
        }
        await client.CallForResultAsync("Heartbeat");
        Assert.Empty(client.Messages.Waiting);
    }

    private static string Now(TestCentralSystem central) => OcppTimestamp.Format(central.Time.GetUtcNow());

    private static string Payload(string action) => action switch
    {
        "Authorize" => """{"idTag":"TAG1"}""",
        "BootNotification" => """{"chargePointVendor":"Acme","chargePointModel":"Box"}""",
        "DataTransfer" => """{"vendorId":"v"}""",
        "MeterValues" => """{"connectorId":1,"meterValue":[{"timestamp":"2026-01-01T00:00:00Z","sampledValue":[{"value":"1"}]}]}""",
        "StartTransaction" => """{"connectorId":1,"idTag":"TAG1","meterStart":0,"timestamp":"2026-01-01T00:00:00Z"}""",
        "StatusNotification" => """{"connectorId":1,"errorCode":"NoError","status":"Available"}""",
        "StopTransaction" => """{"transactionId":1,"meterStop":1,"timestamp":"2026-01-01T00:00:00Z"}""",
        "DiagnosticsStatusNotification" or "FirmwareStatusNotification" => """{"status":"Idle"}""",
        "LogStatusNotification" or "SignedFirmwareStatusNotification" => """{"status":"Idle","requestId":1}""",
        "SecurityEventNotification" => """{"type":"StartupOfTheDevice","timestamp":"2026-01-01T00:00:00Z"}""",
        "SignCertificate" => """{"csr":"x"}""",
        _ => "{}",
    };
}
