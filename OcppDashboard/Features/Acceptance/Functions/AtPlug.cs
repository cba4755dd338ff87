using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>What the drivers have in common that need a cable, a card or a transaction at the connector where people act.</summary>
internal sealed class AtPlug(RunContext bench)
{
    /// <summary>How long is waited for StopTransaction and the status behind it, and for a status that shows charging.</summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60), ChargingLimit = TimeSpan.FromSeconds(120);

    private const int DefaultConnectionTimeOut = 60;

    public int Connector => bench.Plan.Connector;

    private CapturedFrame? LastStatus => bench.Frames.LastOrDefault(frame => frame.IsStatus(Connector));

    /// <summary>The connector's last status; null: not known.</summary>
    public string? Status => LastStatus?.Status;

    /// <summary>How long a charge point waits for cable or card.</summary>
    public TimeSpan ConnectionTimeOut => TimeSpan.FromSeconds(Math.Clamp(bench.Facts.Number("ConnectionTimeOut") ?? DefaultConnectionTimeOut, 1, 600));

    /// <summary>How long is waited for StartTransaction.</summary>
    public TimeSpan StartLimit => ConnectionTimeOut + TimeSpan.FromSeconds(30);

    private TimeSpan StatusLimit => TimeSpan.FromSeconds(bench.Timeouts.StatusChange + Math.Clamp(bench.Facts.Number("MinimumStatusDuration") ?? 0, 0, 120));

    /// <summary>Begins a leg: waits until the charge point is there, finds out the connector's status, ends what is still charging.</summary>
    public async Task BeginAsync()
    {
        await bench.IsBackAsync();
        if (LastStatus is not { } known || bench.Frames.Any(frame => frame.Number > known.Number && frame.Kind == FrameKind.Disconnected)) await AskStatusAsync();
        if (LastStatus is { } status && bench.Capture.First(frame => frame.IsStatus(Connector)) is null) KnownStatus.Note(bench, status);
        if (KnownStatus.InTransaction.Contains(Status) && RunningBefore() is { } transaction) await StopRemotelyAsync(transaction);
    }

    /// <summary>Has the cable plugged in; nobody is asked where it is in already.</summary>
    /// <returns>False: it is not, and the leg cannot go on.</returns>
    public async Task<bool> PlugInAsync()
    {
        if (KnownStatus.Closed.Contains(Status) || !bench.Link.IsOnline) return false;
        if (KnownStatus.Occupied.Contains(Status)) return true;
        var said = await bench.AskAsync(new("plug-in", $"Plug in connector {Connector}",
            "Connect the car and leave the cable plugged in until you are asked to unplug it. If it is plugged in already, say done."), frame => frame.IsStatus(Connector, KnownStatus.Occupied));
        if (said == PromptAnswer.Done) await StatusAsync("cable plugged in", KnownStatus.Occupied);
        return said is PromptAnswer.Done or PromptAnswer.ByItself;
    }

    /// <summary>Has the cable taken out where it is in.</summary>
    /// <returns>False: it is still in, or nobody answered.</returns>
    public async Task<bool> FreeAsync()
    {
        if (KnownStatus.Closed.Contains(Status) || !bench.Link.IsOnline) return false;
        if (!KnownStatus.Occupied.Contains(Status)) return true;
        var said = await bench.AskAsync(new("unplug-first", $"Unplug connector {Connector}", "The connector must be free before this step begins."), frame => frame.IsStatus(Connector, "Available"));
        if (said == PromptAnswer.Done) await StatusAsync("Available", "Available");
        return said is PromptAnswer.Done or PromptAnswer.ByItself;
    }

    /// <summary>Starts a transaction by RemoteStartTransaction, with one more try behind a new plug where Finishing was the obstacle.</summary>
    /// <returns>Its id; null: none began at this connector.</returns>
    public async Task<long?> StartRemotelyAsync()
    {
        var before = bench.Now;
        var answer = await RemoteStartAsync();
        if (answer is { Kind: FrameKind.CallResult, Status: "Rejected" } && Status == "Finishing" && await ReplugAsync())
        {
            before = bench.Now;
            answer = await RemoteStartAsync();
        }
        if (answer.Kind == FrameKind.CallError || answer.Kind == FrameKind.CallResult && answer.Status != "Accepted" || answer is { Kind: FrameKind.NoAnswer, Text: JudgeRules.NotSent }) return null;
        return await StartedAsync(before, JudgeRules.IsAccepted(answer) ? StartLimit : StatusLimit);
    }

    /// <summary>What the deadline of a wait for StartTransaction is called.</summary>
    public static string StartOf(long connector) => $"StartTransaction of connector {connector}";

    /// <summary>Waits for StartTransaction at the connector and for a status that shows charging.</summary>
    public async Task<long?> StartedAsync(CapturedFrame? after, TimeSpan limit)
    {
        var start = await bench.WaitAsync(frame => frame.IsCall("StartTransaction") && frame.ConnectorId == Connector, limit, StartOf(Connector), after);
        if (start is null) return null;
        await bench.WaitAsync(frame => frame.UniqueId == start.UniqueId && frame is { FromChargePoint: false, Kind: FrameKind.CallResult or FrameKind.CallError }, TimeSpan.FromSeconds(bench.Timeouts.Answer), "the answer to StartTransaction", start);
        await bench.WaitAsync(frame => frame.IsStatus(Connector, KnownStatus.InTransaction), ChargingLimit, $"StatusNotification of connector {Connector}, Charging", after);
        return bench.Capture.AnswerOf(start)?.Number64("transactionId");
    }

