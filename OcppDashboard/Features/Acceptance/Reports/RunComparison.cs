using System.Text.Json;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>A leg in two runs.</summary>
public sealed record ComparedLeg(int Number, string Function, string Leg, string Name, Verdict First, Verdict Second, string FirstResult, string SecondResult)
{
    public bool IsWorse => Second > First;
    public bool VerdictDiffers => First != Second;
    public bool Differs => VerdictDiffers || FirstResult != SecondResult;
}

/// <summary>A configuration key or a member of the BootNotification in two runs.</summary>
/// <param name="First">Null: absent. Secrets are dots.</param>
/// <param name="Differs">As they are, not as they are shown: two secrets may differ behind the same dots.</param>
public sealed record ComparedValue(string Name, string? First, string? Second, bool Differs);

/// <summary>Two runs side by side: another firmware, another charge point of the model, or the repetition after a repair.</summary>
/// <param name="Legs">Other verdicts first, then other results, then the same; each in the script's order.</param>
/// <param name="Keys">Only those that differ, by name, as first read in each run: later readings may be of what the run itself changed.</param>
/// <param name="Boot">All members of the last BootNotification, those that differ first.</param>
public sealed record RunComparison(ReportHeader First, ReportHeader Second, IReadOnlyList<ComparedLeg> Legs, IReadOnlyList<ComparedValue> Keys, IReadOnlyList<ComparedValue> Boot)
{
    public int Differences => Legs.Count(leg => leg.VerdictDiffers);

    /// <param name="functions">The script; null: the 16 functions.</param>
    public static RunComparison Of(RunRecord first, RunRecord second, IReadOnlyList<FunctionInfo>? functions = null)
    {
        var legs = from function in (functions ?? AcceptanceReport.Script).OrderBy(function => function.Number)
                   from leg in function.Legs
                   select new ComparedLeg(function.Number, function.Name, leg.Id, leg.Name, first.VerdictOf(leg.Id), second.VerdictOf(leg.Id), Result(first, leg.Id), Result(second, leg.Id));
        return new(ReportHeader.Of(first), ReportHeader.Of(second),
            [.. legs.OrderBy(leg => leg.VerdictDiffers ? 0 : leg.Differs ? 1 : 2)],
            CompareKeys(FirstRead(first), FirstRead(second)),
            [.. Compare(Members(first), Members(second)).OrderBy(value => value.Differs ? 0 : 1)]);
    }

    private static string Result(RunRecord run, string leg) => run.Last(leg)?.Result.Result ?? "";

    private static List<ComparedValue> CompareKeys(IReadOnlyDictionary<string, KnownKey> first, IReadOnlyDictionary<string, KnownKey> second) =>
        [.. first.Keys.Union(second.Keys, StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)
            .Select(key => (Key: key, First: first.GetValueOrDefault(key), Second: second.GetValueOrDefault(key)))
            .Where(pair => pair.First is null || pair.Second is null || pair.First.Value != pair.Second.Value || (pair.First.IsReadonly == true) != (pair.Second.IsReadonly == true))
            .Select(pair => new ComparedValue(pair.Key, Shown(pair.First), Shown(pair.Second), true))];

    private static Dictionary<string, KnownKey> FirstRead(RunRecord run)
    {
        var keys = new Dictionary<string, KnownKey>(StringComparer.OrdinalIgnoreCase);
        foreach (var frame in run.Frames.Where(frame => frame is { Kind: FrameKind.CallResult, Action: "GetConfiguration", FromChargePoint: true }))
            foreach (var key in RunFacts.None.With(frame).Keys.Values) keys.TryAdd(key.Key, key);
        return keys;
    }

    private static string? Shown(KnownKey? key) => key is null ? null
        : $"{(key.Value is null ? "(no value)" : SecretMasking.IsSecretKey(key.Key) ? SecretMasking.Dots : SecretMasking.MaskText(key.Value))}{(key.IsReadonly == true ? " (read-only)" : "")}";

    /// <summary>Of the last BootNotification.</summary>
    private static SortedDictionary<string, string> Members(RunRecord run)
    {
        var members = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (run.Frames.LastOrDefault(frame => frame.IsCall("BootNotification")) is not { Payload.ValueKind: JsonValueKind.Object } boot) return members;
        foreach (var member in boot.Payload.EnumerateObject()) members[member.Name] = Text(member.Value);
        return members;
    }

    private static string Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        }
        catch (InvalidOperationException) // half a surrogate pair
        {
            return value.GetRawText();
        }
    }

    private static IEnumerable<ComparedValue> Compare(SortedDictionary<string, string> first, SortedDictionary<string, string> second) =>
        first.Keys.Union(second.Keys).Order(StringComparer.Ordinal).Select(name => (Name: name, First: first.GetValueOrDefault(name), Second: second.GetValueOrDefault(name)))
            .Select(pair => new ComparedValue(pair.Name, pair.First, pair.Second, pair.First != pair.Second));
}
