using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>A transaction stops by RemoteStopTransaction, by card and by pulling the plug at the car.</summary>
public sealed class F07StopTransaction : AcceptanceFunction
{
    internal const string StopsOnUnplug = "StopTransactionOnEVSideDisconnect";

    /// <summary>A transaction that ends in its first seconds is no fair try.</summary>
    private static readonly TimeSpan ChargeFor = TimeSpan.FromSeconds(10);

    public override FunctionInfo Info { get; } = new(7, "Stop charge transaction (both local notification and remote trigger)", RunPhase.AtThePlug,
        [
            "After sending RemoteStopTransaction (by using the transactionId) the transaction must stop, via a StopTransaction message, followed by several StatusNotification messages (according to OCPP 1.6)",
            "Local StopTransaction starts with receiving a StopTransaction and several StatusNotification messages (according to OCPP 1.6)",
            "When the charging cable is disconnected, a StopTransaction message must be received",
        ], [new("7a", "remote"), new("7b", "local"), new("7c", "cable")]);

    public override LegResult? Skip(string leg, RunFacts facts, AcceptancePlan plan) => leg switch
    {
        "7b" when !plan.HasCardReader => F06StartTransaction.NoCardReader,
        "7c" => F07Judge.NeverStopsOnUnplug(facts),
        _ => null,
    };

    public override async Task DriveAsync(string leg, RunContext bench)
    {
        var plug = new AtPlug(bench);
        await plug.BeginAsync();
        if ((leg != "7c" || await LetUnplugStopAsync(bench)) && await plug.PlugInAsync())
        {
            var transaction = leg == "7b" ? await TapToStartAsync(plug, bench) : await plug.StartRemotelyAsync();
            if (transaction is { } id)
            {
                await bench.DelayAsync(ChargeFor);
                if (leg == "7a") await plug.StopRemotelyAsync(id);
                else await StopByHandAsync(leg, plug, bench, id);
            }
            await plug.EndAsync();
        }
        if (leg == "7c") await bench.RestoreKeyAsync(StopsOnUnplug);
    }

    public override LegResult Judge(string leg, LegCapture capture, RunFacts facts, AcceptancePlan plan) => F07Judge.Of(leg, capture, facts, plan);

    /// <returns>False: the charge point does not stop when the plug is pulled, and cannot be told to.</returns>
    private static async Task<bool> LetUnplugStopAsync(RunContext bench)
    {
        await bench.ReadKeyAsync(StopsOnUnplug);
        if (bench.Facts.Switch(StopsOnUnplug) != false) return true;
        if (F07Judge.NeverStopsOnUnplug(bench.Facts) is not null) return false;
        return await bench.ChangeKeyAsync(StopsOnUnplug, "true") is { Kind: FrameKind.CallResult, Status: "Accepted" };
    }

    private static async Task<long?> TapToStartAsync(AtPlug plug, RunContext bench)
    {
        var before = bench.Now;
        var said = await bench.AskAsync(new("tap-card", $"Tap a known card for connector {plug.Connector}", "A transaction must start: it will be stopped with the same card. Leave the cable plugged in."),
            frame => frame.IsCall("StartTransaction") && frame.ConnectorId == plug.Connector);
        return said is PromptAnswer.Done or PromptAnswer.ByItself ? await plug.StartedAsync(before, plug.StartLimit) : null;
    }

    private static async Task StopByHandAsync(string leg, AtPlug plug, RunContext bench, long transaction)
    {
        var before = bench.Now;
        var prompt = leg == "7b"
            ? new Prompt("tap-card-stop", $"Tap the same card again for connector {plug.Connector}", "The transaction must stop. Leave the cable plugged in.")
            : new Prompt("unplug", $"Pull the plug at the car, connector {plug.Connector}", "The transaction must stop. If a lock holds the cable, say that it did not happen.");
        var said = await bench.AskAsync(prompt, frame => AtPlug.IsStop(frame, transaction) || leg == "7c" && frame.IsStatus(plug.Connector, "Available"));
        if (said is PromptAnswer.Done or PromptAnswer.ByItself) await plug.StoppedAsync(transaction, before, leg == "7c" ? ["Available"] : ["Finishing", "Available", "Preparing"]);
    }
}
