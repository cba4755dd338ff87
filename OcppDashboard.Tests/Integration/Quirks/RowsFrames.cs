using System.Text;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Features.ChargePointConfiguration;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Rows D of the table of habits: frames and values.</summary>
public sealed class RowsFrames(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    [Fact]
    public async Task D1_indented_json_is_read()
    {
        await using var client = await Central.OpenAsync("R-D1");
        await client.SendTextAsync("[2,\r\n\t\"u\",\r\n\t\"Heartbeat\",\r\n\t{\r\n\t}\r\n]\r\n");
        Assert.Equal(3, (await client.ExpectAnswerAsync("u"))[0].GetInt32());
        Assert.Empty(Central.Snapshot("R-D1").Findings);
    }

    [Fact]
    public async Task D4_D5_D6_a_frame_is_mended_once_and_each_fault_is_a_finding()
    {
        await using var client = await Central.BootAsync("R-D5");
        await client.SendTextAsync("""[2,"u","MeterValues",{"connectorId":1,"transactionId":,"meterValue":[{"sampledValue":[,{"value":"10"}]}]}]""");
        Assert.Equal(3, (await client.ExpectAnswerAsync("u"))[0].GetInt32());
        Assert.Equal(10, Central.Snapshot("R-D5").Connector(1)!.RegisterWh);
        await client.SendTextAsync("[2,\"v\",\"StatusNotification\",{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Avail\0able\"}]"u8.ToArray());
        Assert.Equal(3, (await client.ExpectAnswerAsync("v"))[0].GetInt32());
        await FindingAsync("R-D5", "D4");
        await FindingAsync("R-D5", "D6");
        var finding = (await FindingAsync("R-D5", "D5")).Findings.Single(finding => finding.Code == "D5");
        Assert.Contains("[,{", finding.Frame, StringComparison.Ordinal);
        Assert.NotEmpty(finding.Advice);
    }

    [Fact]
    public async Task D7_garbage_behind_a_tag_is_cleaned_away_and_the_stop_taken()
    {
        await using var client = await Central.BootAsync("R-D7");
        var transaction = await StartAsync(client, 100);
        var answer = await StopAsync(client, transaction, 200, more: ",\"idTag\":\"BA86I250X5G6MOD5DLKD\\u0010\\u000e\"");
        Assert.True(answer.TryGetProperty("idTagInfo", out _));
        Assert.Equal(100, (await TransactionAsync(transaction)).EnergyWh);
        await FindingAsync("R-D7", "D7");
    }

    [Fact]
    public async Task D8_blanks_behind_a_frame_and_two_frames_in_one_text_are_read()
    {
        await using var client = await Central.BootAsync("R-D8");
        await client.SendTextAsync("[2,\"a\",\"Heartbeat\",{}] [2,\"b\",\"Heartbeat\",{}]\0 "u8.ToArray());
        await client.ExpectAnswerAsync("a");
        await client.ExpectAnswerAsync("b");
        await FindingAsync("R-D8", "D8");
    }

    [Fact]
    public async Task D11_a_binary_message_is_read_as_text_and_noted()
    {
        await using var client = await Central.BootAsync("R-D11");
        await client.SendBinaryAsync("[2,\"a\",\"Heartbeat\",{}]"u8.ToArray());
        await client.ExpectAnswerAsync("a");
        await FindingAsync("R-D11", "D11");
    }

    [Fact]
    public async Task D9_backslashes_in_a_tag_are_text()
    {
        await using var client = await Central.BootAsync("R-D9");
        Assert.Equal(3, (await client.CallAsync("Authorize", """{"idTag":"336699\\\\"}"""))[0].GetInt32());
        var id = await StartAsync(client, tag: """336699\\\\""");
        Assert.Equal("""336699\\""", (await TransactionAsync(id)).IdTag);
    }

    [Fact]
    public async Task D12_a_message_in_many_fragments_is_one_message()
    {
        await using var client = await Central.BootAsync("R-D12");
        var data = new string('x', 17_000);
        await client.SendFragmentsAsync("[2,\"u\",\"DataTransfer\",{\"vendorId\":\"Acme\",\"da", "ta\":\"" + data[..9000], data[9000..] + "\"}]");
        Assert.Equal("UnknownVendorId", (await client.ExpectAnswerAsync("u"))[2].GetProperty("status").GetString());
        await client.SendTextAsync(new string('x', 1_100_000));
        Assert.Equal(1009, (await client.ReceiveCloseAsync()).Code);
        await FindingAsync("R-D12", "D12");
    }

    [Fact]
    public async Task D14_an_empty_unique_id_is_answered_with_the_same_and_a_number_as_a_number()
    {
        await using var client = await Central.BootAsync("R-D14");
        await client.SendTextAsync("""[3,"",{"fileName":"diagnostics_file2.log"}]""");
        await client.SendTextAsync("""[2,17,"Heartbeat",{}]""");
        Assert.StartsWith("[3,17,", await client.ReceiveTextAsync(), StringComparison.Ordinal);
        await client.SendTextAsync("""[2,"","Heartbeat",{}]""");
        Assert.StartsWith("[3,\"\",", await client.ReceiveTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task D17_calls_are_answered_while_one_of_ours_waits()
    {
        await using var client = await Central.BootAsync("R-D17");
        Central.Start("R-D17", "ClearCache");
        var call = await client.ExpectCallAsync("ClearCache");
        Assert.InRange(await StartAsync(client), 1, int.MaxValue);
        await client.ReplyAsync(call.UniqueId, """{"status":"Accepted"}""");
    }

    [Theory]
    [InlineData("""[2,"u","Heartbeat",null]""")]
    [InlineData("""[2,"u","Heartbeat"]""")]
    public async Task D18_a_missing_payload_is_an_empty_one(string frame)
    {
        await using var client = await RawOcppClient.OpenAsync(Central.Port, "/ocpp/R-D18-" + frame.Length);
        await client.SendTextAsync(frame);
        Assert.Equal(3, (await client.ExpectAnswerAsync("u"))[0].GetInt32());
        Assert.Equal(frame, Finding(await FindingAsync("R-D18-" + frame.Length, "D18"), "D18").Frame);
    }

    [Fact]
    public async Task D18_an_answer_without_payload_is_an_empty_one_and_noted()
    {
        await using var client = await Central.BootAsync("R-D18-a");
        Central.Start("R-D18-a", "GetDiagnostics", """{"location":"ftp://x/"}""");
        await client.SendTextAsync($"[3,\"{(await client.ExpectCallAsync("GetDiagnostics")).UniqueId}\"]");
        await FindingAsync("R-D18-a", "D18");
    }

    [Theory]
    [InlineData("""[4,"{0}","FormatViolation","text","details"]""", "FormationViolation")]
    [InlineData("""[4,"{0}","OccurrenceConstraintViolation","text",null]""", "OccurenceConstraintViolation")]
    [InlineData("""[4,"{0}","GenericError","text"]""", "GenericError")]
    [InlineData("""[4,"{0}"]""", "GenericError")]
    public async Task D19_call_errors_are_read_as_far_as_they_go(string frame, string code)
    {
        await using var client = await Central.BootAsync("R-D19-" + frame.Length);
        var command = Central.Start("R-D19-" + frame.Length, "ClearCache");
        var call = await client.ExpectCallAsync("ClearCache");
        await client.SendTextAsync(frame.Replace("{0}", call.UniqueId, StringComparison.Ordinal));
        Assert.Equal(code, (await Central.CommandAsync(command.Id, ended => ended.State == CommandState.CallError)).Status);
    }

    [Fact]
    public async Task D20_further_members_are_passed_over()
    {
        await using var client = await Central.BootAsync("R-D20");
        await client.CallForResultAsync("Authorize", """{"idTag":"A","connectorId":1}""");
        var id = await StartAsync(client);
        await StopAsync(client, id, 1100, more: ""","connectorId":1,"disconnectReason":"x" """);
        Assert.NotNull((await TransactionAsync(id)).StoppedAt);
        var finding = Finding(await Central.SnapshotAsync("R-D20", snapshot => snapshot.Findings.Any(finding => finding is { Code: "D20", Count: 2 })), "D20");
        Assert.Contains("disconnectReason", finding.Frame, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("StatusNotification", """{"connectorId":2,"errorCode":"NoError","status":"Charging","status":"Available"}""")]
    [InlineData("MeterValues", """{"connectorId":2,"connectorId":1,"meterValue":[{"sampledValue":[{"value":"1"}]}]}""")]
    [InlineData("MeterValues", """{"connectorId":1,"meterValue":[{"sampledValue":[{"value":"1","value":"2"}]}]}""")]
    [InlineData("MeterValues", """{"connectorId":1,"meterValue":[{"sampledValue":[{"value":"1","accuracy":2}]}]}""")]
    [InlineData("MeterValues", """{"connectorId":1,"meterValue":[{"seq":7,"sampledValue":[{"value":"1"}]}]}""")]
    [InlineData("Heartbeat", """{"uptime":4}""")]
    public async Task D20_doubled_and_further_members_are_noted_wherever_they_stand(string action, string payload)
    {
        var id = "R-D20-" + payload.Length;
        await using var client = await Central.BootAsync(id);
        await client.CallForResultAsync(action, payload);
        await FindingAsync(id, "D20");
        Assert.DoesNotContain(Central.Snapshot(id).Findings, finding => finding.Code is not ("D20" or "E7"));
    }

    [Fact]
    public async Task D20_D21_members_that_are_allowed_are_no_finding_in_whatever_order_they_come()
    {
        await using var client = await Central.BootAsync("R-D20-clean");
        await client.CallForResultAsync("StatusNotification", $$"""{"vendorErrorCode":"7","vendorId":"Acme","timestamp":"{{Now}}","status":"Available","info":"i","errorCode":"NoError","connectorId":1}""");
        await client.CallForResultAsync("DataTransfer", """{"vendorId":"Acme","messageId":"m","data":"{\"a\":null}"}""");
        await client.CallForResultAsync("SecurityEventNotification", $$"""{"type":"FirmwareUpdated","timestamp":"{{Now}}","techInfo":"t"}""");
        await client.CallForResultAsync("LogStatusNotification", """{"status":"Uploaded","requestId":3}""");
        await MeterAsync(client, null, """{"value":"1","context":"Sample.Periodic","format":"Raw","measurand":"Voltage","phase":"L1-N","location":"Outlet","unit":"V"}""");
        Assert.Empty(Central.Snapshot("R-D20-clean").Findings);
    }

    [Theory]
    [InlineData("MeterValues", """{"connectorId":1,"transactionId":null,"meterValue":[{"sampledValue":[{"value":"1"}]}]}""")]
    [InlineData("MeterValues", """{"connectorId":1,"meterValue":[{"sampledValue":[{"value":"1","unit":null}]}]}""")]
    [InlineData("BootNotification", """{"chargePointVendor":"Acme","chargePointModel":"Box","iccid":null}""")]
    public async Task D21_null_is_a_finding_wherever_it_stands(string action, string payload)
    {
        var id = "R-D21-" + payload.Length;
        await using var client = await Central.OpenAsync(id);
        await client.CallForResultAsync(action, payload);
        Assert.Equal(1, Finding(await FindingAsync(id, "D21"), "D21").Count);
    }

    [Fact]
    public async Task D21_null_is_absent()
    {
        await using var client = await Central.BootAsync("R-D21");
        await client.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Available","info":null,"timestamp":null,"vendorId":null}""");
        Assert.Null(Central.Snapshot("R-D21").Connector(1)!.Info);
        await FindingAsync("R-D21", "D21");
    }

    [Fact]
    public async Task D23_readonly_in_any_form_is_read()
    {
        var reading = await ReadAsync("R-D23", """{"configurationKey":[{"key":"A","readonly":1,"value":"1"},{"key":"B","readonly":"false"},{"key":"C","value":"x"}]}""");
        Assert.Equal([true, false, null], reading.Keys.Select(key => key.Readonly));
        await FindingAsync("R-D23", "D23");
    }

    [Fact]
    public async Task D24_a_word_that_is_not_listed_is_kept_as_text()
    {
        await using var client = await Central.BootAsync("R-D24");
        await client.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"Error","status":"Available"}""");
        Assert.Equal(("Error", null), (Central.Snapshot("R-D24").Connector(1)!.ErrorCode.Text, Central.Snapshot("R-D24").Connector(1)!.ErrorCode.Known));
        await FindingAsync("R-D24", "D24");
    }

    [Theory]
    [InlineData("Celcius")]
    [InlineData("C")]
    [InlineData("Celsius")]
    public async Task D25_units_are_free_text(string unit)
    {
        var id = "R-D25-" + unit;
        await using var client = await Central.BootAsync(id);
        await MeterAsync(client, null, $$"""{"value":"41","measurand":"Temperature","unit":"{{unit}}"},{"value":"50","measurand":"Frequency","unit":"Hz"},{{Register("77")}}""");
        Assert.Equal((77d, 41d), (Central.Snapshot(id).Connector(1)!.RegisterWh, Central.Snapshot(id).Connector(1)!.Reading!.TemperatureC));
    }

    [Fact]
    public async Task D26_empty_texts_mean_nothing()
    {
        await using var client = await Central.BootAsync("R-D26");
        await client.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Available","info":"null","timestamp":"","vendorErrorCode":""}""");
        var connector = Central.Snapshot("R-D26").Connector(1)!;
        Assert.Equal((null, null), (connector.Info, connector.VendorErrorCode));
    }

    [Fact]
    public async Task D27_D28_texts_that_are_too_long_are_kept_and_noted()
    {
        await using var client = await Central.BootAsync("R-D28");
        await StatusAsync(client, "Available", more: $",\"info\":\"{new string('i', 80)}\"");
        Assert.Equal(80, Central.Snapshot("R-D28").Connector(1)!.Info!.Length);
        await StartAsync(client, tag: "X16WG99J2QIEGCC0MCJ5-");
        await FindingAsync("R-D28", "D27");
        await FindingAsync("R-D28", "D28");
    }

    [Fact]
    public async Task D29_long_configuration_values_are_read()
    {
        var reading = await ReadAsync("R-D29", $$"""{"configurationKey":[{"key":"{{new string('k', 80)}}","readonly":false,"value":"{{new string('v', 551)}}"}]}""");
        Assert.Equal((80, 551), (reading.Keys[0].Key.Length, reading.Keys[0].Value!.Length));
    }

    [Fact]
    public async Task D30_an_unknown_action_is_a_finding()
    {
        await using var client = await Central.BootAsync("R-D30");
        Assert.Equal("NotImplemented", (await client.CallAsync("NotifyEvent"))[2].GetString());
        await FindingAsync("R-D30", "D30");
    }

    private async Task<ConfigurationReading> ReadAsync(string id, string answer)
    {
        await using var client = await Central.BootAsync(id);
        var reading = Central.Get<ConfigurationReader>().ReadAllAsync(id, "test", CancellationToken.None);
        await client.AnswerAsync("GetConfiguration", answer);
        return await reading;
    }
}
