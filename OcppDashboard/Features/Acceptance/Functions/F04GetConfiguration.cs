using System.Text.Json;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>The charge point lists its configuration keys: all at once, or at least by name.</summary>
public sealed class F04GetConfiguration : AcceptanceFunction
{
    private const string Todo = "Repeat the function when the charge point is connected.";

    public override FunctionInfo Info { get; } = new(4, "Get configuration (list parameters that can be read)", RunPhase.Unattended,
        ["After sending GetConfiguration() the charge point must respond with a GetConfiguration message, containing the total number of items, followed by a message with the complete list of items"], [new("4", "")]);

    public override async Task DriveAsync(string leg, RunContext bench)
    {
        if (!await bench.IsBackAsync()) return;
        var all = await bench.CallAsync(new GetConfigurationRequest(), bench.Timeouts.GetConfiguration);
        if (KeyReading.Keys(all).Count > 0 || !await bench.IsBackAsync()) return; // some end the connection instead of answering (charger-quirks I1)
        await bench.CallAgainAsync(new GetConfigurationRequest([KeyReading.MaxKeys]));
        await bench.ReadPartsAsync(StandardKeys.All);
    }

    public override LegResult Judge(string leg, LegCapture capture, RunFacts facts, AcceptancePlan plan)
    {
        var calls = capture.Sent("GetConfiguration").ToList();
        var call = calls.LastOrDefault(KeyReading.IsForAll);
        if (call is null) return JudgeRules.NotDelivered("GetConfiguration was not sent", Todo);
        var answer = capture.AnswerOf(call);
        var entries = KeyReading.Entries(answer);
        var seen = answer is { Kind: FrameKind.CallResult } ? $"{Quantity.Of(entries.Count, "key")}, {JudgeRules.Span(answer.At - call.At)}" : JudgeRules.Seen(call, answer);
        var list = new Expectation("GetConfiguration{} answered with the list of all keys", KeyReading.Keys(answer).Count > 0, seen, answer?.Number);
        return list.IsMet == true ? Listed(entries, answer!, list) : InParts(capture, calls.Where(part => !KeyReading.IsForAll(part)).ToList(), answer, list);
    }

    private static LegResult Listed(IReadOnlyList<JsonElement> entries, CapturedFrame answer, Expectation list)
    {
        var keys = KeyReading.Keys(answer);
        var names = entries.Select(entry => entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("key", out var key) && key.ValueKind == JsonValueKind.String ? key.GetString() : null).ToList();
        var nameless = names.Count(string.IsNullOrEmpty);
        var unmarked = keys.Values.Where(key => key.IsReadonly is null).Select(key => key.Key).Order().ToList();
        var twice = names.OfType<string>().GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key).ToList();
        var missing = Missing(keys);
        List<string> remarks = [];
        if (missing.Count > 0) remarks.Add($"required keys missing: {string.Join(", ", missing)}");
        if (twice.Count > 0) remarks.Add($"listed twice: {string.Join(", ", twice)}");
        if (nameless > 0) remarks.Add($"{nameless} entries without key");
        if (unmarked.Count > 0) remarks.Add($"without readonly: {Few(unmarked)}");
        return new(remarks.Count == 0 ? Verdict.Pass : Verdict.Remark, $"Configuration ({keys.Count})" + (missing.Count > 0 ? $", {missing.Count} required missing" : remarks.Count > 0 ? $", {remarks[0]}" : ""),
            remarks.Count == 0 ? $"The charge point listed its {Quantity.Of(keys.Count, "key")}." : $"The charge point listed {Quantity.Of(keys.Count, "key")}, but: {string.Join("; ", remarks)}.")
        {
            Expected =
            [
                list,
                new("Each entry has key and readonly", nameless == 0 && unmarked.Count == 0, nameless + unmarked.Count == 0 ? "all" : $"{nameless + unmarked.Count} have not", answer.Number),
                new("The required keys of the Core profile are listed", missing.Count == 0, missing.Count == 0 ? "all" : $"{StandardKeys.Required.Count - missing.Count} of {StandardKeys.Required.Count}", answer.Number),
                new("No key is listed twice", twice.Count == 0, twice.Count == 0 ? "none" : string.Join(", ", twice), answer.Number),
            ],
            Evidence = Evidence(keys), Traits = [.. missing.Select(key => $"no key {key}")],
        };
    }

    /// <summary>The list did not come: what could be read by name.</summary>
    private static LegResult InParts(LegCapture capture, List<CapturedFrame> parts, CapturedFrame? all, Expectation list)
    {
        var answers = parts.Select(capture.AnswerOf).ToList();
        var keys = answers.OfType<CapturedFrame>().Aggregate(RunFacts.None, (facts, answer) => facts.With(answer)).Keys;
        var word = all is { Kind: FrameKind.CallResult } ? "an empty list" : JudgeRules.Word(all);
        var byName = new Expectation("Keys can be read by name", parts.Count == 0 ? null : keys.Count > 0, Quantity.Of(keys.Count, "key"), answers.LastOrDefault(answer => KeyReading.Keys(answer).Count > 0)?.Number);
        if (keys.Count > 0)
        {
            var missing = Missing(keys);
            return new(Verdict.Remark, $"Configuration ({keys.Count}), by name only",
                $"GetConfiguration{{}} gave {word}; {Quantity.Of(keys.Count, "key")} could be read by name." + (missing.Count > 0 ? $" Required keys missing: {string.Join(", ", missing)}." : ""))
            {
                Expected = [list, byName], Evidence = Evidence(keys), Traits = [$"GetConfiguration{{}} gives {word}; keys can be read by name"],
            };
        }
        if (JudgeRules.WasNotDelivered(all)) return JudgeRules.NotDelivered("the connection ended before the answer", Todo) with { Expected = [list] };
        if (!answers.Any(answer => !JudgeRules.WasNotDelivered(answer)))
            return JudgeRules.NotDelivered($"GetConfiguration{{}} gave {word}, then the connection ended", Todo) with { Expected = [list, byName] };
        return new(Verdict.Fail, $"no configuration: {word}", $"GetConfiguration{{}} gave {word}, and no single key could be read by name.") { Expected = [list, byName], Traits = ["configuration cannot be read"] };
    }

    private static string[] Evidence(IReadOnlyDictionary<string, KnownKey> keys) =>
        [$"Configuration ({keys.Count})", $"{keys.Values.Count(key => key.IsReadonly == false)} can be written, {keys.Values.Count(key => key.IsReadonly == true)} are read-only"];

    private static List<string> Missing(IReadOnlyDictionary<string, KnownKey> keys) => [.. StandardKeys.Required.Where(key => !keys.ContainsKey(key))];

    private static string Few(List<string> names) => names.Count <= 5 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(5))} and {names.Count - 5} more";
}
