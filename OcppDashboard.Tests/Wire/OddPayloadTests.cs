using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Tests.Wire;

/// <summary>Payloads outside of the schemas that are read all the same; the names carry the rows of the quirk table.</summary>
public class OddPayloadTests
{
    [Fact]
    public void D20_extra_members_are_passed_over()
    {
        Assert.Equal("T1", Frames.Request<AuthorizeRequest>("""{"connectorId":1,"idTag":"T1","more":{"a":[1,{}]}}""").IdTag);
        Assert.Equal(9, Frames.Request<StopTransactionRequest>("""{"connectorId":1,"disconnectReason":"x","transactionId":9,"meterStop":1}""").TransactionId);
    }

    [Fact]
    public void D20_the_last_of_two_equal_members_counts() =>
        Assert.Equal(2, Frames.Request<StartTransactionRequest>("""{"connectorId":1,"idTag":"A","connectorId":2,"meterStart":0}""").ConnectorId);

    [Fact]
    public void D21_null_is_absent()
    {
        var status = Frames.Request<StatusNotificationRequest>(
            """{"connectorId":1,"errorCode":null,"info":null,"status":"Available","timestamp":null,"vendorId":null,"vendorErrorCode":null}""", out var notes);
        Assert.Equal((null, null, true), (status.Info, status.Timestamp, status.ErrorCode.IsAbsent));
        Assert.Equal(["null stood where a member is left out"], notes);
        var start = Frames.Request<StartTransactionRequest>("""{"connectorId":null,"idTag":null,"meterStart":null,"reservationId":null,"timestamp":null}""");
        Assert.Equal(new StartTransactionRequest(0, null, null, null, null), start);
    }

    [Fact]
    public void D22_numbers_for_texts_and_texts_for_numbers_are_read()
    {
        var meter = Frames.Request<MeterValuesRequest>(
            """{"connectorId":" 1","transactionId":"77","meterValue":[{"timestamp":"2031-03-04T05:06:07Z","sampledValue":[{"value":0.0}]}]}""", out var notes);
        Assert.Equal((1, 77L, "0.0"), (meter.ConnectorId, meter.TransactionId, meter.MeterValue![0].SampledValue![0].Value));
        Assert.Equal(3, notes.Count);
        Assert.Equal("60", ReadKey("""{"key":"a","readonly":false,"value":60}""").Value);
        Assert.Equal("true", ReadKey("""{"key":"a","readonly":false,"value":true}""").Value);
    }

    [Theory]
    [InlineData("0", false)]
    [InlineData("1", true)]
    [InlineData("\"true\"", true)]
    [InlineData("\" FALSE \"", false)]
    [InlineData("\"perhaps\"", null)]
    [InlineData("null", null)]
    [InlineData("[]", null)]
    [InlineData("\"\\ud800\"", null)]
    public void D23_readonly_in_any_form_is_read(string sent, bool? expected) =>
        Assert.Equal(expected, ReadKey($$"""{"key":"a","readonly":{{sent}}}""").Readonly);

    [Fact]
    public void D23_readonly_and_value_may_be_absent() =>
        Assert.Equal(new KeyValue("AuthorizationKey", null, null), ReadKey("""{"key":"AuthorizationKey"}"""));

    [Fact]
    public void D24_a_value_out_of_the_list_keeps_its_text()
    {
        var status = Frames.Request<StatusNotificationRequest>("""{"connectorId":1,"errorCode":"Error","status":"charging"}""", out var notes);
        Assert.Equal((null, "Error", true), (status.ErrorCode.Known, status.ErrorCode.Text, status.ErrorCode.IsUnknown));
        Assert.True(status.Status.Is(ChargePointStatus.Charging));
        Assert.Contains("\"Error\"", Assert.Single(notes), StringComparison.Ordinal);
        Assert.Equal("Sample.Odd", Frames.Sample("""{"value":"1","context":"Sample.Odd"}""", out _).Context);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("{\"a\":1}")]
    [InlineData("[\"NoError\"]")]
    [InlineData("false")]
    public void D24_an_enumerated_value_of_another_kind_keeps_its_json(string sent)
    {
        var status = Frames.Request<StatusNotificationRequest>($$"""{"connectorId":1,"errorCode":{{sent}},"status":"Available"}""", out var notes);
        Assert.Equal((sent, true), (status.ErrorCode.Text, status.ErrorCode.IsUnknown));
        Assert.Single(notes);
    }

    [Theory]
    [InlineData("Celcius")]
    [InlineData("Celsius")]
    [InlineData("C")]
    [InlineData("Hz")]
    public void D25_any_unit_is_kept(string unit) => Assert.Equal(unit, Frames.Sample($$"""{"value":"1","unit":"{{unit}}"}""", out _).Unit);

    [Fact]
    public void D26_empty_texts_are_absent()
    {
        var status = Frames.Request<StatusNotificationRequest>(
            """{"connectorId":1,"errorCode":"","status":"Available","timestamp":"","vendorErrorCode":""}""", out var notes);
        Assert.Equal((true, true), (status.ErrorCode.IsAbsent, status.Timestamp!.Value.IsAbsent));
        Assert.Equal(["an empty text stands for nothing"], notes);
        Assert.True(Frames.Request<StopTransactionRequest>("""{"meterStop":"","transactionId":"","reason":""}""").Reason!.Value.IsAbsent);
    }

