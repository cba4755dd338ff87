using System.Text.Json;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>Reads configuration keys by name, in parts as large as the charge point takes, and looks into its answers.</summary>
internal static class KeyReading
{
    public const string MaxKeys = "GetConfigurationMaxKeys";
    private const int LargestPart = 20, MostFailures = 3;

    /// <summary>Reads the keys in parts; where a part is not answered with a list, one by one; ends after some that fail one after the other.</summary>
    public static async Task ReadPartsAsync(this RunContext bench, IReadOnlyList<string> names)
    {
        var size = bench.Facts.Number(MaxKeys) is { } most ? Math.Clamp(most, 1, LargestPart) : 1;
        for (int next = 0, failures = 0; next < names.Count && failures < MostFailures;)
        {
            var part = names.Skip(next).Take(size).ToList();
            var answer = await bench.CallAgainAsync(new GetConfigurationRequest(part));
            if (JudgeRules.WasNotDelivered(answer)) return;
            if (answer.Kind == FrameKind.NoAnswer) await bench.DelayAsync(TimeSpan.FromSeconds(5)); // a timed-out CALL spoils the next (charger-quirks J3)
            if (answer.Kind != FrameKind.CallResult && size > 1)
            {
                size = 1; // asked for again one by one
                continue;
            }
            failures = answer.Kind == FrameKind.CallResult ? 0 : failures + 1;
            next += part.Count;
        }
    }

    /// <summary>The entries of a GetConfiguration answer as they are; none where it is no list.</summary>
    public static IReadOnlyList<JsonElement> Entries(CapturedFrame? answer) =>
        answer is { Kind: FrameKind.CallResult } && answer.Payload.ValueKind == JsonValueKind.Object && answer.Payload.TryGetProperty("configurationKey", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray()] : [];

    /// <summary>The keys of a GetConfiguration answer, by name, ignoring case.</summary>
    public static IReadOnlyDictionary<string, KnownKey> Keys(CapturedFrame? answer) => answer is null ? RunFacts.None.Keys : RunFacts.None.With(answer).Keys;

    /// <summary>True for a GetConfiguration CALL that asks for everything.</summary>
    public static bool IsForAll(CapturedFrame call) => !call.Payload.TryGetProperty("key", out var keys) || keys.ValueKind != JsonValueKind.Array || keys.GetArrayLength() == 0;
}