    /// <summary>Sends RemoteStopTransaction and waits for what follows.</summary>
    public async Task StopRemotelyAsync(long transaction)
    {
        var before = bench.Now;
        var answer = await bench.CallAsync(new RemoteStopTransactionRequest(transaction));
        if (answer.Kind == FrameKind.NoAnswer || JudgeRules.IsAccepted(answer)) await StoppedAsync(transaction, before);
    }

    /// <summary>Waits for the StopTransaction of a transaction and the status behind it.</summary>
    public async Task StoppedAsync(long transaction, CapturedFrame? after, params string[] statuses)
    {
        if (await bench.WaitAsync(frame => IsStop(frame, transaction), StopLimit, $"StopTransaction {transaction}", after) is null) return;
        await bench.WaitAsync(frame => frame.IsStatus(Connector, statuses.Length > 0 ? statuses : ["Finishing", "Available", "Preparing"]), StopLimit, $"StatusNotification of connector {Connector} behind the stop", after);
    }

    /// <summary>True for the StopTransaction of this transaction, or one whose id is none.</summary>
    public static bool IsStop(CapturedFrame frame, long transaction) => frame.IsCall("StopTransaction") && (frame.Number64("transactionId") ?? 0) is var id && (id == transaction || id <= 0);

    /// <summary>Ends a leg: no transaction of ours stays open. The cable may stay.</summary>
    public async Task EndAsync()
    {
        foreach (var transaction in StillOpen())
        {
            if (!bench.Capture.Sent("RemoteStopTransaction").Any(call => call.Number64("transactionId") == transaction)) await StopRemotelyAsync(transaction);
            if (!StillOpen().Contains(transaction) || !bench.Link.IsOnline) continue;
            var said = await bench.AskAsync(new("end-by-unplugging", $"Unplug connector {Connector}", $"Transaction {transaction} did not stop when it was told to: end it at the charge point."),
                frame => frame.IsCall("StopTransaction") || frame.IsStatus(Connector, "Available"));
            if (said is PromptAnswer.Done or PromptAnswer.ByItself) await bench.WaitAsync(frame => IsStop(frame, transaction), StopLimit, $"StopTransaction {transaction}");
        }
    }

    private async Task StatusAsync(string what, params string[] statuses) => await bench.WaitAsync(frame => frame.IsStatus(Connector, statuses), StatusLimit, $"StatusNotification of connector {Connector}, {what}");

    private async Task AskStatusAsync()
    {
        var before = bench.Now;
        var answer = await bench.CallAsync(new TriggerMessageRequest(MessageTrigger.StatusNotification, Connector));
        if (JudgeRules.IsAccepted(answer)) await bench.WaitAsync(frame => frame.IsStatus(Connector), TimeSpan.FromSeconds(bench.Timeouts.TriggeredMessage), $"StatusNotification of connector {Connector}", before);
    }

    private Task<CapturedFrame> RemoteStartAsync() => bench.CallAsync(new RemoteStartTransactionRequest(Connector, bench.Plan.IdTag));

    private async Task<bool> ReplugAsync()
    {
        var said = await bench.AskAsync(new("replug", $"Unplug connector {Connector} and plug it in again", "The charge point wants a new plug before it starts again. Leave the cable plugged in."),
            frame => frame.IsStatus(Connector, "Preparing"));
        return said is PromptAnswer.Done or PromptAnswer.ByItself;
    }

    /// <summary>Transactions that began in this leg at the connector or with a tag of ours, and did not end.</summary>
    private List<long> StillOpen()
    {
        var capture = bench.Capture;
        var tags = capture.Received("Authorize").Select(frame => frame.Value("idTag")).Append(bench.Plan.IdTag).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. capture.Received("StartTransaction").Where(start => start.ConnectorId == Connector || tags.Contains(start.Value("idTag")))
            .Select(start => capture.AnswerOf(start)?.Number64("transactionId") ?? 0).Where(id => id > 0 && !capture.Received("StopTransaction").Any(stop => stop.Number64("transactionId") == id)).Distinct()];
    }

    /// <summary>The transaction that was running at the connector before this leg, as far as the run saw it; null: none.</summary>
    private long? RunningBefore()
    {
        var run = new LegCapture(bench.Frames);
        var last = run.Last(frame => frame.ConnectorId == Connector && (frame.IsCall("StartTransaction") || frame.IsCall("MeterValues") && frame.Number64("transactionId") > 0));
        var id = last is null ? null : last.Action == "MeterValues" ? last.Number64("transactionId") : run.AnswerOf(last)?.Number64("transactionId");
        return id > 0 && run.First(frame => frame.IsCall("StopTransaction") && frame.Number64("transactionId") == id) is null ? id : null;
    }
}
