using System.Text.Encodings.Web;
using System.Text.Json;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>The BootNotification says who the charge point is.</summary>
public sealed class F01BootNotification : AcceptanceFunction
{
    private const string Boot = "BootNotification";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly HashSet<string> Placeholders = new(["n/a", "na", "none", "null", "nil", "unknown", "undefined", "tbd", "-", "x", "xxx", "string"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The fields that the specification limits, with their greatest length (6.3).</summary>
    private static readonly (string Name, int Longest)[] Limits =
    [
        ("chargePointVendor", 20), ("chargePointModel", 20), ("chargePointSerialNumber", 25), ("chargeBoxSerialNumber", 25), ("firmwareVersion", 50), ("iccid", 20), ("imsi", 20),
        ("meterType", 25), ("meterSerialNumber", 25),
    ];

    public override FunctionInfo Info { get; } = new(1, "Boot notification", RunPhase.Unattended,
        ["Receive a (not empty) BootNotification message, containing chargePointModel and chargePointVendor (required by OCPP 1.6), and chargePointSerialNumber, iccid, chargePointVendor, firmwareVersion and chargePointModel"],
        [new("1", "")]);

    public override async Task DriveAsync(string leg, RunContext bench)
    {
        await ObtainAsync(bench);
        if (bench.Plan.IsExpert) await F01Expert.DriveAsync(bench);
    }

    private static async Task ObtainAsync(RunContext bench)
    {
        if (bench.Facts.Boot is not null) return;
        if (await bench.IsBackAsync())
        {
            if (await BootsAsync(bench, new TriggerMessageRequest(MessageTrigger.BootNotification), bench.Timeouts.TriggeredMessage)) return;
            if (await BootsAsync(bench, new ResetRequest(ResetType.Hard), bench.Timeouts.Reboot)) return;
        }
        var said = await bench.AskAsync(new Prompt("power-cycle", "Switch the charge point off and on", "Its BootNotification is waited for."), frame => frame.IsCall(Boot));
        if (said == PromptAnswer.Done) await bench.WaitAsync(frame => frame.IsCall(Boot), TimeSpan.FromSeconds(bench.Timeouts.Reboot), Boot);
    }

    public override LegResult Judge(string leg, LegCapture capture, RunFacts facts, AcceptancePlan plan) =>
        Judge(capture, facts, plan) is var result && plan.IsExpert ? F01Expert.With(result, capture) : result;

    private static LegResult Judge(LegCapture capture, RunFacts facts, AcceptancePlan plan)
    {
        var frame = capture.Last(frame => frame.IsCall(Boot));
        if ((frame?.Payload ?? facts.Boot) is not { } boot)
            return JudgeRules.NotDelivered("no BootNotification was obtained", "Switch the charge point off and on while it can connect, and repeat the function.");
        List<string> missing = [], remarks = [];
        List<Expectation> expected = [];
        void Look(string name, string words, bool isMissingFail = true)
        {
            var value = Text(boot, name);
            expected.Add(new($"BootNotification has {name}", value is not null, value ?? "none", frame?.Number));
            if (value is null && isMissingFail) missing.Add($"no {words}");
            else if (value is not null && IsPlaceholder(value)) remarks.Add($"placeholder \"{value}\" as {words}");
        }
        Look("chargePointVendor", "vendor");
        Look("chargePointModel", "model");
        var hasBoxSerial = Text(boot, "chargePointSerialNumber") is null && Text(boot, "chargeBoxSerialNumber") is not null;
        Look("chargePointSerialNumber", "serial number", !hasBoxSerial);
        if (hasBoxSerial) remarks.Add("serial number only in chargeBoxSerialNumber");
        Look("firmwareVersion", "firmware version");
        Look("iccid", "ICCID", plan.HasSim == true);
        var hasNoIccid = Text(boot, "iccid") is null;
        if (hasNoIccid && plan.HasSim == false) remarks.Add("no ICCID");
        return Conclude(missing, remarks, hasNoIccid && plan.HasSim is null) with
        {
            Expected = expected, Observations = Observe(boot), Evidence = JsonSerializer.Serialize(boot, Indented).Split('\n'), Traits = [.. missing.Concat(remarks)],
        };
    }

    private static LegResult Conclude(List<string> missing, List<string> remarks, bool isSimUnknown) => (missing, remarks) switch
    {
        ({ Count: > 0 }, _) => new(Verdict.Fail, string.Join(", ", missing), $"The BootNotification does not say what the criterion asks for: {string.Join(", ", missing)}."),
        _ when isSimUnknown => new(Verdict.Inconclusive, "no ICCID, SIM not declared",
            "The BootNotification has no ICCID, and nobody declared whether the charge point has a SIM card. Declare it and repeat the function."),
        (_, { Count: > 0 }) => new(Verdict.Remark, string.Join(", ", remarks), $"The BootNotification has what the criterion asks for, but: {string.Join(", ", remarks)}."
            + (remarks.Contains("no ICCID") ? " The tester declared that there is no SIM card." : "")),
        _ => new(Verdict.Pass, "vendor, model, serial number, firmware and ICCID given", "The BootNotification has all that the criterion asks for."),
    };

    private static async Task<bool> BootsAsync<TResponse>(RunContext bench, IOcppRequest<TResponse> request, int seconds) where TResponse : class =>
        JudgeRules.IsAccepted(await bench.CallAsync(request)) && await bench.WaitAsync(frame => frame.IsCall(Boot), TimeSpan.FromSeconds(seconds), Boot) is not null;

    private static List<string> Observe(JsonElement boot)
    {
        List<string> found = [];
        foreach (var (name, longest) in Limits)
        {
            if (boot.ValueKind != JsonValueKind.Object || !boot.TryGetProperty(name, out var value)) continue;
            if (value.ValueKind != JsonValueKind.String) found.Add($"{name} is no text");
            else if (value.GetString()!.Length > longest) found.Add($"{name} has {value.GetString()!.Length} characters, {longest} are allowed");
        }
        return found;
    }

    /// <summary>Null where it is absent or blank.</summary>
    private static string? Text(JsonElement boot, string name) =>
        boot.ValueKind == JsonValueKind.Object && boot.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            && value.ToString().Trim() is { Length: > 0 } text ? text : null;

    private static bool IsPlaceholder(string value) => Placeholders.Contains(value) || value.All(letter => letter == '0');
}
