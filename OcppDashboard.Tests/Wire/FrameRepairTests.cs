using OcppDashboard.Ocpp.Frames;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Wire;

/// <summary>Texts that are not JSON, and what is saved of them.</summary>
public class FrameRepairTests
{
    [Theory]
    [InlineData("[3,\"189c-4f\",{\"configurationKey\":[]")]
    [InlineData("[3,\"189c-4f\",{\"configurationKey\":[{\"key\":\"a")]
    [InlineData("[ 3 , \"189c-4f\" , ")]
    [InlineData("[3,\"189c-4f\"")]
    [InlineData("[3,\"189c-4f\",{}")]
    public void D3_a_truncated_result_is_saved_by_its_uid(string text)
    {
        var reading = Frames.Read(text);
        Assert.Equal((FrameFault.Malformed, text.Length), (reading.Fault, reading.Consumed));
        Assert.Equal("189c-4f", Assert.IsType<CallResult>(reading.Frame).UniqueId);
        Assert.StartsWith("not readable as JSON", reading.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void D3_a_truncated_call_is_saved_with_its_action()
    {
        var call = Assert.IsType<Call>(Frames.Read("[2,\"u9\",\"MeterValues\",{\"connectorId\":1,\"met").Frame);
        Assert.Equal(("u9", "MeterValues"), (call.UniqueId, call.Action));
    }

    [Fact]
    public void D3_a_truncated_call_with_a_number_as_uid_is_answered_with_the_number()
    {
        var reading = Frames.Read("[2,41,\"MeterValues\",{\"connectorId\":1,\"met");
        Assert.Equal(FrameFault.Malformed, reading.Fault);
        Assert.Equal("[4,41,\"FormationViolation\",\"\",{}]", Frames.Text(OcppFrameCodec.WriteError(reading.Frame!, OcppErrorCode.FormationViolation, "")));
    }

    [Fact]
    public void D3_a_truncated_error_ends_its_call() => Assert.IsType<CallError>(Frames.Read("[4,\"u9\",\"Generic").Frame);

    [Theory]
    [InlineData("[")]
    [InlineData("[2")]
    [InlineData("[2,")]
    [InlineData("[2,\"u")]
    [InlineData("[2,\"\",\"Heartbeat\",{")]
    [InlineData("[9,\"u1\",{")]
    [InlineData("hello")]
    [InlineData("{\"a\":")]
    [InlineData("]")]
    [InlineData("\u0016\u0003\u0001")]
    public void What_cannot_be_saved_is_unreadable(string text)
    {
        var reading = Frames.Read(text);
        Assert.Equal((null, FrameFault.Unreadable, text.Length), (reading.Frame, reading.Fault, reading.Consumed));
    }

    [Fact]
    public void D4_a_missing_value_is_read_as_null()
    {
        var call = ReadRepaired(
            "[2,\"u1\",\"MeterValues\",{\"connectorId\":1,\"transactionId\":,\"meterValue\":[{"
            + "\"timestamp\":\"2031-03-04T05:06:07\",\"sampledValue\":[{\"value\":\"1750\",\"unit\":}]}]}]",
            "repaired: a missing value read as null");
        var request = Frames.Request<MeterValuesRequest>(Frames.Text(call.Payload));
        Assert.Equal((1, null), (request.ConnectorId, request.TransactionId));
        Assert.Equal(new SampledValue("1750"), request.MeterValue![0].SampledValue![0]);
    }

    [Fact]
    public void D5_leading_comma_is_repaired()
    {
        var call = ReadRepaired(
            "[2,\"u1\",\"MeterValues\",{\"connectorId\":1,\"meterValue\":[{\"timestamp\":\"2031-03-04T05:06:07Z\","
            + "\"sampledValue\":[ ,{\"value\":\"5\"},{\"value\":\"6\"}]}]}]",
            "repaired: a leading comma dropped");
        Assert.Equal(["5", "6"], Frames.Request<MeterValuesRequest>(Frames.Text(call.Payload)).MeterValue![0].SampledValue!.Select(sample => sample.Value));
    }

    [Fact]
    public void D5_commas_inside_of_texts_are_left_alone() =>
        Assert.Equal("[,:,{,\\\",", Frames.Request<AuthorizeRequest>(Frames.Text(
            ReadRepaired("[2,\"u1\",\"Authorize\",{,\"idTag\":\"[,:,{,\\\\\\\",\"}]", "repaired: a leading comma dropped").Payload)).IdTag);

    [Fact]
    public void D6_a_raw_zero_inside_of_a_text_is_dropped()
    {
        var reading = Frames.Read("[3,\"u1\",{\"configurationKey\":[{\"key\":\"Chip\0\0\",\"readonly\":true,\"value\":\"a\0b\"}]}]");
        Assert.Equal((FrameFault.None, "repaired: raw control bytes dropped"), (reading.Fault, reading.Note));
        Assert.Equal(
            new KeyValue("Chip", true, "ab"),
            Frames.Response<GetConfigurationResponse>(Frames.Text(((CallResult)reading.Frame!).Payload), out _).ConfigurationKey![0]);
    }

    [Fact]
    public void D7_garbage_bytes_after_a_tag_are_dropped()
    {
        var call = ReadRepaired(
            "[2,\"u1\",\"StopTransaction\",{\"idTag\":\"QX90B711Z4H2NNE3KPLM\u0010\u000e\",\"meterStop\":5,\"transactionId\":3}]",
            "repaired: raw control bytes dropped");
        Assert.Equal("QX90B711Z4H2NNE3KPLM", Frames.Request<StopTransactionRequest>(Frames.Text(call.Payload)).IdTag);
    }

    [Fact]
    public void D4_D5_D6_together_are_repaired_in_one_pass() =>
        ReadRepaired("[2,\"u1\",\"DataTransfer\",{\"vendorId\":\"a\u0001\",\"data\":,\"x\":[,1]}]",
            "repaired: a missing value read as null, a leading comma dropped, raw control bytes dropped");

    [Fact]
    public void D8_a_good_frame_after_a_repaired_one_is_not_lost()
    {
        var bytes = Frames.Utf8("[2,\"u1\",\"DataTransfer\",{\"vendorId\":}] [2,\"u2\",\"Heartbeat\",{}]");
        var first = OcppFrameCodec.Read(bytes);
        Assert.Equal((FrameFault.None, "u1"), (first.Fault, first.Frame!.UniqueId));
        Assert.Equal("u2", OcppFrameCodec.Read(bytes[first.Consumed..]).Frame?.UniqueId);
    }

    private static Call ReadRepaired(string text, string note)
    {
        var reading = Frames.Read(text);
        Assert.Equal((FrameFault.None, note, Frames.Utf8(text).Length), (reading.Fault, reading.Note, reading.Consumed));
        return Assert.IsType<Call>(reading.Frame);
    }
}
