using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>What happened while the charge point was offline is sent when it is back: a whole transaction, or the end of one.</summary>
public sealed class F14PastTransactions : AcceptanceFunction
{
    internal const string LocalAuthorize = "LocalAuthorizeOffline", UnknownIds = "AllowOfflineTxForUnknownId", Interval = "MeterValueSampleInterval", Confirm = "charged-offline";
    internal static readonly TimeSpan QueueLimit = TimeSpan.FromMinutes(10);

    private const int LongestWindow = 900, DefaultConnectionTimeOut = 60;
    private static readonly TimeSpan Trailing = TimeSpan.FromSeconds(30), BeforeOffline = TimeSpan.FromSeconds(5);
    private static readonly string[] Occupied = ["Preparing", "Charging", "SuspendedEV", "SuspendedEVSE", "Finishing"];

    public override FunctionInfo Info { get; } = new(14, "Get past charge transactions", RunPhase.FaultsAndOffline,
        ["When Charging Station reconnects, after being offline, the cached transactions must be sent to the server automatically"],
        [new("14a", "start and stop offline"), new("14b", "start online, stop offline")]);

    internal static bool StartsOffline(string leg) => leg == "14a";

    public override LegResult? Skip(string leg, RunFacts facts, AcceptancePlan plan) => StartsOffline(leg) && !plan.HasCardReader
        ? new(Verdict.NotApplicable, "no card reader", "The tester declared that there is no card reader: nobody can start a transaction while the charge point is offline.") : null;

    public override async Task DriveAsync(string leg, RunContext bench)
    {
        if (!await Readiness.IsReadyAsync(bench)) return;
        var startsOffline = StartsOffline(leg);
        if (!await (startsOffline ? PrepareAsync(bench) : StartAsync(bench)))
        {
            await EndAsync(bench);
            return;
        }
        var prompt = startsOffline
            ? new Prompt("charge-offline", $"Charge at connector {bench.Plan.Connector} while it is offline", "Plug in, tap the card, charge for 2 minutes, tap the card to stop, unplug. Say done when you have; else the countdown ends it.", GoesOnByItself: false)
            : new Prompt("stop-offline", $"Stop the transaction at connector {bench.Plan.Connector} while it is offline", $"{(bench.Plan.HasCardReader ? "Tap the same card to stop, then unplug" : "Unplug")}. Say done when you have; else the countdown ends it.", GoesOnByItself: false);
        await KeepOfflineAsync(bench, prompt);
        await WaitForQueueAsync(bench, startsOffline, bench.Capture.SaidTo(prompt.Key) is "Skipped" or "DidNotHappen" ? Trailing : QueueLimit);
        await ConfirmAsync(bench, prompt.Key, startsOffline);
        await EndAsync(bench);
    }

    public override LegResult Judge(string leg, LegCapture capture, RunFacts facts, AcceptancePlan plan) => F14Judge.Judge(leg, capture, facts, plan);

    private static async Task EndAsync(RunContext bench)
    {
        if (!bench.Link.IsOnline) return;
        await Readiness.EndTransactionsAsync(bench);
        await bench.RestoreKeyAsync(LocalAuthorize);
    }

    /// <summary>Lets a known card start offline where the charge point can be told to.</summary>
    private static async Task<bool> PrepareAsync(RunContext bench)
    {
        foreach (var key in (string[])[LocalAuthorize, UnknownIds, Interval])
            if (bench.Facts.Value(key) is null) await bench.ReadKeyAsync(key);
        if (bench.Facts.Switch(LocalAuthorize) == false && bench.Facts.Keys[LocalAuthorize].IsReadonly != true) await bench.ChangeKeyAsync(LocalAuthorize, "true");
        return bench.Link.IsOnline;
    }

