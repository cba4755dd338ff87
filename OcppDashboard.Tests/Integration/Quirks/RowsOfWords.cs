using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Faults that change nothing in what is shown are findings all the same.</summary>
public sealed class RowsOfWords(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    [Theory]
    [InlineData("""{"value":"5","context":"Sample.Sometimes"}""", "D24", "context")]
    [InlineData("""{"value":"5","location":"Moon"}""", "D24", "location")]
    [InlineData("""{"value":"5","phase":"L9"}""", "D24", "phase")]
    [InlineData("""{"value":"5","format":"Odd"}""", "D24", "format")]
    [InlineData("""{"value":"40","measurand":"Temperature","unit":"C"}""", "D25", "unit C")]
    [InlineData("""{"value":"50","measurand":"Frequency","unit":"Hz"}""", "D25", "unit Hz")]
    public async Task D24_D25_words_of_a_reading_that_are_not_listed_are_told(string sample, string code, string id)
    {
        await using var client = await Central.BootAsync("W-" + id);
        await MeterAsync(client, null, sample);
        var finding = (await FindingAsync("W-" + id, code)).Findings.Single();
        Assert.Contains(sample, finding.Frame, StringComparison.Ordinal);
    }

    [Fact]
    public async Task D24_D25_listed_words_and_both_spellings_of_Celsius_are_no_fault()
    {
        await using var client = await Central.BootAsync("W-clean");
        await MeterAsync(client, null, """
            {"value":"40","measurand":"Temperature","unit":"Celcius","location":"Body"},{"value":"40","measurand":"Temperature","unit":"Celsius"},
            {"value":"7","measurand":"Energy.Active.Import.Register","unit":"kWh","context":"Transaction.Begin","format":"Raw","phase":"L1-N","location":"Outlet"}
            """);
        await MeterAsync(client, -1, """{"value":"7000"}""");
        Assert.Equal("F2", Assert.Single((await FindingAsync("W-clean", "F2")).Findings).Code);
    }

    [Theory]
    [InlineData("""{"connectorId":1,"errorCode":"","status":"Available"}""", "code")]
    [InlineData("""{"connectorId":1,"errorCode":"NoError","status":"Available","info":"null"}""", "info")]
    [InlineData("""{"connectorId":1,"errorCode":"NoError","status":"Available","timestamp":""}""", "time")]
    public async Task D26_an_empty_text_or_null_as_a_text_is_told(string status, string id)
    {
        await using var client = await Central.BootAsync("W-D26" + id);
        await client.CallForResultAsync("StatusNotification", status);
        Assert.Equal("D26", Assert.Single((await FindingAsync("W-D26" + id, "D26")).Findings).Code);
        Assert.Null(Central.Snapshot("W-D26" + id).Connector(1)!.Info);
    }

    [Fact]
    public async Task F23_meter_values_without_a_reading_are_told()
    {
        await using var client = await Central.BootAsync("W-F23");
        await client.CallForResultAsync("MeterValues", """{"connectorId":1,"meterValue":[]}""");
        await client.CallForResultAsync("MeterValues", $$"""{"connectorId":1,"meterValue":[{"timestamp":"{{Now}}","sampledValue":[]}]}""");
        await Central.SnapshotAsync("W-F23", snapshot => snapshot.Findings.Any(finding => finding is { Code: "F23", Count: 2 }), "two findings F23");
    }

    [Theory]
    [InlineData("""[4,"{0}","FormatViolation","",{}]""", "FormationViolation")]
    [InlineData("""[4,"{0}","InternalError","text"]""", "InternalError")]
    [InlineData("""[4,"{0}","InternalError","text",null]""", "InternalError")]
    [InlineData("""[4,"{0}","InternalError","text","details"]""", "InternalError")]
    [InlineData("""[4,"{0}"]""", "")]
    public async Task D19_a_CALLERROR_in_another_form_ends_its_call_and_is_told(string answer, string code)
    {
        var id = "W-D19" + answer.Length;
        await using var client = await Central.BootAsync(id);
        var asked = Central.Commands.SendAsync(id, new OcppDashboard.Ocpp.Messages.ClearCacheRequest(), "test");
        var call = await client.ExpectCallAsync("ClearCache");
        await client.SendTextAsync(answer.Replace("{0}", call.UniqueId, StringComparison.Ordinal));
        var ended = await asked;
        Assert.Equal(OcppDashboard.Commands.Timeline.CommandState.CallError, ended.State);
        if (code.Length > 0) Assert.Equal(code, ended.Status);
        await FindingAsync(id, "D19");
    }

    [Fact]
    public async Task D19_a_CALLERROR_as_specified_is_no_fault()
    {
        await using var client = await Central.BootAsync("W-D19");
        var asked = Central.Commands.SendAsync("W-D19", new OcppDashboard.Ocpp.Messages.ClearCacheRequest(), "test");
        await client.ReplyErrorAsync((await client.ExpectCallAsync("ClearCache")).UniqueId, "NotSupported", "no");
        await asked;
        await MeterAsync(client, -1, Register("5"));
        Assert.Equal("F2", Assert.Single((await FindingAsync("W-D19", "F2")).Findings).Code);
    }

    [Theory]
    [InlineData("NumberOfConnectors", "1850027108", "H3")]
    [InlineData("Vendor.Long", "+500", "D29")]
    public async Task D29_H3_keys_too_long_and_a_number_of_connectors_from_stray_memory_are_told(string key, string value, string code)
    {
        if (value == "+500") value = new string('v', 551);
        await using var client = await Central.BootAsync("W-" + code);
        var asked = Central.Commands.SendAsync("W-" + code, new OcppDashboard.Ocpp.Messages.GetConfigurationRequest(), "test");
        await client.AnswerAsync("GetConfiguration", $$"""{"configurationKey":[{"key":"{{key}}","readonly":true,"value":"{{value}}"},{"key":"HeartbeatInterval","readonly":false,"value":"300"}]}""");
        await asked;
        Assert.Equal(code, Assert.Single((await FindingAsync("W-" + code, code)).Findings).Code);
    }

    [Fact]
    public async Task D14_a_UniqueId_that_is_a_number_is_answered_with_it_and_told()
    {
        await using var client = await Central.BootAsync("W-D14");
        await client.SendTextAsync("""[2,714,"Heartbeat",{}]""");
        Assert.Equal(714, (await client.ExpectAnswerAsync("714"))[1].GetInt32());
        Assert.Equal("D14", Assert.Single((await FindingAsync("W-D14", "D14")).Findings).Code);
    }

    [Fact]
    public async Task F17_the_reason_in_the_place_of_the_tag_is_told()
    {
        await using var client = await Central.BootAsync("W-F17");
        var id = await StartAsync(client);
        Assert.Empty((await StopAsync(client, id, 1100, more: ",\"idTag\":\"HardReset\",\"reason\":\"HardReset\"")).EnumerateObject());
        await FindingAsync("W-F17", "F17");
    }

    [Fact]
    public async Task G6_a_register_on_the_neutral_counts_and_is_told()
    {
        await using var client = await Central.BootAsync("W-G6");
        await MeterAsync(client, null, """{"value":"8077","phase":"N"}""");
        Assert.Equal(8077, (await FindingAsync("W-G6", "G6")).Connector(1)!.RegisterWh);
    }

    [Theory]
    [InlineData("""{"key":["HeartbeatInterval"]}""", true)]
    [InlineData("""{"key":["heartbeatinterval","Other"]}""", false)]
    [InlineData("{}", false)]
    public async Task I3_keys_that_were_not_asked_for_are_told(string request, bool isFault)
    {
        var id = "W-I3" + request.Length;
        await using var client = await Central.BootAsync(id);
        Central.Start(id, "GetConfiguration", request);
        await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"HeartbeatInterval","readonly":false,"value":"300"},{"key":"Other","readonly":false,"value":"1"}]}""");
        await MeterAsync(client, -1, Register("5"));
        Assert.Equal(isFault, (await FindingAsync(id, "F2")).HasFinding("I3"));
    }
}
