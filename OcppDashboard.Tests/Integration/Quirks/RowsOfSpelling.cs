using System.Globalization;
using OcppDashboard.Data.Entities;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Words in another spelling, several values of one moment, signed values and padded texts.</summary>
public sealed class RowsOfSpelling(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    [Fact]
    public async Task X13_words_in_another_case_are_understood()
    {
        await using var client = await Central.BootAsync("X13-a");
        var id = await StartAsync(client);
        await MeterAsync(client, id, """
            {"value":"2000","measurand":"energy.active.import.register","unit":"WH"},{"value":"7.2","measurand":"Power.active.import","unit":"KW"},
            {"value":"55","measurand":"SOC","unit":"percent"},{"value":"12","measurand":"Current.import","unit":"A"}
            """);
        var live = Live("X13-a");
        Assert.Equal((1000d, 7200d, 55d, 12d), (live.Transaction!.EnergyWh, live.PowerW, live.Transaction.StateOfCharge, live.Reading!.CurrentA));
        await FindingAsync("X13-a", "G22");
    }

    [Fact]
    public async Task X13_padding_synonyms_phases_contexts_and_places_are_understood()
    {
        await using var client = await Central.BootAsync("X13-b");
        var id = await StartAsync(client, 7000);
        await MeterAsync(client, id, """
            {"value":"7.5","measurand":"Energy.Active.Import.Register ","unit":" kwh\u0000","context":"SAMPLE.PERIODIC","location":"outlet"},
            {"value":"7","measurand":"Energy.Active.Import.Register","unit":"kWh","context":"transaction.begin"},
            {"value":"230","measurand":"VOLTAGE","unit":"Volts","phase":"l1-n"},{"value":"31","measurand":"temperature","unit":"celcius"},
            {"value":"16","measurand":"Current_Import","unit":"Amp","phase":"L1N"},{"value":"48","measurand":"Soc","unit":"%\u0000"}
            """);
        var live = Live("X13-b");
        Assert.Equal((500d, 230d, 31d, 16d, 48d), (live.Transaction!.EnergyWh, live.Reading!.VoltageL1V, live.Reading.TemperatureC, live.Reading.CurrentL1A, live.Reading.StateOfCharge));
    }

    [Fact]
    public async Task X13_a_word_that_nobody_knows_is_named_and_its_reading_kept()
    {
        await using var client = await Central.BootAsync("X13-c");
        var id = await StartAsync(client);
        await MeterAsync(client, id, """{"value":"7","measurand":"Door.Angle","unit":"deg"}""");
        var finding = Finding(await FindingAsync("X13-c", "D24"), "D24");
        Assert.Contains("Door.Angle", finding.Frame, StringComparison.Ordinal);
        Assert.Contains("Door.Angle", (await RowsAsync(id))[0].OtherJson, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X13-d", 1000, "1244 0", 244)]
    [InlineData("X13-e", 1000, "0 1244", 244)]
    [InlineData("X13-f", 157_440, "163630 157440", 6190)]
    [InlineData("X13-g", 157_440, "157440 163630", 6190)]
    [InlineData("X13-h", 157_440, "157900 4294967295", 460)]
    [InlineData("X13-i", 157_440, "4294967295 157900 12", 460)]
    public async Task X13_of_several_registers_of_one_moment_the_plausible_one_counts_and_none_is_lost(string name, int start, string registers, double energy)
    {
        await using var client = await Central.BootAsync(name);
        var id = await StartAsync(client, start);
        await MeterAsync(client, id, string.Join(',', registers.Split(' ').Select(wh => $$"""{"value":"{{wh}}","context":"Sample.Periodic"}""")));
        Assert.Equal(energy, Live(name).Transaction!.EnergyWh);
        var row = Assert.Single(await RowsAsync(id));
        Assert.Equal(start + energy, row.EnergyWh);
        foreach (var wh in registers.Split(' ').Where(wh => double.Parse(wh, CultureInfo.InvariantCulture) != row.EnergyWh)) Assert.Contains($"\"{wh}\"", row.OtherJson, StringComparison.Ordinal);
        Assert.False(Central.Snapshot(name).HasFinding("G10"));
    }

    [Fact]
    public async Task X13_of_two_gauges_of_one_moment_none_is_lost()
    {
        await using var client = await Central.BootAsync("X13-j");
        var id = await StartAsync(client);
        await MeterAsync(client, id, Power("7000") + "," + Power("0") + """,{"value":"20","measurand":"Temperature","location":"Body"},{"value":"35","measurand":"Temperature","location":"Cable"}""");
        Assert.Equal((7000d, 20d), (Live("X13-j").PowerW, Live("X13-j").Reading!.TemperatureC));
        var other = Assert.Single(await RowsAsync(id)).OtherJson;
        Assert.Contains("\"0\"", other, StringComparison.Ordinal);
        Assert.Contains("\"35\"", other, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X16-a", "")]
    [InlineData("X16-b", ",\"format\":\"Raw\"")]
    [InlineData("X16-c", ",\"format\":\"signedData\"")]
    [InlineData("X16-d", ",\"format\":\"SignedData\"")]
    public async Task X16_signed_values_are_kept_whatever_format_they_name(string name, string format)
    {
        await using var client = await Central.BootAsync(name);
        var id = await StartAsync(client, 2_935_600);
        const string ocmf = """OCMF|{\"FV\":\"1.0\",\"RD\":[{\"TX\":\"E\",\"RV\":2965.1,\"RU\":\"kWh\"}]}|{\"SD\":\"3044\"}""";
        await StopAsync(client, id, 2_965_100, more: $",\"transactionData\":[{{\"timestamp\":\"{Now}\",\"sampledValue\":[{{\"value\":\"{ocmf}\",\"context\":\"Transaction.End\"{format}}}]}}]");
        Assert.Contains("2965.1", Assert.Single(await RowsAsync(id)).OtherJson, StringComparison.Ordinal);
        Assert.False(Central.Snapshot(name).HasFinding("G14"));
    }

    [Theory]
    [InlineData("X16-hex", "4F434D467C7B7D7C7B7D4F434D467C7B7D7C7B7D")]
    [InlineData("X16-base64", "T0NNRnx7IkZWIjoiMS4wIn18eyJTRCI6IjMwNDQifQ==")]
    [InlineData("X16-xml", "<signedMeterValue><publicKey>3059</publicKey></signedMeterValue>")]
    public async Task X16_signed_values_in_other_packings_are_kept(string name, string value)
    {
        await using var client = await Central.BootAsync(name);
        var id = await StartAsync(client);
        await MeterAsync(client, id, $$"""{"value":"{{value}}"},{{Register("1200")}}""");
        var row = Assert.Single(await RowsAsync(id));
        Assert.Equal(1200, row.EnergyWh);
        Assert.Contains(value[..8].Replace("<", "", StringComparison.Ordinal), row.OtherJson, StringComparison.Ordinal);
    }

    [Fact]
    public async Task X20_padding_is_no_part_of_a_text()
    {
        await using var client = await Central.OpenAsync("X20");
        await client.CallForResultAsync("BootNotification", """
            {"chargePointVendor":"Schneider Electric\u0000\u0000","chargePointModel":" EVlink\u0000\u0000\u0000","chargePointSerialNumber":"3N17\u0000","firmwareVersion":"3.3.0.10\u0000 "}
            """);
        var boot = (await FindingAsync("X20", "D31")).Boot!;
        Assert.Equal(("Schneider Electric", "EVlink", "3N17", "3.3.0.10"), (boot.Vendor, boot.Model, boot.SerialNumber, boot.FirmwareVersion));
        await client.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError\u0000","status":"Charging\u0000\u0000","vendorId":"SE\u0000","vendorErrorCode":"0x1\u0000"}""");
        Assert.True(Live("X20").IsCharging);
        Assert.Equal("0x1", Live("X20").VendorErrorCode);
        var id = await StartAsync(client, tag: "04A1B2C3\\u0000\\u0000");
        Assert.Equal("04A1B2C3", (await TransactionAsync(id)).IdTag);
    }

    private Task<List<MeterValueEntity>> RowsAsync(int id) =>
        Central.ReadAsync(db => Task.FromResult(db.MeterValues.Where(m => m.TransactionId == id).OrderBy(m => m.Id).ToList()), rows => rows.Count > 0, "rows");

    private ConnectorSnapshot Live(string id, int connector = 1) => Central.Snapshot(id).Connector(connector)!;
}
