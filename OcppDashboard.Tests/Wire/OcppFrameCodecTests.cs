using System.Text;
using OcppDashboard.Ocpp.Frames;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Wire;

/// <summary>Frames as charge points really send them; the names carry the rows of the quirk table.</summary>
public class OcppFrameCodecTests
{
    [Theory]
    [InlineData("[\r\n\t2,\r\n\t\"u1\",\r\n\t\"Heartbeat\",\r\n\t{\r\n\t}\r\n]\r\n")]
    [InlineData("\n[2,\n \"u1\",\n \"Heartbeat\",\n {}]")]
    public void D1_many_lines_and_tabs_are_read(string text)
    {
        var call = Frames.ReadAs<Call>(text);
        Assert.Equal(("u1", "Heartbeat"), (call.UniqueId, call.Action));
    }

    [Theory]
    [InlineData("aGVsbG8+/w==", "[3,\"aGVsbG8+/w==\",{\"status\":\"Accepted\"}]")]
    [InlineData("<a & 'b'>", "[3,\"<a & 'b'>\",{\"status\":\"Accepted\"}]")] // one that compares the text of ids finds its own again
    [InlineData("\"\\\u0001", "[3,\"\\\"\\\\\\u0001\",{\"status\":\"Accepted\"}]")]
    [InlineData("\u00E9\U0001F50C", "[3,\"\\u00E9\\uD83D\\uDD0C\",{\"status\":\"Accepted\"}]")]
    public void C13_what_is_written_is_ascii_and_escapes_no_more_than_that_takes(string uniqueId, string frame) =>
        Assert.Equal(frame, Encoding.UTF8.GetString(OcppFrameCodec.WriteResult(new Call(uniqueId, "DataTransfer", default, false), new ClearCacheResponse(OcppEnum<ClearCacheStatus>.Parse("Accepted")), OcppActions.Of<ClearCacheRequest>().ResponseInfo)));

    [Fact]
    public void D2_blanks_around_the_elements_are_read()
    {
        var result = Frames.ReadAs<CallResult>("[3, \"8841\" ,{\"status\":\"Rejected\"}]");
        Assert.Equal(("8841", "{\"status\":\"Rejected\"}"), (result.UniqueId, Frames.Text(result.Payload)));
    }

    [Theory]
    [InlineData("[2,\"u1\",\"Heartbeat\",{}]\0")]
    [InlineData("[2,\"u1\",\"Heartbeat\",{}]\0\0\0 \r\n\0")]
    [InlineData("\uFEFF [2,\"u1\",\"Heartbeat\",{}]")]
    public void D8_trailing_zeros_and_blanks_and_a_byte_order_mark_are_passed_over(string text) => Assert.Equal("u1", Frames.ReadAs<Call>(text).UniqueId);

    [Theory]
    [InlineData("[2,\"u1\",\"Heartbeat\",{}][3,\"u2\",{\"status\":\"Accepted\"}]")]
    [InlineData("[2,\"u1\",\"Heartbeat\",{}]\0\n [3,\"u2\",{\"status\":\"Accepted\"}]\0")]
    public void D8_two_frames_in_one_text_are_read_one_after_the_other(string text)
    {
        var bytes = Frames.Utf8(text);
        var first = OcppFrameCodec.Read(bytes);
        var second = OcppFrameCodec.Read(bytes[first.Consumed..]);
        Assert.Equal(("u1", "u2"), (Assert.IsType<Call>(first.Frame).UniqueId, Assert.IsType<CallResult>(second.Frame).UniqueId));
        Assert.Equal("{\"status\":\"Accepted\"}", Frames.Text(((CallResult)second.Frame!).Payload));
        Assert.Equal(bytes.Length, first.Consumed + second.Consumed);
    }

    [Fact]
    public void D8_a_good_frame_before_garbage_is_kept()
    {
        var bytes = Frames.Utf8("[2,\"u1\",\"Heartbeat\",{}]}garbage");
        var first = OcppFrameCodec.Read(bytes);
        Assert.Equal((FrameFault.None, "u1"), (first.Fault, first.Frame!.UniqueId));
        Assert.Equal(FrameFault.Unreadable, OcppFrameCodec.Read(bytes[first.Consumed..]).Fault);
    }

