using System.Globalization;
using System.Text;
using System.Text.Json;
using OcppDashboard.Ocpp.Frames;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Tests.Wire;

/// <summary>Golden frames with random damage: reading a frame throws nothing, reading its payload nothing but JsonException.</summary>
/// <remarks>The seed is fixed; the environment variable OCPP_FUZZ sets the number of frames (default 20,000).</remarks>
public class FrameFuzzTests
{
    private static readonly string[] Tokens =
    [
        "null", "true", "1e400", "-1", "9223372036854775808", "\"\"", "{}", "[]", "[[", "}}", ",", ":", "\"", "\\", "\\ud800", "\\u0000", "\0",
        "0.1e-999", "\"2022-02-29T00:00:00Z\"",
        "\"+02\"", "\uFEFF", "é", "🚗", "[2,\"x\",", "\"value\":", "\"values\":", "\"timestamp\":",
    ];

    [Fact]
    public void Damaged_frames_throw_nothing_but_JsonException()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("OCPP_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 20_000;
        var random = new Random(16);
        var seeds = new[] { "request", "response" }
            .SelectMany(kind => OcppActions.All.Select(action => (action, Encoding.UTF8.GetBytes(GoldenFrames.Text(action.Name, kind, "full"))))).ToArray();
        var (frames, values) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            var (action, seed) = seeds[random.Next(seeds.Length)];
            var text = Damage(random, seed);
            try
            {
                if (Read(action, text, ref values)) frames++;
            }
            catch (Exception exception)
            {
                Assert.Fail($"frame {i}: {Convert.ToHexString(text)}\n{Encoding.UTF8.GetString(text)}\n{exception}");
            }
        }
        Assert.True(frames > count / 10 && values > count / 20, $"the damage leaves too little to read: {frames} frames, {values} payloads of {count}");
    }

    private static bool Read(OcppAction seedAction, ReadOnlyMemory<byte> text, ref int values)
    {
        var any = false;
        while (text.Length > 0)
        {
            var reading = OcppFrameCodec.Read(text);
            Assert.InRange(reading.Consumed, 1, text.Length);
            Assert.Equal(reading.Frame is not null, reading.Fault is FrameFault.None or FrameFault.Malformed);
            text = text[reading.Consumed..];
            if (reading.Frame is not { } frame) continue;
            any = true;
            using var answer = JsonDocument.Parse(OcppFrameCodec.WriteError(frame, OcppErrorCode.FormationViolation, reading.Note ?? ""));
            if (frame is Call call) ReadPayload(OcppActions.Find(call.Action) ?? seedAction, call.Payload, response: false, ref values);
            else if (frame is CallResult result) ReadPayload(seedAction, result.Payload, response: true, ref values);
        }
        return any;
    }

    private static void ReadPayload(OcppAction action, ReadOnlyMemory<byte> payload, bool response, ref int values)
    {
        var info = response ? action.ResponseInfo : action.RequestInfo;
        try
        {
            JsonSerializer.Deserialize(payload.Span, info);
        }
        catch (JsonException)
        {
        }
        if (!PayloadReader.TryRead(action, payload.Span, response, out var value, out _, out var fault))
        {
            Assert.NotEmpty(fault);
            return;
        }
        values++;
        Assert.NotEmpty(JsonSerializer.SerializeToUtf8Bytes(value, info));
    }

    private static byte[] Damage(Random random, byte[] seed)
    {
        var text = seed.ToList();
        for (var times = random.Next(1, 4); times > 0 && text.Count > 0; times--)
        {
            var at = random.Next(text.Count);
            switch (random.Next(8))
            {
                case 0: text[at] = (byte)random.Next(256); break;
                case 1: text[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: text.RemoveRange(at, Math.Min(random.Next(1, 12), text.Count - at)); break;
                case 3: text.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)])); break;
                case 4: text.InsertRange(at, text.GetRange(at, Math.Min(random.Next(1, 60), text.Count - at))); break;
                case 5: text.RemoveRange(at, text.Count - at); break;
                case 6: ReplaceValue(random, text, at); break;
                default: text.AddRange(seed.AsSpan(random.Next(seed.Length)).ToArray()); break;
            }
        }
        return [.. text];
    }

    /// <summary>Puts another value in place of what follows the next colon, so that the text mostly stays JSON.</summary>
    private static void ReplaceValue(Random random, List<byte> text, int at)
    {
        var colon = text.IndexOf((byte)':', at);
        if (colon < 0) return;
        var end = text.FindIndex(colon, b => b is (byte)',' or (byte)'}' or (byte)']');
        if (end < 0) return;
        text.RemoveRange(colon + 1, end - colon - 1);
        text.InsertRange(colon + 1, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
    }
}
