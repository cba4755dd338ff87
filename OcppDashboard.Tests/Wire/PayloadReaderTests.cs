using System.Text;
using OcppDashboard.Ocpp.Frames;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Tests.Wire;

public class PayloadReaderTests
{
    private static readonly OcppAction Start = OcppActions.Find("StartTransaction")!;

    [Theory]
    [InlineData("")]
    [InlineData("  \n\0")]
    [InlineData("null")]
    [InlineData(" null ")]
    [InlineData("{}")]
    public void D18_nothing_and_null_are_an_empty_object(string payload)
    {
        Assert.True(PayloadReader.TryRead(Start, Frames.Utf8(payload).Span, response: false, out var value, out var notes, out var fault));
        Assert.Equal((new StartTransactionRequest(0, null, null, null, null), null, null), (value, notes, fault));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[{\"connectorId\":1}]")]
    [InlineData("\"{}\"")]
    [InlineData("5")]
    [InlineData("true")]
    [InlineData("\u0001")]
    public void A_payload_that_is_no_object_is_a_fault(string payload)
    {
        foreach (var response in new[] { false, true })
            foreach (var action in OcppActions.All)
            {
                Assert.False(PayloadReader.TryRead(action, Frames.Utf8(payload).Span, response, out var value, out _, out var fault));
                Assert.Equal((null, "the payload is not an object"), (value, fault));
            }
    }

    [Fact]
    public void A_fault_names_its_place_and_leaves_no_notes_behind()
    {
        var profile = OcppActions.Find("SetChargingProfile")!;
        Assert.False(PayloadReader.TryRead(profile, """{"connectorId":"1","csChargingProfiles":7}"""u8, response: false, out _, out var notes, out var fault));
        Assert.Equal("the payload could not be read at $.csChargingProfiles", fault);
        Assert.Single(notes!);
        Assert.True(PayloadReader.TryRead(Start, "{}"u8, response: false, out _, out var next, out _));
        Assert.Null(next);
    }

    [Fact]
    public void Notes_left_by_another_reading_are_not_taken_over()
    {
        ReadingNotes.Add("left over");
        Assert.True(PayloadReader.TryRead(Start, "{}"u8, response: false, out _, out var notes, out _));
        Assert.Null(notes);
    }

    /// <summary>The full golden frames hold every member of the schemas, those of the security extension too.</summary>
    [Theory, MemberData(nameof(Actions))]
    public void D20_no_member_of_the_specification_is_noted(string action)
    {
        foreach (var kind in new[] { "request", "response" })
        {
            PayloadReader.TryRead(OcppActions.Find(action)!, Encoding.UTF8.GetBytes(GoldenFrames.Payload(action, kind, "full").GetRawText()), kind == "response", out _, out var notes, out _);
            Assert.Null(notes);
        }
    }

    public static TheoryData<string> Actions => [.. OcppActions.All.Select(action => action.Name)];

    [Fact]
    public void D20_a_clean_payload_is_checked_without_an_allocation()
    {
        var check = OcppActions.Find("StatusNotification")!.RequestMembers!;
        var payload = Encoding.UTF8.GetBytes(GoldenFrames.Payload("StatusNotification", "request", "full").GetRawText());
        check.Note(payload);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) check.Note(payload);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void At_most_20_notes_are_kept_and_each_once()
    {
        Frames.Request<MeterValuesRequest>($$"""{"connectorId":1,"meterValue":[{"sampledValue":[{{string.Join(',', Enumerable.Repeat("{\"value\":1}", 500))}}]}]}""", out var same);
        Assert.Single(same);
        var list = string.Join(',', Enumerable.Range(0, 500).Select(i => $"{{\"value\":\"1\",\"x{i}\":1}}"));
        Frames.Request<MeterValuesRequest>($$"""{"connectorId":1,"meterValue":[{"sampledValue":[{{list}}]}]}""", out var notes);
        Assert.Equal(20, notes.Count);
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Ten_thousand_levels_are_answered_as_malformed(char open, char close)
    {
        var opening = open == '[' ? new string('[', 10_000) : string.Concat(Enumerable.Repeat("{\"a\":", 10_000));
        var inner = opening + "1" + new string(close, 10_000);
        var reading = Frames.Read($"[2,\"u1\",\"DataTransfer\",{{\"vendorId\":\"v\",\"data\":{inner}}}]");
        Assert.Equal((FrameFault.Malformed, "u1"), (reading.Fault, reading.Frame!.UniqueId));
    }

    [Theory]
    [InlineData(28, true)]
    [InlineData(33, false)]
    public void Levels_below_the_limit_of_frames_never_throw(int depth, bool read)
    {
        var payload = $"{{\"vendorId\":\"v\",\"data\":{new string('[', depth)}{new string(']', depth)}}}";
        var call = Frames.ReadAs<Call>($"[2,\"u1\",\"DataTransfer\",{payload}]");
        Assert.Equal(read, PayloadReader.TryRead(OcppActions.Find("DataTransfer")!, call.Payload.Span, response: false, out _, out _, out _));
    }

    [Fact]
    public void A_hundred_thousand_elements_are_read()
    {
        var list = string.Join(',', Enumerable.Range(0, 100_000));
        Assert.Equal(100_000, Frames.Response<GetConfigurationResponse>($$"""{"unknownKey":[{{list}}]}""", out _).UnknownKey!.Count);
        Assert.Equal("u1", Frames.ReadAs<Call>($"[2,\"u1\",\"Heartbeat\",{{}},{list}]").UniqueId);
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_never_throw()
    {
        byte[] payload = [.. "{\"idTag\":\""u8, 0xFF, 0xFE, 0xC3, .. "\",\"x\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8];
        Assert.True(PayloadReader.TryRead(OcppActions.Find("Authorize")!, payload, response: false, out var value, out var notes, out _));
        Assert.NotEmpty(((AuthorizeRequest)value!).IdTag!);
        Assert.Equal(2, notes!.Count); // half a character, and a member that is none
    }
}
