using System.Globalization;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Tests.Wire;

/// <summary>Readings as charge points really send them (rows G of the quirk table).</summary>
public class OddMeterValueTests
{
    [Theory]
    [InlineData(" 9.6", "9.6")]
    [InlineData("3058620.000", "3058620.000")]
    [InlineData("500.37957763671875", "500.37957763671875")]
    [InlineData("4296944685", "4296944685")]
    [InlineData("+12", "12")]
    [InlineData("-0.5", "-0.5")]
    [InlineData("1.5E3", "1500")]
    [InlineData("9,6", "9.6")] // G13
    [InlineData("1,234.5", null)]
    [InlineData("1,234,567", null)]
    [InlineData("", null)] // G14
    [InlineData("  ", null)]
    [InlineData("n/a", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData("1e400", null)]
    [InlineData("0x10", null)]
    public void G12_G13_G14_a_number_is_read_from_text_in_any_culture(string text, string? expected)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(expected is null ? null : decimal.Parse(expected, CultureInfo.InvariantCulture), LenientNumbers.ParseDecimal(text));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"abc\"", "abc")]
    [InlineData("\" 9.6\"", " 9.6")]
    [InlineData("9.60", "9.60")]
    [InlineData("null", null)]
    public void G14_a_sample_keeps_the_text_of_its_value(string sent, string? expected) =>
        Assert.Equal(expected, Frames.Sample($$"""{"value":{{sent}}}""", out _).Value);

    [Fact]
    public void G15_signed_data_is_kept_as_text()
    {
        var signed = "OCMF|" + new string('a', 6000) + "\n<xml/>";
        var sent = System.Text.Json.JsonSerializer.Serialize(signed);
        var sample = Frames.Sample($$"""{"value":{{sent}},"format":"SignedData","context":"Transaction.End"}""", out var notes);
        Assert.Equal((signed, "SignedData"), (sample.Value, sample.Format));
        Assert.Empty(notes);
    }

    [Fact]
    public void G16_order_and_repetition_are_kept_as_sent()
    {
        var (late, old) = ("""{"timestamp":"2031-03-04T05:06:07Z","sampledValue":[{"value":"2"}]}""", """{"timestamp":"2019-03-04T05:06:07Z"}""");
        var request = Frames.Request<MeterValuesRequest>($$"""{"connectorId":1,"meterValue":[{{late}},{{old}},{{late}}]}""");
        Assert.Equal([2031, 2019, 2031], request.MeterValue!.Select(value => value.Timestamp!.Value.Value!.Value.Year));
    }

    [Theory]
    [InlineData("""{"connectorId":1,"transactionId":4,"values":[{"timestamp":"2031-03-04T05:06:07Z","values":[{"value":"8","unit":"Wh"}]}]}""")]
    [InlineData("""{"connectorId":1,"transactionId":4,"values":[{"timestamp":"2031-03-04T05:06:07Z","value":[{"value":"8","unit":"Wh"}]}]}""")]
    [InlineData("""{"connectorId":1,"transactionId":4,"meterValue":[{"timestamp":"2031-03-04T05:06:07Z","sampledValue":[{"values":"8","unit":"Wh"}]}]}""")]
    [InlineData("""{"connectorId":1,"transactionId":4,"meterValue":{"timestamp":"2031-03-04T05:06:07Z","sampledValue":{"value":8,"unit":"Wh"}}}""")]
    [InlineData("""{"values":{"values":{"unit":"Wh","value":8},"timestamp":"2031-03-04T05:06:07Z"},"transactionId":"4","connectorId":"1"}""")]
    public void G17_the_member_names_of_ocpp_1_5_are_read(string payload)
    {
        var request = Frames.Request<MeterValuesRequest>(payload, out var notes);
        Assert.Equal((1, 4L), (request.ConnectorId, request.TransactionId));
        Assert.Equal(new SampledValue("8", Unit: "Wh"), Assert.Single(Assert.Single(request.MeterValue!).SampledValue!));
        Assert.NotEmpty(notes);
    }

    [Theory]
    [InlineData("[5]")]
    [InlineData("[\"x\",[1],true,null]")]
    [InlineData("7")]
    [InlineData("\"text\"")]
    public void Items_that_are_no_objects_are_passed_over(string list)
    {
        var request = Frames.Request<MeterValuesRequest>($$"""{"connectorId":1,"meterValue":[{"sampledValue":{{list}}}]}""", out var notes);
        Assert.Empty(Assert.Single(request.MeterValue!).SampledValue!);
        Assert.NotEmpty(notes);
    }

    [Fact]
    public void A_hundred_thousand_samples_are_read()
    {
        var samples = string.Join(',', Enumerable.Repeat("""{"value":"1"}""", 100_000));
        var request = Frames.Request<MeterValuesRequest>($$"""{"connectorId":1,"meterValue":[{"sampledValue":[{{samples}}]}]}""");
        Assert.Equal(100_000, request.MeterValue![0].SampledValue!.Count);
    }
}
