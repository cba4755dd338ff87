using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>Three keys are changed and put back; every other writable key gets the value that it has.</summary>
public sealed class F05SetConfiguration : AcceptanceFunction
{
    /// <summary>The keys that are changed, each with two usual values: the one that it does not have is written.</summary>
    internal static readonly (string Key, string Value, string Other)[] Edited = [("HeartbeatInterval", "300", "240"), ("MeterValueSampleInterval", "60", "30"), ("ConnectionTimeOut", "60", "90")];

    public override FunctionInfo Info { get; } = new(5, "Set configuration (set parameters that can be configured)", RunPhase.Unattended,
        ["After sending ChangeConfiguration (per item) a message with status Accepted must be received (and not \"Not Supported\", \"Not implemented\")"], [new("5", "")]);

    public override async Task DriveAsync(string leg, RunContext bench)
    {
        if (!await bench.IsBackAsync()) return;
        if (Edited.Any(edit => !bench.Facts.Keys.ContainsKey(edit.Key))) await bench.CallAgainAsync(new GetConfigurationRequest(), bench.Timeouts.GetConfiguration);
        foreach (var (name, value, other) in Edited)
            if (bench.Facts.Keys.GetValueOrDefault(name) is { Value: { } present } key && !await EditAsync(bench, key.Key, present.Trim() == value ? other : value)) return;
        var same = bench.Facts.Keys.Values.Where(key => StandardKeys.MayWriteBack(key, bench.Plan) && !IsEdited(key.Key)).OrderBy(key => key.Key, StringComparer.OrdinalIgnoreCase).ToList();
        foreach (var key in same)
            if (JudgeRules.WasNotDelivered(await bench.CallAgainAsync(new ChangeConfigurationRequest(key.Key, key.Value!)))) return;
        await bench.ReadPartsAsync([.. same.Select(key => key.Key)]);
        if (bench.Plan.IsExpert) await F05Expert.DriveAsync(bench);
    }

    public override LegResult Judge(string leg, LegCapture capture, RunFacts facts, AcceptancePlan plan) =>
        F05Judge.Judge(capture, facts, plan) is var result && plan.IsExpert ? F05Expert.With(result, capture) : result;

    internal static bool IsEdited(string key) => Edited.Any(edit => edit.Key.Equals(key, StringComparison.OrdinalIgnoreCase));

    /// <returns>False when the charge point is gone.</returns>
    private static async Task<bool> EditAsync(RunContext bench, string key, string value)
    {
        var answer = await bench.ChangeKeyAsync(key, value);
        if (JudgeRules.WasNotDelivered(answer))
        {
            if (!await bench.IsBackAsync()) return false;
            answer = await bench.ChangeKeyAsync(key, value);
        }
        if (answer is { Kind: FrameKind.CallError } or { Kind: FrameKind.CallResult, Status: "Rejected" or "NotSupported" }) return true;
        await bench.CallAgainAsync(new GetConfigurationRequest([key]));
        await bench.RestoreKeyAsync(key);
        await bench.CallAgainAsync(new GetConfigurationRequest([key]));
        return bench.Link.IsOnline || await bench.IsBackAsync();
    }
}
