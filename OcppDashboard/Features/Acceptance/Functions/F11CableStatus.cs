using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>A cable that is plugged in and taken out is seen, and so is a card that no cable follows.</summary>
public sealed class F11CableStatus : AcceptanceFunction
{
    internal const string TimeOut = "ConnectionTimeOut";
    internal const int Seconds = 30;

    public override FunctionInfo Info { get; } = new(11, "Charging cable connection status", RunPhase.AtThePlug,
        [
            "Status to be represented in the StatusNotification messages.",
            "When car is connected, the charging station changes from Available to Occupied and to Error (connection is timed out).",
        ], [new("11a", "cable"), new("11b", "timeout")]);

    public override async Task DriveAsync(string leg, RunContext bench)
    {
        var plug = new AtPlug(bench);
        await plug.BeginAsync();
        if (!await plug.FreeAsync()) return;
        if (leg == "11a") await PlugAsync(plug, bench);
        else await TimeOutAsync(plug, bench);
        await plug.EndAsync();
    }

    public override LegResult Judge(string leg, LegCapture capture, RunFacts facts, AcceptancePlan plan) =>
        leg == "11a" ? F11Judge.Cable(capture, facts, plan) : F11Judge.TimedOut(capture, facts, plan);

    private static async Task PlugAsync(AtPlug plug, RunContext bench)
    {
        var limit = F11Judge.StatusLimit(bench.Facts, bench.Plan);
        if (!await DoneAsync(new("plug-in", $"Plug in connector {plug.Connector}, do not authorise", "Connect the car and tap no card. The charge point must report it."), KnownStatus.Occupied)) return;
        await DoneAsync(new("unplug", $"Unplug connector {plug.Connector}", "Take the cable out. The charge point must report that the connector is free."), ["Available"]);

        async Task<bool> DoneAsync(Prompt prompt, string[] statuses)
        {
            var before = bench.Now;
            var said = await bench.AskAsync(prompt, frame => frame.IsStatus(plug.Connector, statuses));
            if (said == PromptAnswer.Done) await bench.WaitAsync(frame => frame.IsStatus(plug.Connector, statuses), limit, $"StatusNotification of connector {plug.Connector}, {string.Join(" or ", statuses)}", before);
            return said is PromptAnswer.Done or PromptAnswer.ByItself;
        }
    }

    private static async Task TimeOutAsync(AtPlug plug, RunContext bench)
    {
        await bench.ReadKeyAsync(TimeOut);
        await bench.ChangeKeyAsync(TimeOut, $"{Seconds}");
        await bench.ReadKeyAsync(TimeOut);
        var before = bench.Now;
        if (await AuthorizeAsync(plug, bench))
        {
            bool IsOver(CapturedFrame frame) => frame.IsStatus(plug.Connector, F11Judge.Over) || frame.IsCall("StartTransaction") && frame.ConnectorId == plug.Connector;
            var waiting = await bench.WaitAsync(frame => frame.IsStatus(plug.Connector, "Preparing"), F11Judge.StatusLimit(bench.Facts, bench.Plan), $"StatusNotification of connector {plug.Connector}, Preparing", before);
            await bench.WaitAsync(IsOver, plug.StartLimit, $"StatusNotification of connector {plug.Connector}, Available", waiting ?? bench.Now);
        }
        await bench.RestoreKeyAsync(TimeOut);
    }

    /// <summary>By card, or remotely where there is no reader.</summary>
    private static async Task<bool> AuthorizeAsync(AtPlug plug, RunContext bench)
    {
        if (!bench.Plan.HasCardReader) return JudgeRules.IsAccepted(await bench.CallAsync(new RemoteStartTransactionRequest(plug.Connector, bench.Plan.IdTag)));
        var said = await bench.AskAsync(new("tap-unplugged", $"Tap a known card for connector {plug.Connector} and plug in nothing", "The charge point must give up waiting for the cable."),
            frame => frame.IsCall("Authorize") || frame.IsStatus(plug.Connector, "Preparing"));
        return said is PromptAnswer.Done or PromptAnswer.ByItself;
    }
}