    /// <summary>Has a transaction started while the charge point is online.</summary>
    private static async Task<bool> StartAsync(RunContext bench)
    {
        var connector = bench.Plan.Connector;
        bool IsStart(CapturedFrame frame) => frame.IsCall("StartTransaction") && frame.ConnectorId == connector;
        var begin = bench.Now;
        if (bench.Frames.LastOrDefault(frame => frame.IsStatus(connector)) is not { } status || !Occupied.Contains(status.Status))
            if (await bench.AskAsync(new("plug-in", $"Plug in connector {connector}", "Connect the car and leave it plugged in."), frame => frame.IsStatus(connector, Occupied)) is not (PromptAnswer.Done or PromptAnswer.ByItself)) return false;
        var hasStarted = bench.Capture.First(IsStart, begin) is not null;
        if (!hasStarted && bench.Plan.HasCardReader
            && await bench.AskAsync(new("tap-card", "Tap the card", $"A transaction must start at connector {connector}."), IsStart) is not (PromptAnswer.Done or PromptAnswer.ByItself)) return false;
        if (!hasStarted && !bench.Plan.HasCardReader && !JudgeRules.IsAccepted(await bench.CallAsync(new RemoteStartTransactionRequest(connector, bench.Plan.IdTag)))) return false;
        var limit = TimeSpan.FromSeconds(Math.Clamp(bench.Facts.Number("ConnectionTimeOut") ?? DefaultConnectionTimeOut, 1, 600) + 30);
        if (await bench.WaitAsync(IsStart, limit, $"StartTransaction of connector {connector}", begin) is not { } start) return false;
        await bench.WaitAsync(frame => frame.UniqueId == start.UniqueId && frame.Kind == FrameKind.CallResult, TimeSpan.FromSeconds(bench.Timeouts.Answer), "the answer to StartTransaction", start);
        await bench.DelayAsync(BeforeOffline);
        return bench.Link.IsOnline;
    }

    private static async Task KeepOfflineAsync(RunContext bench, Prompt prompt)
    {
        var window = Math.Clamp(bench.Timeouts.OfflineWindow, 1, LongestWindow);
        bench.Note(ObservedOffline.OfflineAct, $"the charge point is kept offline for at most {window} s");
        try
        {
            bench.Link.KeepOffline(true);
            await bench.AskAsync(prompt, null, window);
        }
        finally
        {
            bench.Note(ObservedOffline.OnlineAct, "the charge point is let in again");
            bench.Link.KeepOffline(false);
        }
    }

    private static async Task WaitForQueueAsync(RunContext bench, bool startsOffline, TimeSpan limit)
    {
        var online = bench.Capture.Last(frame => frame is { Kind: FrameKind.Act, Action: ObservedOffline.OnlineAct });
        if (await bench.WaitAsync(frame => frame.Kind == FrameKind.Connected, QueueLimit, "a new connection", online) is null) return;
        if (await bench.WaitAsync(frame => frame.Kind == FrameKind.Call && frame.FromChargePoint && ObservedOffline.Of(bench.Capture, bench.Plan.Connector, startsOffline)?.IsComplete(startsOffline) == true,
            limit, "the transaction", online) is not null) await bench.DelayAsync(Trailing);
    }

    /// <summary>Where the countdown ended the window and not all arrived, a person must say whether it charged: only then can it be a fail.</summary>
    private static async Task ConfirmAsync(RunContext bench, string prompt, bool startsOffline)
    {
        if (bench.Capture.SaidTo(prompt) != "Expired" || ObservedOffline.Of(bench.Capture, bench.Plan.Connector, startsOffline) is not { Back: not null } seen || seen.IsComplete(startsOffline)) return;
        await bench.AskAsync(startsOffline
            ? new(Confirm, "Did it charge and stop while it was offline?", "Not everything was reported. Say done if the charge point charged and was stopped while it was offline, else that it did not happen.", GoesOnByItself: false)
            : new(Confirm, "Did the transaction stop while it was offline?", "Its end was not reported. Say done if the charge point stopped while it was offline, else that it did not happen.", GoesOnByItself: false));
    }
}
