using System.Text;
using System.Text.Json;
using OcppDashboard.Ocpp.Frames;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Tests.Wire;

public class GoldenFrameTests
{
    public static TheoryData<string, string> Rows => GoldenFrames.Rows;

    [Theory, MemberData(nameof(Rows))]
    public void A_request_is_read_and_written_byte_for_byte(string name, string variant)
    {
        var text = GoldenFrames.Text(name, "request", variant);
        var action = OcppActions.Find(name)!;
        var call = Assert.IsType<Call>(ReadClean(text));
        Assert.Equal(name, call.Action);
        var request = ReadClean(action, call.Payload, response: false);
        Assert.IsType(action.RequestType, request);
        Assert.Equal(text, Encoding.UTF8.GetString(OcppFrameCodec.WriteCall(call.UniqueId, call.Action, request, action.RequestInfo)));
        using var payload = JsonDocument.Parse(call.Payload);
        Assert.Equal(text, Encoding.UTF8.GetString(OcppFrameCodec.WriteCall(call.UniqueId, call.Action, payload.RootElement)));
    }

    [Theory, MemberData(nameof(Rows))]
    public void A_response_is_read_and_written_byte_for_byte(string name, string variant)
    {
        var text = GoldenFrames.Text(name, "response", variant);
        var action = OcppActions.Find(name)!;
        var result = Assert.IsType<CallResult>(ReadClean(text));
        var response = ReadClean(action, result.Payload, response: true);
        Assert.IsType(action.ResponseType, response);
        Assert.Equal(text, Encoding.UTF8.GetString(OcppFrameCodec.WriteResult(new Call(result.UniqueId, name, default), response, action.ResponseInfo)));
    }

    [Fact]
    public void Every_action_has_its_file_and_every_file_its_action() =>
        Assert.Equal(OcppActions.All.Select(action => action.Name).Order(StringComparer.Ordinal), GoldenFrames.Names.Order(StringComparer.Ordinal));

    [Fact]
    public void The_table_holds_28_actions_and_11_of_the_security_extension()
    {
        Assert.Equal(28, OcppActions.All.Count(action => action.Profile != FeatureProfile.Security));
        Assert.Equal(11, OcppActions.All.Count(action => action.Profile == FeatureProfile.Security));
        Assert.Equal(39, OcppActions.All.Select(action => action.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_full_frame_holds_every_member_of_its_record()
    {
        var missing = OcppActions.All.SelectMany(action => new[] { ("request", action.RequestType), ("response", action.ResponseType) }
            .SelectMany(pair => pair.Item2.GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))
                .Where(member => !GoldenFrames.Payload(action.Name, pair.Item1, "full").TryGetProperty(member, out _))
                .Select(member => $"{action.Name} {pair.Item1}: {member}")));
        Assert.Empty(missing);
    }

    [Fact]
    public void What_is_read_are_the_values_of_the_frame()
    {
        var start = (StartTransactionRequest)ReadGolden("StartTransaction");
        Assert.Equal(new StartTransactionRequest(2, "CARD-77", 118250, 53, new DateTimeOffset(2031, 3, 4, 5, 6, 7, 250, TimeSpan.Zero)), start);
        var status = (StatusNotificationRequest)ReadGolden("StatusNotification");
        Assert.Equal(
            new StatusNotificationRequest(
                2, ChargePointErrorCode.EVCommunicationError, "pilot at 8.9 V", ChargePointStatus.SuspendedEVSE,
                new DateTimeOffset(2031, 3, 4, 5, 6, 7, 250, TimeSpan.Zero), "org.nordlicht", "E-0417"),
            status);
        var meter = (MeterValuesRequest)ReadGolden("MeterValues");
        Assert.Equal((2, 70411L, 2), (meter.ConnectorId, meter.TransactionId, meter.MeterValue!.Count));
        Assert.Equal(new SampledValue("-3.5", "Trigger", "Raw", "Temperature", "N", "Body", "Celsius"), meter.MeterValue[0].SampledValue![1]);
    }

    private static object ReadGolden(string name) =>
        ReadClean(OcppActions.Find(name)!, Encoding.UTF8.GetBytes(GoldenFrames.Payload(name, "request", "full").GetRawText()), response: false);

    private static OcppFrame ReadClean(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reading = OcppFrameCodec.Read(bytes);
        Assert.Equal((FrameFault.None, null, bytes.Length), (reading.Fault, reading.Note, reading.Consumed));
        return reading.Frame!;
    }

    private static object ReadClean(OcppAction action, ReadOnlyMemory<byte> payload, bool response)
    {
        Assert.True(PayloadReader.TryRead(action, payload.Span, response, out var value, out var notes, out var fault), fault);
        Assert.Null(notes);
        return value;
    }
}
