using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Components.Messages;
using OcppDashboard.Components.Shared;
using OcppDashboard.Tests.Api.V1;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>What never leaves for a charge point, and what of it pages show.</summary>
public class OutgoingTests
{
    [Theory]
    [InlineData("AuthorizationKey", "", false)]
    [InlineData("AuthorizationKey", "short", false)]
    [InlineData("AuthorizationKey", "123456789012345", false)]
    [InlineData("authorizationkey", "123456789012345", false)]
    [InlineData(" AuthorizationKey", "123456789012345", false)]
    [InlineData("AuthorizationKey", "1234567890123456", true)]
    [InlineData("AuthorizationKey", "éééééééé", true)]
    [InlineData("AuthorizationKey", "0123456789abcdef0123456789abcdef01234567", true)]
    [InlineData("HeartbeatInterval", "60", true)]
    public async Task Wire_an_AuthorizationKey_of_fewer_than_16_bytes_does_not_go_out(string key, string value, bool goes)
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var json = JsonSerializer.Serialize(new { key, value });
        await GoesAsync(central, client, "ChangeConfiguration", json, goes, "value", "16 bytes");
    }

    [Theory]
    [InlineData("UpdateFirmware", """{"location":"http://a/\r\nX: y","retrieveDate":"2026-11-30T10:00:00Z"}""", "location")]
    [InlineData("UpdateFirmware", """{"location":"http://a/b\n","retrieveDate":"2026-11-30T10:00:00Z"}""", "location")]
    [InlineData("GetDiagnostics", """{"location":"ftp://a/\u0000b"}""", "location")]
    [InlineData("GetLog", """{"logType":"DiagnosticsLog","requestId":1,"log":{"remoteLocation":"http://a/\u0007"}}""", "log.remoteLocation")]
    [InlineData("ChangeConfiguration", """{"key":"Url","value":"ws://a/\r\nb"}""", "value")]
    [InlineData("ReserveNow", """{"connectorId":1,"expiryDate":"2030-01-01T00:00:00Z","idTag":"A\u0085","reservationId":1}""", "idTag")]
    public async Task Wire_a_line_break_in_a_text_does_not_go_out(string action, string json, string member)
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        await GoesAsync(central, client, action, json, false, member, "line break");
    }

    [Fact]
    public async Task Wire_a_certificate_and_the_data_of_a_vendor_may_have_lines()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        await GoesAsync(central, client, "DataTransfer", """{"vendorId":"v","data":"a\r\nb"}""", true, "", "");
        await GoesAsync(central, client, "InstallCertificate", """{"certificateType":"CentralSystemRootCertificate","certificate":"-----BEGIN\nX\n-----END\n"}""", true, "", "");
    }

    [Fact]
    public async Task Wire_what_cannot_be_seen_in_a_text_of_a_charge_point_is_shown_as_its_escape()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        const string bad = "ab\u202Ecd\u200Bef\u0007gh\u2066";
        var text = JsonSerializer.Serialize(bad);
        var raw = "\"ab\u202Ecd\u200Bef\u2066\"";
        foreach (var field in new[] { text, raw })
        {
            await client.CallForResultAsync("BootNotification", $$"""{"chargePointVendor":{{field}},"chargePointModel":{{field}},"firmwareVersion":{{field}},"chargePointSerialNumber":{{field}}}""");
            await client.CallForResultAsync("StatusNotification", $$"""{"connectorId":1,"errorCode":{{field}},"status":{{field}},"info":{{field}},"vendorErrorCode":{{field}}}""");
            await client.CallForResultAsync("SecurityEventNotification", $$"""{"type":{{field}},"timestamp":"2026-11-30T10:00:00Z","techInfo":{{field}}}""");
            await client.CallForResultAsync("DataTransfer", $$"""{"vendorId":{{field}},"messageId":{{field}},"data":{{field}}}""");
            await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":{{field}},"meterStart":0,"timestamp":{{field}}}""");
            await client.CallAsync(bad, $$"""{"x":{{field}}}""");
            var sent = central.Start("CP-1", "GetConfiguration");
            await client.AnswerAsync("GetConfiguration", $$"""{"configurationKey":[{"key":{{field}},"readonly":false,"value":{{field}}}]}""");
            await central.CommandAsync(sent.Id, command => command.State == CommandState.Done);
        }
        const string shown = @"ab\u202Ecd\u200Bef\u2066";
        var snapshot = central.Snapshot("CP-1");
        Assert.Equal((shown, shown, shown), (snapshot.Boot!.Vendor, snapshot.Boot.Model, snapshot.Boot.FirmwareVersion));
        Assert.Equal((shown, shown, shown), (snapshot.Connector(1)!.Info, snapshot.Connector(1)!.VendorErrorCode, snapshot.Connector(1)!.Status.Text));
        var texts = new List<string?>();
        texts.AddRange(await central.ReadAsync(db => db.Occurrences.Select(row => row.Text).ToListAsync(), rows => rows.Count >= 6, "occurrences"));
        texts.AddRange(await central.ReadAsync(db => db.Statuses.Select(row => row.Status + row.ErrorCode + row.Info + row.VendorErrorCode).ToListAsync()));
        texts.AddRange(await central.ReadAsync(db => db.Transactions.Select(row => row.IdTag).ToListAsync()));
        texts.AddRange(snapshot.Findings.Select(finding => finding.Title));
        texts.AddRange(central.Commands.Recent("CP-1").SelectMany(command => command.Steps.Select(step => step.Text + step.Emphasis)));
        foreach (var row in await central.MessagesAsync(new(), rows => rows.Count >= 14, "messages"))
        {
            texts.Add(MessageSummary.Of(row.Action, row.Call));
            texts.AddRange(FrameText.Parts(row.Call, row.Notes).Select(part => part.Text));
            texts.Add(Units.Cut(row.Action, 60) + row.Status + row.Notes);
        }
        Assert.All(texts, text => Assert.DoesNotContain(text ?? "", IsHidden));
        Assert.InRange(texts.Count(text => text?.Contains("\\u202E", StringComparison.Ordinal) == true), 20, 10_000);
    }

    private static bool IsHidden(char c) => c is '\u202E' or '\u200B' or '\u0007' or '\u2066';

    private static async Task GoesAsync(TestCentralSystem central, RawOcppClient client, string action, string json, bool goes, string member, string why)
    {
        using var api = new ApiClient(central);
        var asked = api.PostAsync($"charge-points/CP-1/commands/{action}", json);
        var started = central.Start("CP-1", action, json);
        if (goes)
        {
            await client.AnswerAsync(action, """{"status":"Accepted"}""");
            await client.AnswerAsync(action, """{"status":"Accepted"}""");
            Assert.Equal(HttpStatusCode.OK, (await asked).Status);
            return;
        }
        var answer = await asked;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(why, answer.Body.GetProperty("errors").GetProperty(member).ToString(), StringComparison.Ordinal);
        var ended = await central.CommandAsync(started.Id, command => command.State == CommandState.NotSent, "a command that was not sent");
        Assert.Contains(why, ended.Steps[^1].Text, StringComparison.Ordinal);
        await client.CallForResultAsync("Heartbeat");
        Assert.Empty(client.Messages.Waiting);
    }
}
