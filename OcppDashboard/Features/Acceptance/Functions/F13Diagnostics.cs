using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>The charge point names its diagnostics and uploads them to the given address.</summary>
public sealed class F13Diagnostics : AcceptanceFunction
{
    internal const string Status = "DiagnosticsStatusNotification", Kind = "Diagnostics";

    private const int AnswerSeconds = 60;

    /// <summary>How long the notification may come behind the file, or the file behind the notification; and how long a file may come that was not announced.</summary>
    private static readonly TimeSpan Trailing = TimeSpan.FromSeconds(60);

    public override FunctionInfo Info { get; } = new(13, "Remotely initiate and get diagnostics reports", RunPhase.UnattendedEnd,
        ["After sending GetDiagnostics, with specific timeframe and ftp location, the Charging Station must send GetDiagnostics message and upload the diagnostic file to the specified ftp location"],
        [new("13", "")]);

    public override async Task DriveAsync(string leg, RunContext bench)
    {
        if (!await bench.IsBackAsync()) return;
        await FileOffers.ReadProfilesAsync(bench);
        var schemes = FileOffers.Schemes(bench, isUpload: true);
        foreach (var scheme in schemes)
        {
            if (FileOffers.Note(bench, scheme, await bench.Link.OfferUploadAsync(scheme)) is not { } file) continue;
            if (!await bench.IsBackAsync()) return;
            var now = bench.Time.GetUtcNow();
            var answer = await bench.CallAsync(new GetDiagnosticsRequest(file.Address, 1, 60, now.AddHours(-24), now), AnswerSeconds);
            if (FileOffers.IsRefused(answer)) return;
            if (answer is { Kind: FrameKind.NoAnswer, Text: JudgeRules.NotSent }) continue;
            var call = bench.Capture.Sent("GetDiagnostics").Last();
            var hasNone = answer.Kind == FrameKind.CallResult && string.IsNullOrWhiteSpace(answer.Value("fileName"));
            if (await IsComingAsync(bench, call, hasNone ? Trailing : scheme == schemes[^1] ? TimeSpan.FromSeconds(bench.Timeouts.Upload) : FileOffers.Silence)) await FinishAsync(bench, call);
            else if (!hasNone || HasFailed(bench, call)) continue; // no name and no word of a failure: it has nothing to send by any scheme
            return;
        }
    }

    public override LegResult Judge(string leg, LegCapture capture, RunFacts facts, AcceptancePlan plan) => F13Judge.Judge(capture, facts, plan);

    private static bool HasFailed(RunContext bench, CapturedFrame call) => bench.Capture.Received(Status).Any(frame => frame.Number > call.Number && frame.Status == "UploadFailed");

    private static async Task<bool> IsComingAsync(RunContext bench, CapturedFrame call, TimeSpan limit)
    {
        var sign = await bench.WaitAsync(frame => ObservedFile.Is(frame, Kind) || frame.IsCall(Status) && frame.Status is "Uploaded" or "UploadFailed", limit, "an upload of the diagnostics", call);
        return sign is not null && (ObservedFile.Of(bench.Capture, Kind, call).Came is not null || sign.Status == "Uploaded");
    }

    private static async Task FinishAsync(RunContext bench, CapturedFrame call)
    {
        var left = call.At.AddSeconds(bench.Timeouts.Upload) - bench.Time.GetUtcNow();
        var end = await bench.WaitAsync(frame => frame.IsCall(Status) && frame.Status is "Uploaded" or "UploadFailed" || ObservedFile.Is(frame, Kind) && ObservedFile.Of(bench.Capture, Kind, call).Ended is not null,
            left > TimeSpan.Zero ? left : TimeSpan.Zero, "the end of the upload", call);
        if (end is null) return;
        if (end.Kind != FrameKind.File) await bench.WaitAsync(_ => ObservedFile.Of(bench.Capture, Kind, call).Ended is not null, Trailing, "the file", call);
        else await bench.WaitAsync(frame => frame.IsCall(Status) && frame.Status is "Uploaded" or "UploadFailed", Trailing, $"{Status} Uploaded", call);
    }
}
