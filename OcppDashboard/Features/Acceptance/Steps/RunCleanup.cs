using System.Globalization;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Steps;

/// <summary>The end of every run, also of an aborted one: changed keys are put back, no transaction stays open, every connector is Operative.</summary>
internal static class RunCleanup
{
    private const string Availability = "ChangeAvailability of connector ";

    /// <returns>What could not be put in order, a sentence each.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(RunContext bench, RunRecorder recorder)
    {
        var remarks = new List<string>();
        await bench.WaitOnlineAsync();
        foreach (var key in recorder.ToRestore.Keys.Where(key => ConnectorOf(key) is null))
        {
            var before = recorder.ToRestore[key];
            await bench.RestoreKeyAsync(key);
            if (recorder.ToRestore.ContainsKey(key)) remarks.Add(LeftOver(key, before, Last(recorder, "ChangeConfiguration")));
        }
        foreach (var (connector, transaction) in OpenTransactions(recorder.Frames))
        {
            var answer = await bench.CallAsync(new RemoteStopTransactionRequest((int)transaction));
            var stopped = answer is { Kind: FrameKind.CallResult, Status: "Accepted" }
                && await bench.WaitAsync(frame => frame.IsCall("StopTransaction") && frame.Number64("transactionId") == transaction, TimeSpan.FromSeconds(60), "StopTransaction", answer) is not null;
            if (!stopped) remarks.Add($"Transaction {transaction} on connector {connector} could not be stopped. Stop it by hand.");
        }
        foreach (var connector in Unavailable(recorder.Frames).Concat(recorder.ToRestore.Keys.Select(ConnectorOf).OfType<long>()).Distinct().Order())
        {
            var answer = await bench.ChangeAvailabilityAsync(connector, AvailabilityType.Operative);
            if (answer is not { Kind: FrameKind.CallResult, Status: "Accepted" or "Scheduled" }) remarks.Add($"Connector {connector} was left Unavailable: send ChangeAvailability Operative.");
        }
        return remarks;
    }

    /// <summary>What a connector that must be made Operative is kept under, among the keys that must be put back.</summary>
    public static string AvailabilityOf(long connector) => Availability + connector.ToString(CultureInfo.InvariantCulture);

    /// <summary>The sentence about a key or a connector that was not put back.</summary>
    /// <param name="why">In words, without a stop.</param>
    public static string LeftOver(string key, string before, string why) => ConnectorOf(key) is { } connector
        ? $"Connector {connector} may have been left Inoperative: {why}. Send ChangeAvailability Operative."
        : $"{key} could not be put back to \"{before}\": {why}. Change it by hand.";

    private static long? ConnectorOf(string key) => key.StartsWith(Availability, StringComparison.Ordinal) && long.TryParse(key.AsSpan(Availability.Length), CultureInfo.InvariantCulture, out var id) ? id : null;

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
