using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Functions;

internal static class F13Judge
{
    public static LegResult Judge(LegCapture capture, RunFacts facts, AcceptancePlan plan)
    {
        var found = new VerdictBuilder();
        if (FileOffers.LastOffer(capture) is { } offer) found.Evidence.Add($"Offered: {offer}");
        var call = capture.Sent("GetDiagnostics").LastOrDefault();
        var file = call is null ? null : ObservedFile.Of(capture, F13Diagnostics.Kind, call);
        List<CapturedFrame> statuses = call is null ? [] : [.. capture.Received(F13Diagnostics.Status).Where(frame => frame.Number > call.Number && frame.Status != "Idle")];
        if (FileOffers.Hindrance(capture, facts, call, statuses.Count > 0 || file?.Came is not null, found) is { } hindrance) return hindrance;

        var answer = capture.AnswerOf(call);
        var name = answer is { Kind: FrameKind.CallResult } ? answer.Value("fileName") : null;
        if (string.IsNullOrWhiteSpace(name)) name = null;
        CapturedFrame? Find(string status) => statuses.Find(frame => frame.Status == status);
        found.Expect("The answer names a file", name is not null, name ?? "none", answer);
        found.Expect($"{F13Diagnostics.Status} Uploading", Find("Uploading") is not null, Seen(Find("Uploading"), call!), Find("Uploading"));
        found.Expect($"{F13Diagnostics.Status} Uploaded", Find("Uploaded") is not null, Seen(Find("Uploaded"), call!), Find("Uploaded"));
        found.Expect("The file arrived and is not empty", file!.Bytes > 0, file.Seen, file.Ended ?? file.Broke ?? file.Came);
        if (name is not null) found.Evidence.Add($"fileName: {name}");
        if (file.Ended is not null) found.Evidence.Add($"Arrived: {file.Name ?? name ?? "without a name"}, {file.Bytes} bytes{(file.Sha256 is { } hash ? $", SHA-256 {hash}" : "")}");
        if (file.Ended is null) return WithoutFile(capture, call!, name, file, statuses, plan, found);
        if (file.Bytes is not > 0) return found.With(new(Verdict.Fail, "the file is empty", "A file arrived, but there is nothing in it."));
        Weigh(statuses, name, file, found);
        return found.Close(Find("Uploaded") is null ? "file uploaded" : "notifications received, file uploaded", "The file is kept here.");
    }

    private static void Weigh(List<CapturedFrame> statuses, string? name, ObservedFile file, VerdictBuilder found)
    {
        List<string> missing = [.. new[] { "Uploading", "Uploaded" }.Where(status => statuses.TrueForAll(frame => frame.Status != status))];
        if (missing.Count > 0) found.Remark($"no {string.Join(", no ", missing)}", "The file arrived, but not every step was reported.");
        if (statuses.Exists(frame => frame.Status == "UploadFailed"))
            found.Remark("UploadFailed reported", statuses[^1].Status == "UploadFailed" ? "The file arrived, but the charge point takes it for failed." : "A try failed before the file arrived.");
        if (statuses.Count(frame => frame.Status == "Uploading") is > 1 and var times) found.Remark($"Uploading {times} times", "Uploading was repeated.");
        if (name is null) found.Remark("the answer named no file", "A file came though none was announced.");
        else if (file.Name is { } called && Last(called) != Last(name)) found.Remark($"called {called}", $"The file has another name than the answer announced ({name}).");
        if (statuses.FindIndex(frame => frame.Status == "Uploaded") is >= 0 and var end && end < statuses.FindIndex(frame => frame.Status == "Uploading")) found.Observations.Add("Uploaded came before Uploading.");
    }

    private static LegResult WithoutFile(LegCapture capture, CapturedFrame call, string? name, ObservedFile file, List<CapturedFrame> statuses, AcceptancePlan plan, VerdictBuilder found)
    {
        if (statuses.Exists(frame => frame.Status == "Uploaded")) return found.With(new(Verdict.Fail, "Uploaded without a file", "The charge point reported Uploaded, but no file arrived here."));
        var hasFailed = statuses.Exists(frame => frame.Status == "UploadFailed");
        if (file.Came is not null && hasFailed) return found.With(new(Verdict.Fail, "UploadFailed", $"This server took the connection, but the charge point reported UploadFailed ({file.Seen})."));
        if (file.Came is not null)
            return capture.Frames[^1].At - call.At >= TimeSpan.FromSeconds(plan.Timeouts.Upload)
                ? found.With(new(Verdict.Fail, "the file did not arrive", $"The charge point came, but the file was not here in time ({file.Seen}).")) : found.With(JudgeRules.NotDelivered("not watched to the end", "Repeat, and wait until the upload is over."));
        if (name is null && !hasFailed && capture.AnswerOf(call) is { Kind: FrameKind.CallResult }) return found.With(JudgeRules.NotDelivered("nothing to send", "The charge point named no file: let it do something that it logs, and repeat."));
        return found.With(JudgeRules.NotDelivered($"{(hasFailed ? "UploadFailed, and " : "")}nothing reached this server", FileOffers.AddressHint(call)));
    }

    private static string Last(string name) => name[(name.LastIndexOfAny(['/', '\\']) + 1)..];

    private static string Seen(CapturedFrame? frame, CapturedFrame call) => frame is null ? "none" : $"after {JudgeRules.Span(frame.At - call.At)}";
}
