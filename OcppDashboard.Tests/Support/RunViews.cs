using System.Text.Json;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Run;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Tests.Support;

/// <summary>Runs made by hand, for what pages draw of them. All are about function 15.</summary>
internal static class RunViews
{
    public static readonly DateTimeOffset Start = new(2026, 5, 12, 12, 0, 0, TimeSpan.Zero);

    public static RunRecord Record(params LegResult[] tries) => new()
    {
        Id = 7, ChargePointId = "CP-1", Plan = new() { Tester = "m.kuhn", Functions = [15] }, StartedAt = Start,
        Legs = [.. tries.Select((result, i) => new LegRun("15", i + 1, Start.AddMinutes(i), Start.AddMinutes(i).AddSeconds(13), 1, 0, result))],
    };

    public static RunView Over(RunRecord record, params CapturedFrame[] frames) => new(record, frames, false, null, null, [], null, false, false);

    /// <summary>Leg 15 runs since the start.</summary>
    public static RunView Running(RunRecord record, OpenPrompt? prompt = null, params CapturedFrame[] frames) => new(record, frames, true, "15", Start, [], prompt, false, false);

    public static CapturedFrame Call(int number, string action, string json = "{}", bool fromChargePoint = false, int attempt = 1) =>
        new(number, Start.AddSeconds(number), 3, fromChargePoint, FrameKind.Call, action, $"u{number}", "15", attempt, JsonDocument.Parse(json).RootElement, $"""[2,"u{number}","{action}",{json}]""");

    /// <summary>The answer to the CALL with the number before.</summary>
    public static CapturedFrame Answer(int number, string action, string json, bool fromChargePoint = true, int attempt = 1) =>
        new(number, Start.AddSeconds(number - 1).AddMilliseconds(184), 3, fromChargePoint, FrameKind.CallResult, action, $"u{number - 1}", "15", attempt, JsonDocument.Parse(json).RootElement, $"""[3,"u{number - 1}",{json}]""");

    public static OpenPrompt Prompt(string? question = null, params string[] choices) =>
        new("prompt-1", new("tap-card", "Tap the card on the reader", "Connector 1.") { Question = question, Choices = choices }, "15", Start, Start.AddSeconds(180));
}
