using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>The charge point reports the status of all connectors when it is asked to, and sends the other messages that can be asked for.</summary>
public sealed class F16TriggerMessage : AcceptanceFunction
{
    private const string Profiles = "SupportedFeatureProfiles";
    private const int LongestAnswer = 15, MostQuiet = 12;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    /// <summary>What else can be asked for.</summary>
    internal static readonly MessageTrigger[] Others =
        [MessageTrigger.BootNotification, MessageTrigger.Heartbeat, MessageTrigger.MeterValues, MessageTrigger.DiagnosticsStatusNotification, MessageTrigger.FirmwareStatusNotification];

    public override FunctionInfo Info { get; } = new(16, "TriggerMessage", RunPhase.Unattended,
        ["After booting the central system will send a TriggerMessage requesting the status of the charge point"], [new("16", "")]);

    public override async Task DriveAsync(string leg, RunContext bench)
    {
        if (!await bench.IsBackAsync()) return;
        if (bench.Facts.Value(Profiles) is null) await bench.CallAgainAsync(new GetConfigurationRequest([Profiles]));
        if (bench.Facts.Connectors.IsEmpty) await bench.CallAgainAsync(new GetConfigurationRequest(["NumberOfConnectors"]));
        if (!await IsQuietAsync(bench)) return;
        var answer = await bench.CallAgainAsync(new TriggerMessageRequest(MessageTrigger.StatusNotification), Math.Min(LongestAnswer, bench.Timeouts.Answer));
        if (!JudgeRules.IsAccepted(answer)) return;
        var call = F16Judge.ForAll(bench.Capture)!;
        IReadOnlyList<long> connectors = [0, .. bench.Facts.Connectors.IsEmpty ? [bench.Plan.Connector] : bench.Facts.Connectors];
        var end = bench.Time.GetUtcNow() + TimeSpan.FromSeconds(bench.Timeouts.TriggeredMessage);
        List<long> missing = [];
        foreach (var connector in connectors)
        {
            var left = end - bench.Time.GetUtcNow();
            if (await bench.WaitAsync(frame => frame.IsStatus(connector), left > TimeSpan.Zero ? left : TimeSpan.Zero, $"StatusNotification of connector {connector}", call) is null) missing.Add(connector);
        }
        foreach (var connector in missing)
            await AskAsync(bench, new TriggerMessageRequest(MessageTrigger.StatusNotification, (int)connector), frame => frame.IsStatus(connector));
        foreach (var other in Others)
            if (IsOfCore(other) || bench.Facts.Supports(nameof(FeatureProfile.FirmwareManagement)) != false) await AskAsync(bench, new TriggerMessageRequest(other), frame => frame.IsCall($"{other}"));
    }

    public override LegResult Judge(string leg, LegCapture capture, RunFacts facts, AcceptancePlan plan) => F16Judge.Judge(capture, facts, plan);

    private static bool IsOfCore(MessageTrigger message) => message is MessageTrigger.BootNotification or MessageTrigger.Heartbeat or MessageTrigger.MeterValues;

    private static async Task AskAsync(RunContext bench, TriggerMessageRequest request, Func<CapturedFrame, bool> fits)
    {
        var before = bench.Now;
        if (JudgeRules.IsAccepted(await bench.CallAsync(request)))
            await bench.WaitAsync(fits, TimeSpan.FromSeconds(bench.Timeouts.TriggeredMessage), $"{request.RequestedMessage}", before);
    }

    /// <summary>Waits until no status came for a while: what comes by itself would prove nothing.</summary>
    private static async Task<bool> IsQuietAsync(RunContext bench)
    {
        for (var i = 0; i < MostQuiet; i++)
        {
            var before = bench.Now?.Number ?? 0;
            await bench.DelayAsync(Quiet);
            if (!bench.Capture.Received("StatusNotification").Any(frame => frame.Number > before)) return true;
        }
        return false;
    }
}