    [Fact]
    public void D27_D28_D29_long_texts_are_kept_whole()
    {
        var info = "{\\\"json\\\":\\\"" + new string('x', 900) + "\\\"}";
        Assert.Equal(911, Frames.Request<StatusNotificationRequest>(
            $$"""{"connectorId":1,"errorCode":"NoError","status":"Finishing","info":"{{info}}"}""").Info!.Length);
        Assert.Equal("X16WG99J2QIEGCC0MCJ5-", Frames.Request<StopTransactionRequest>("""{"meterStop":1,"transactionId":2,"idTag":"X16WG99J2QIEGCC0MCJ5-"}""").IdTag);
        var (key, value) = (new string('k', 80), new string('v', 8192));
        Assert.Equal(new KeyValue(key, false, value), ReadKey($$"""{"key":"{{key}}","readonly":false,"value":"{{value}}"}"""));
    }

    [Theory]
    [InlineData("""{"transactionId":5,"meterStop":1,"transactionData":[]}""", 0)]
    [InlineData("""{"transactionId":5,"meterStop":1,"transactionData":[null]}""", 0)]
    [InlineData("""{"transactionId":5,"meterStop":1,"transactionData":[{"sampledValue":[],"timestamp":"2031-03-04T05:06:07Z"}]}""", 1)]
    [InlineData("""{"transactionId":5,"meterStop":1,"transactionData":[{"sampledValue":null},{}]}""", 2)]
    [InlineData("""{"transactionId":5,"meterStop":1,"transactionData":{"sampledValue":{"value":"1"}}}""", 1)]
    public void F23_empty_transaction_data_is_read(string payload, int count) =>
        Assert.Equal(count, Frames.Request<StopTransactionRequest>(payload).TransactionData!.Count);

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("-1", -1L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", long.MaxValue)]
    [InlineData("4296944685", 4296944685L)]
    [InlineData("12.0", 12L)]
    [InlineData("1e400", null)]
    [InlineData("-1e400", null)]
    [InlineData("\"1e400\"", null)]
    [InlineData("\"none\"", null)]
    [InlineData("{}", null)]
    [InlineData("\"\\udc00\"", null)]
    public void F1_F2_F3_any_transaction_id_is_read(string sent, long? expected) =>
        Assert.Equal(expected, Frames.Request<MeterValuesRequest>($$"""{"connectorId":1,"transactionId":{{sent}},"meterValue":[]}""").TransactionId);

    [Theory]
    [InlineData("1850027108", 1850027108)]
    [InlineData("99999999999", int.MaxValue)]
    [InlineData("-99999999999", int.MinValue)]
    [InlineData("1e400", 0)]
    public void H2_H3_any_connector_id_is_read(string sent, int expected) =>
        Assert.Equal(expected, Frames.Request<MeterValuesRequest>($$"""{"connectorId":{{sent}},"meterValue":[]}""").ConnectorId);

    [Theory]
    [InlineData("""{"idTag":"\ud800"}""", @"\ud800")]
    [InlineData("""{"idTag":"a\udc00\ud800z"}""", @"a\udc00\ud800z")]
    public void A_lone_surrogate_is_kept_as_sent(string payload, string expected)
    {
        Assert.Equal(expected, Frames.Request<AuthorizeRequest>(payload, out var notes).IdTag);
        Assert.Single(notes);
    }

    [Fact]
    public void Lone_surrogates_in_enumerations_and_times_are_tolerated()
    {
        var status = Frames.Request<StatusNotificationRequest>("""{"connectorId":1,"errorCode":"\ud800","status":"Available","timestamp":"\udfff"}""", out var notes);
        Assert.Equal((@"\ud800", null), (status.ErrorCode.Text, status.Timestamp!.Value.Value));
        Assert.NotEmpty(notes);
    }

    [Fact]
    public void A_text_that_came_as_an_object_is_kept_as_json() =>
        Assert.Equal("{\"a\": [1]}", Frames.Request<DataTransferRequest>("""{"vendorId":"v","data":{"a": [1]}}""").Data);

    [Fact]
    public void Half_a_character_is_written_as_a_replacement_and_stays_ascii()
    {
        var text = OcppDashboard.Ocpp.Frames.OcppFrameCodec.WriteCall("1", "DataTransfer", new DataTransferRequest("a\ud800é🚗"), OcppActions.Find("DataTransfer")!.RequestInfo);
        Assert.Equal("""[2,"1","DataTransfer",{"vendorId":"a\uFFFD\u00E9\uD83D\uDE97"}]""", Frames.Text(text));
    }

    private static KeyValue ReadKey(string json) =>
        Frames.Response<GetConfigurationResponse>($$"""{"configurationKey":[{{json}}]}""", out _).ConfigurationKey![0];
}
