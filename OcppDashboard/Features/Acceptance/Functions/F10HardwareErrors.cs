using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>A fault that a person causes is reported at the right connector, and its end too.</summary>
public sealed class F10HardwareErrors : AcceptanceFunction
{
    /// <summary>The answers to what kind of fault it is.</summary>
    internal const string AtConnector = "Connector", AtChargePoint = "Charge point";

    public override FunctionInfo Info { get; } = new(10, "Any hardware related notifications or error conditions", RunPhase.FaultsAndOffline,
        [
            "Create an error (e.g. disconnecting communication pin or power pin connection or create 3 phase imbalance supply), notifications to be represented in the StatusNotification messages.",
            "Error messages on connector 0 are from the Charging Station itself.",
        ], [new("10", "")]);

    public override async Task DriveAsync(string leg, RunContext bench)
    {
        var plug = new AtPlug(bench);
        await plug.BeginAsync();
        if (!bench.Link.IsOnline) return;
        NoteOthers(bench, plug.Connector);
        // nobody but the person knows which kind of fault it is: the prompt does not go on by itself
        var prompt = new Prompt("cause-fault", $"Cause a fault at connector {plug.Connector} or at the charge point",
            "Pull the communication pin, drop a phase, press the emergency stop or open the door; keep it until you are asked to clear it. Then say which kind it is, or that it did not happen.", GoesOnByItself: false)
        {
            Question = "Station or connector fault?", Choices = [AtConnector, AtChargePoint],
        };
        var asked = bench.Now;
        var begun = bench.Time.GetUtcNow();
        var said = await bench.AskAsync(prompt);
        var caused = bench.Capture.Prompts.Last(pair => pair.Prompt.Action == "cause-fault");
        bool IsNew(CapturedFrame frame) => F10Judge.IsNew(frame, bench.Capture, caused.Prompt) && F10Judge.IsWhere(frame, caused.Answer, plug.Connector);
        if (said == PromptAnswer.Done) await bench.WaitAsync(IsNew, F10Judge.Until(bench.Plan, begun, bench.Time.GetUtcNow()) - bench.Time.GetUtcNow(), "StatusNotification of a fault", asked);
        var fault = bench.Capture.First(IsNew, asked) ?? bench.Capture.First(frame => F10Judge.IsNew(frame, bench.Capture, caused.Prompt), asked);
        if (fault is null && said != PromptAnswer.Done) return;
        bool IsCleared(CapturedFrame frame) => fault is not null && F10Judge.IsEndOf(frame, fault);
        if (fault is not null && bench.Capture.First(IsCleared, fault) is not null) return;
        var clearing = bench.Time.GetUtcNow();
        var cleared = await bench.AskAsync(new("clear-fault", "Clear the fault", "Put everything back as it was and wait until the charge point reports it."), IsCleared);
        if (fault is not null && cleared == PromptAnswer.Done) await bench.WaitAsync(IsCleared, F10Judge.Until(bench.Plan, clearing, bench.Time.GetUtcNow()) - bench.Time.GetUtcNow(), "StatusNotification without a fault", fault);
    }

    public override LegResult Judge(string leg, LegCapture capture, RunFacts facts, AcceptancePlan plan) => F10Judge.Of(capture, plan);

    private static void NoteOthers(RunContext bench, long connector)
    {
        foreach (var status in bench.Frames.Where(frame => frame.IsStatus() && frame.ConnectorId != connector).GroupBy(frame => frame.ConnectorId).Select(group => group.Last()).ToList()) KnownStatus.Note(bench, status);
    }
}