    [Fact]
    public void D9_a_run_of_backslashes_is_text() =>
        Assert.Equal(
            @"336699\\", Frames.Request<AuthorizeRequest>(Frames.Text(Frames.ReadAs<Call>(@"[2,""u1"",""Authorize"",{""idTag"":""336699\\\\""}]").Payload)).IdTag);

    [Theory]
    [InlineData("[1,\"u1\",\"Heartbeat\",{}]")]
    [InlineData("[5,\"u1\",{}]")]
    [InlineData("[0]")]
    [InlineData("[-2,\"u1\",\"Heartbeat\",{}]")]
    [InlineData("[2.5,\"u1\",\"Heartbeat\",{}]")]
    [InlineData("[99999999999999999999,\"u1\",\"Heartbeat\",{}]")]
    [InlineData("[\"2\",\"u1\",\"Heartbeat\",{}]")]
    [InlineData("[null,[[1],{\"a\":[]}],2]")]
    [InlineData("[[2,\"u1\",\"Heartbeat\",{}]]")]
    [InlineData("[]")]
    [InlineData("[2]")]
    [InlineData("{\"a\":[1]}")]
    [InlineData("\"text\"")]
    [InlineData("12")]
    [InlineData("null")]
    public void D13_json_that_is_no_frame_is_ignored(string text)
    {
        var reading = Frames.Read(text);
        Assert.Equal((null, FrameFault.Ignored, text.Length), (reading.Frame, reading.Fault, reading.Consumed));
        Assert.NotNull(reading.Note);
    }

    [Fact]
    public void D13_a_frame_after_an_ignored_one_is_read()
    {
        var bytes = Frames.Utf8("[7,\"u1\",[\"x\"],{}] [2,\"u2\",\"Heartbeat\",{}]");
        Assert.Equal("u2", OcppFrameCodec.Read(bytes[OcppFrameCodec.Read(bytes).Consumed..]).Frame!.UniqueId);
    }

    [Fact]
    public void D14_an_empty_uid_is_read_as_it_is()
    {
        Assert.Equal("", Frames.ReadAs<CallResult>("[3,\"\",{\"fileName\":\"d.log\"}]").UniqueId);
        var call = Frames.ReadAs<Call>("[2,\"\",\"Heartbeat\",{}]");
        Assert.Equal("[4,\"\",\"NotSupported\",\"\",{}]", Frames.Text(OcppFrameCodec.WriteError(call, OcppErrorCode.NotSupported, "")));
    }

    [Theory]
    [InlineData("17")]
    [InlineData("-1")]
    [InlineData("1e3")]
    [InlineData("12345678901234567890123")]
    public void D14_a_number_as_uid_is_echoed_as_the_same_number(string uid)
    {
        var call = Frames.ReadAs<Call>($"[2,{uid},\"Heartbeat\",{{}}]");
        Assert.True(call.IdIsJson);
        Assert.Equal(uid, call.UniqueId);
        var info = OcppActions.Find("MeterValues")!.ResponseInfo;
        Assert.Equal($"[3,{uid},{{}}]", Frames.Text(OcppFrameCodec.WriteResult(call, new MeterValuesResponse(), info)));
        Assert.Equal($"[4,{uid},\"GenericError\",\"x\",{{}}]", Frames.Text(OcppFrameCodec.WriteError(call, OcppErrorCode.GenericError, "x")));
    }

    [Theory]
    [InlineData("[2,null,\"Heartbeat\",{}]")]
    [InlineData("[2,{\"a\":1},\"Heartbeat\",{}]")]
    [InlineData("[2,true,\"Heartbeat\",{}]")]
    public void D14_a_uid_that_is_no_text_is_ignored(string text) => Assert.Equal(FrameFault.Ignored, Frames.Read(text).Fault);

