using System.Collections.Immutable;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Features.Acceptance.Support;

/// <summary>One leg of one function against a scripted charge point, with a robot that does what prompts ask for, in virtual time.</summary>
internal sealed class FunctionRun
{
    public required ScriptedChargePoint ChargePoint { get; init; }
    public AcceptancePlan Plan { get; set; } = new() { Tester = "test", HasSim = true };

    /// <summary>What the robot does for a prompt, by its key; a key that is absent is done as a decent person does it. Null: nobody is there, the prompt expires.</summary>
    public Dictionary<string, Func<ScriptedChargePoint, PromptAnswer?>?> Robot { get; } = [];

    /// <summary>What the robot says to a prompt's question, by key; absent: the first of its choices.</summary>
    public Dictionary<string, string> Says { get; } = [];

    /// <summary>What happens before the leg: GetConfiguration, a plug, a running transaction.</summary>
    public Func<RunContext, Task> Before { get; set; } = bench => bench.CallAsync(new GetConfigurationRequest());

    /// <summary>Runs a leg, or the one that it is judged from, and judges it.</summary>
    public static LegResult Judge(AcceptanceFunction function, string leg, Action<FunctionRun>? change = null) => Run(function, leg, change).Result;

    public static (LegResult Result, LegCapture Capture, ScriptedChargePoint ChargePoint) Run(AcceptanceFunction function, string leg, Action<FunctionRun>? change = null) => VirtualTime.Run(async time =>
    {
        var chargePoint = new ScriptedChargePoint(time);
        var run = new FunctionRun { ChargePoint = chargePoint };
        change?.Invoke(run);
        var recorder = new RunRecorder(new NoKeeper(), time);
        chargePoint.Heard = recorder.Add;
        using var stop = new CancellationTokenSource();
        var bench = new RunContext(recorder, chargePoint, run.Plan, time, stop.Token);
        _ = run.RobotAsync(recorder, time);
        await run.Before(bench);
        var driven = function.EvidenceLeg(leg);
        recorder.BeginLeg(driven, 1);
        var skipped = function.Skip(leg, recorder.Facts, run.Plan);
        if (skipped is null) await function.DriveAsync(driven, bench);
        var capture = recorder.Leg;
        return (skipped ?? function.Judge(leg, capture, recorder.Facts, run.Plan), capture, chargePoint);
    });

    private async Task RobotAsync(RunRecorder recorder, VirtualTime time)
    {
        string? handled = null;
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time);
            if (recorder.Prompt is not { } prompt || prompt.Id == handled) continue;
            handled = prompt.Id;
            await Task.Delay(TimeSpan.FromSeconds(3), time);
            var answer = Robot.TryGetValue(prompt.Prompt.Key, out var act) ? act?.Invoke(ChargePoint) : Decent(prompt.Prompt);
            if (answer is { } said) recorder.Answer(prompt.Id, said, Says.GetValueOrDefault(prompt.Prompt.Key) ?? prompt.Prompt.Choices.FirstOrDefault() ?? "");
        }
    }

    /// <summary>Does what is asked, and leaves it to the charge point to report it where it can.</summary>
    private PromptAnswer? Decent(Prompt prompt)
    {
        switch (prompt.Key)
        {
            case "plug-in": ChargePoint.PlugIn(Plan.Connector); break;
            case "unplug" or "unplug-first" or "end-by-unplugging": ChargePoint.Unplug(Plan.Connector); break;
            case "replug":
                ChargePoint.Unplug(Plan.Connector);
                ChargePoint.PlugIn(Plan.Connector);
                break;
            case "tap-card" or "tap-card-stop" or "tap-unplugged" or "tap-refused": ChargePoint.TapCard(connector: Plan.Connector); break;
            case "cause-fault": ChargePoint.CauseFault(Plan.Connector); break;
            case "clear-fault": ChargePoint.ClearFault(Plan.Connector); break;
            case "power-cycle": ChargePoint.Later(0, () => ChargePoint.PowerCycleAsync()); break;
            case "charge-offline": ChargePoint.Later(0, () => ChargePoint.ChargeAsync(120, Plan.Connector)); return null; // the countdown ends it
            case "stop-offline": ChargePoint.Later(10, () => ChargePoint.StopAsync(Plan.Connector)); return null;
        }
        return prompt.GoesOnByItself ? null : PromptAnswer.Done;
    }

    private sealed class NoKeeper : IRunKeeper
    {
        public void Keep(CapturedFrame frame) { }
        public Task KeepRestoreAsync(ImmutableDictionary<string, string> toRestore) => Task.CompletedTask;
    }
}
