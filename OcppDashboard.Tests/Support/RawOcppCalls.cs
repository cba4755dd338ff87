using System.Globalization;
using System.Text.Json;

namespace OcppDashboard.Tests.Support;

/// <summary>A CALL of the server.</summary>
public sealed record RawCall(string UniqueId, string Action, JsonElement Payload);

/// <summary>OCPP frames on a <see cref="RawOcppClient"/>: what is not asked for stays for whoever asks next.</summary>
public static class RawOcppCalls
{
    private static int lastId;

    /// <summary>Sends a CALL and waits for its answer.</summary>
    /// <returns>The whole frame of the answer: type 3 or 4 at [0], the UniqueId at [1].</returns>
    public static async Task<JsonElement> CallAsync(this RawOcppClient client, string action, string json = "{}", string? uniqueId = null, TimeSpan? deadline = null)
    {
        uniqueId ??= "cp-" + Interlocked.Increment(ref lastId).ToString(CultureInfo.InvariantCulture);
        await client.SendTextAsync($"[2,{JsonSerializer.Serialize(uniqueId)},{JsonSerializer.Serialize(action)},{json}]");
        return await client.ExpectAnswerAsync(uniqueId, deadline);
    }

    /// <summary>The answer to a CALL that was sent as text.</summary>
    public static async Task<JsonElement> ExpectAnswerAsync(this RawOcppClient client, string uniqueId, TimeSpan? deadline = null)
    {
        var message = await client.Messages.TakeAsync(
            message => FrameOf(message) is { } frame && frame[0].GetInt32() is 3 or 4 && frame[1].ToString() == uniqueId,
            $"answer to \"{uniqueId}\"", deadline ?? RawOcppClient.Deadline);
        return FrameOf(message)!.Value;
    }

    /// <summary>Sends a CALL and gives the payload of its CALLRESULT; a CALLERROR fails the test.</summary>
    public static async Task<JsonElement> CallForResultAsync(this RawOcppClient client, string action, string json = "{}")
    {
        var answer = await client.CallAsync(action, json);
        Assert.True(answer[0].GetInt32() == 3, $"{action} was answered {answer}");
        return answer[2];
    }

    /// <summary>The server's next CALL of an action; others stay.</summary>
    public static async Task<RawCall> ExpectCallAsync(this RawOcppClient client, string action, TimeSpan? deadline = null)
    {
        var message = await client.Messages.TakeAsync(
            message => FrameOf(message) is { } frame && frame[0].GetInt32() == 2 && frame[2].GetString() == action,
            $"CALL {action}", deadline ?? RawOcppClient.Deadline);
        var frame = FrameOf(message)!.Value;
        return new(frame[1].GetString()!, action, frame[3]);
    }

    public static Task ReplyAsync(this RawOcppClient client, string uniqueId, string json = "{}") =>
        client.SendTextAsync($"[3,{JsonSerializer.Serialize(uniqueId)},{json}]");

    public static Task ReplyErrorAsync(this RawOcppClient client, string uniqueId, string code, string description = "") =>
        client.SendTextAsync($"[4,{JsonSerializer.Serialize(uniqueId)},{JsonSerializer.Serialize(code)},{JsonSerializer.Serialize(description)},{{}}]");

    /// <summary>Waits for a CALL and answers it.</summary>
    public static async Task<RawCall> AnswerAsync(this RawOcppClient client, string action, string json)
    {
        var call = await client.ExpectCallAsync(action);
        await client.ReplyAsync(call.UniqueId, json);
        return call;
    }

    /// <summary>The frame of a message from the server; a server that sends anything else fails the test that asks.</summary>
    private static JsonElement? FrameOf(RawMessage message) => message.Opcode == RawOpcode.Text ? JsonDocument.Parse(message.Payload).RootElement : null;
}
