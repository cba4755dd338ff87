using System.Text;
using OcppDashboard.Ocpp.Frames;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Tests.Wire;

/// <summary>Short words for tests on text: read a frame, read a payload.</summary>
internal static class Frames
{
    public static ReadOnlyMemory<byte> Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);

    public static FrameReading Read(string text) => OcppFrameCodec.Read(Utf8(text));

    /// <summary>The frame of a text that is one, all of it.</summary>
    public static TFrame ReadAs<TFrame>(string text) where TFrame : OcppFrame
    {
        var bytes = Utf8(text);
        var reading = OcppFrameCodec.Read(bytes);
        Assert.Equal(FrameFault.None, reading.Fault);
        Assert.Equal(bytes.Length, reading.Consumed);
        return Assert.IsType<TFrame>(reading.Frame);
    }

    /// <summary>A request's payload, read; the notes are in <paramref name="notes"/>.</summary>
    public static TRequest Request<TRequest>(string payload, out IReadOnlyList<string> notes)
    {
        Assert.True(PayloadReader.TryRead(OcppActions.Of(typeof(TRequest)), Utf8(payload).Span, response: false, out var value, out var read, out var fault), fault);
        notes = read ?? [];
        return Assert.IsType<TRequest>(value);
    }

    public static TRequest Request<TRequest>(string payload) => Request<TRequest>(payload, out _);

    public static TResponse Response<TResponse>(string payload, out IReadOnlyList<string> notes)
    {
        var action = OcppActions.All.Single(action => action.ResponseType == typeof(TResponse));
        Assert.True(PayloadReader.TryRead(action, Utf8(payload).Span, response: true, out var value, out var read, out var fault), fault);
        notes = read ?? [];
        return Assert.IsType<TResponse>(value);
    }

    /// <summary>The one reading of a MeterValues request with one sample.</summary>
    public static SampledValue Sample(string sample, out IReadOnlyList<string> notes) =>
        Assert.Single(Assert.Single(Request<MeterValuesRequest>(
            $$"""{"connectorId":1,"meterValue":[{"timestamp":"2031-03-04T05:06:07Z","sampledValue":[{{sample}}]}]}""", out notes).MeterValue!).SampledValue!);
}