    [Fact]
    public void D15_the_same_uid_is_read_again_and_again()
    {
        foreach (var action in new[] { "BootNotification", "Heartbeat", "Heartbeat" })
            Assert.Equal(("1", action), (Frames.ReadAs<Call>($"[2,\"1\",\"{action}\",{{}}]").UniqueId, action));
    }

    [Theory]
    [InlineData("[2,\"u1\",\"Heartbeat\"]")]
    [InlineData("[2,\"u1\",\"Heartbeat\",null]")]
    [InlineData("[2,\"u1\",\"Heartbeat\",{}]")]
    [InlineData("[2,\"u1\",\"Heartbeat\",{},\"more\",[1,{\"a\":2}]]")]
    public void D18_a_missing_or_null_payload_of_a_call_is_an_empty_object(string text) => Assert.Equal("{}", Frames.Text(Frames.ReadAs<Call>(text).Payload));

    [Theory]
    [InlineData("[3,\"u1\"]")]
    [InlineData("[3,\"u1\",null]")]
    public void D18_a_missing_or_null_payload_of_a_result_is_an_empty_object(string text) =>
        Assert.Equal("{}", Frames.Text(Frames.ReadAs<CallResult>(text).Payload));

    [Theory]
    [InlineData("[4,\"u1\",\"NotSupported\",\"no\",{\"a\":1}]", "NotSupported", "no", "{\"a\":1}")]
    [InlineData("[4,\"u1\",\"NotSupported\",\"no\",\"text\"]", "NotSupported", "no", "\"text\"")]
    [InlineData("[4,\"u1\",\"NotSupported\",\"no\",null]", "NotSupported", "no", "{}")]
    [InlineData("[4,\"u1\",\"NotSupported\",\"no\"]", "NotSupported", "no", "{}")]
    [InlineData("[4,\"u1\",\"NotSupported\"]", "NotSupported", "", "{}")]
    [InlineData("[4,\"u1\",\"NotSupported\",null,{}]", "NotSupported", "", "{}")]
    [InlineData("[4,\"u1\",\"NotSupported\",{\"a\":[1]},{}]", "NotSupported", "", "{}")]
    [InlineData("[4,\"u1\"]", "", "", "{}")]
    [InlineData("[4,\"u1\",\"FormatViolation\",\"\",{}]", "FormationViolation", "", "{}")]
    [InlineData("[4,\"u1\",\"OccurrenceConstraintViolation\",\"\",{}]", "OccurenceConstraintViolation", "", "{}")]
    [InlineData("[4,\"u1\",\"VendorsOwn\",\"\",{}]", "VendorsOwn", "", "{}")]
    public void D19_every_form_of_a_call_error_is_read(string text, string code, string description, string details)
    {
        var error = Frames.ReadAs<CallError>(text);
        Assert.Equal(("u1", code, description, details), (error.UniqueId, error.ErrorCode, error.Description, Frames.Text(error.Details)));
    }

    [Fact]
    public void D19_a_description_with_half_a_character_is_kept() =>
        Assert.Equal(@"bad \ud800 end", Frames.ReadAs<CallError>(@"[4,""u1"",""GenericError"",""bad \ud800 end"",{}]").Description);

    [Theory]
    [InlineData("")]
    [InlineData("  \r\n\t")]
    [InlineData("\0")]
    [InlineData("\uFEFF")]
    public void B4_blank_text_is_empty(string text) => Assert.Equal(FrameFault.Empty, Frames.Read(text).Fault);

    [Fact]
    public void An_escaped_action_and_uid_are_read()
    {
        var call = Frames.ReadAs<Call>("[2,\"\\u0075\\\"1\",\"Heart\\u0062eat\",{}]");
        Assert.Equal(("u\"1", "Heartbeat"), (call.UniqueId, call.Action));
    }

    [Fact]
    public void The_name_of_a_known_action_is_not_allocated_again() =>
        Assert.Same(OcppActions.Find("MeterValues")!.Name, Frames.ReadAs<Call>("[2,\"u1\",\"MeterValues\",{}]").Action);
}
