using OcppDashboard.Acceptance.Capture;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Acceptance.Run;

/// <summary>The end of every run, also of an aborted one: changed keys are put back, no transaction stays open, every connector is Operative.</summary>
internal static class TidyingUp
{
    /// <returns>What could not be put in order, a sentence each.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(Bench bench, RunRecorder recorder)
    {
        var remarks = new List<string>();
        await bench.WaitOnlineAsync();
        foreach (var (key, value) in recorder.ToRestore)
        {
            await bench.RestoreKeyAsync(key);
            if (recorder.ToRestore.ContainsKey(key)) remarks.Add($"{key} could not be put back to \"{value}\": {Last(recorder, "ChangeConfiguration")}. Change it by hand.");
        }
        foreach (var (connector, transaction) in OpenTransactions(recorder.Frames))
        {
            var answer = await bench.CallAsync(new RemoteStopTransactionRequest((int)transaction));
            var stopped = answer is { Kind: FrameKind.CallResult, Status: "Accepted" }
                && await bench.WaitAsync(frame => frame.IsCall("StopTransaction") && frame.Number64("transactionId") == transaction, TimeSpan.FromSeconds(60), "StopTransaction", answer) is not null;
            if (!stopped) remarks.Add($"Transaction {transaction} on connector {connector} could not be stopped. Stop it by hand.");
        }
        foreach (var connector in Unavailable(recorder.Frames))
        {
            var answer = await bench.CallAsync(new ChangeAvailabilityRequest((int)connector, AvailabilityType.Operative));
            if (answer is not { Kind: FrameKind.CallResult, Status: "Accepted" or "Scheduled" }) remarks.Add($"Connector {connector} was left Unavailable: send ChangeAvailability Operative.");
        }
        return remarks;
    }

    private static string Last(RunRecorder recorder, string action) => recorder.Frames.LastOrDefault(frame => frame.Action == action && frame.Kind is FrameKind.CallResult or FrameKind.CallError or FrameKind.NoAnswer) switch
    {
        { Kind: FrameKind.NoAnswer } answer => answer.Text,
        { Kind: FrameKind.CallError } answer => answer.ErrorCode,
        { } answer => answer.Status,
        null => "it was not sent",
    };

    /// <summary>Transactions that began during the run and did not end.</summary>
    private static IEnumerable<(long Connector, long Transaction)> OpenTransactions(IReadOnlyList<CapturedFrame> frames)
    {
        var capture = new LegCapture(frames);
        var stopped = capture.Received("StopTransaction").Select(frame => frame.Number64("transactionId")).ToHashSet();
        return [.. capture.Received("StartTransaction").Select(start => (start.ConnectorId, Id: capture.AnswerOf(start)?.Number64("transactionId")))
            .Where(start => start.Id is not null && !stopped.Contains(start.Id)).Select(start => (start.ConnectorId, start.Id!.Value)).Distinct()];
    }

    private static IEnumerable<long> Unavailable(IReadOnlyList<CapturedFrame> frames) => [.. frames.Where(frame => frame.IsStatus()).GroupBy(frame => frame.ConnectorId)
        .Where(group => group.Last().Status == "Unavailable").Select(group => group.Key).Order()];
}
