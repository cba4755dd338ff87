using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>What a leg needs that interrupts the charge point: a connection, and no transaction.</summary>
internal static class Readiness
{
    private const string InUse = "InUse";
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);
    private static readonly string[] Charging = ["Charging", "SuspendedEV", "SuspendedEVSE"];

    /// <summary>Waits for a connection and ends the transactions that the run saw; one that goes on is noted in the frames.</summary>
    /// <returns>False: the leg cannot begin.</returns>
    public static async Task<bool> IsReadyAsync(RunContext bench)
    {
        if (!await bench.IsBackAsync()) return false;
        await EndTransactionsAsync(bench);
        if (RunningAt(bench.Frames) is not { } connector) return true;
        bench.Note(InUse, $"a transaction is running at connector {connector}");
        return false;
    }

    /// <summary>Stops what was started and not stopped, as far as the run saw it.</summary>
    public static async Task EndTransactionsAsync(RunContext bench)
    {
        foreach (var (id, connector) in Open(bench.Frames))
        {
            var before = bench.Now;
            if (!JudgeRules.IsAccepted(await bench.CallAsync(new RemoteStopTransactionRequest(id)))) continue;
            if (await bench.WaitAsync(frame => frame.IsCall("StopTransaction") && frame.Number64("transactionId") == id, StopLimit, $"StopTransaction {id}", before) is null) continue;
            await bench.WaitAsync(frame => frame.IsStatus(connector) && !Charging.Contains(frame.Status), StopLimit, $"StatusNotification of connector {connector} behind the stop", before);
        }
        if (RunningAt(bench.Frames) is not { } running) return;
        var asked = bench.Now; // its last status may be an old one
        if (JudgeRules.IsAccepted(await bench.CallAsync(new TriggerMessageRequest(MessageTrigger.StatusNotification, running))))
            await bench.WaitAsync(frame => frame.IsStatus(running), TimeSpan.FromSeconds(bench.Timeouts.TriggeredMessage), $"StatusNotification of connector {running}", asked);
    }

    /// <summary>Why nothing was sent.</summary>
    public static LegResult Hindrance(LegCapture capture) => capture.Last(frame => frame is { Kind: FrameKind.Act, Action: InUse }) is { } use
        ? JudgeRules.NotDelivered(use.Text, "Stop it at the charge point, then repeat.") : JudgeRules.NotDelivered("the charge point was not connected", "Repeat when it is.");

    /// <summary>True when the last that was seen of the connection is its end.</summary>
    public static bool IsAway(LegCapture capture) => capture.Last(frame => frame.Kind is FrameKind.Connected or FrameKind.Disconnected) is { Kind: FrameKind.Disconnected };

    /// <summary>The connector that is charging by its last status; null: none.</summary>
    public static int? RunningAt(IReadOnlyList<CapturedFrame> frames) => frames.Where(frame => frame.IsStatus() && frame.ConnectorId is > 0 and <= int.MaxValue)
        .GroupBy(frame => (int)frame.ConnectorId).Where(one => Charging.Contains(one.Last().Status)).Select(one => (int?)one.Key).FirstOrDefault();

    private static List<(long Id, long Connector)> Open(IReadOnlyList<CapturedFrame> frames)
    {
        var run = new LegCapture(frames);
        var stopped = run.Received("StopTransaction").Select(stop => stop.Number64("transactionId")).ToHashSet();
        var free = run.Received("StatusNotification").GroupBy(status => status.ConnectorId).Where(one => one.Last().Status == "Available").Select(one => one.Key).ToHashSet();
        return [.. run.Received("StartTransaction").Select(start => (Id: run.AnswerOf(start)?.Number64("transactionId") ?? 0, start.ConnectorId))
            .Concat(run.Received("MeterValues").Select(values => (Id: values.Number64("transactionId") ?? 0, values.ConnectorId)))
            .Where(one => one.Id > 0 && !stopped.Contains(one.Id) && !free.Contains(one.ConnectorId)).Distinct()];
    }
}
