using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Features.Acceptance.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Functions;

public class F13DiagnosticsTests
{
    private const string Passed = "notifications received, file uploaded", Reached = "nothing reached this server";

    private static readonly Dictionary<string, (Verdict Verdict, string? Result, Action<FunctionRun> Change)> Rows = new()
    {
        ["honest"] = (Verdict.Pass, Passed, _ => { }),
        ["knows only the second scheme, and is silent about the first"] = (Verdict.Pass, Passed, run => OnlyBy(run, "ftp", () => Task.CompletedTask)),
        ["knows only the second scheme, and fails the first"] = (Verdict.Pass, Passed, run => OnlyBy(run, "ftp", () => StepsAsync(run.ChargePoint, "Uploading", "UploadFailed"))),
        ["names no file, fails the first scheme, and knows only the second"] = (Verdict.Remark, $"{Passed}; the answer named no file", run =>
        {
            run.ChargePoint.Replies["GetDiagnostics"] = _ => new Reply("{}");
            OnlyBy(run, "ftp", () => StepsAsync(run.ChargePoint, "Uploading", "UploadFailed"));
        }),
        ["cannot reach any address"] = (Verdict.Inconclusive, $"UploadFailed, and {Reached}", run => Steps(run, "Uploading", "UploadFailed")),
        ["answers and does nothing"] = (Verdict.Inconclusive, Reached, run => Steps(run)),
        ["has nothing to send"] = (Verdict.Inconclusive, "nothing to send", run => run.ChargePoint.Replies["GetDiagnostics"] = _ => new Reply("{}", Acts: false)),
        ["names no file and sends one"] = (Verdict.Remark, $"{Passed}; the answer named no file", run => run.ChargePoint.Replies["GetDiagnostics"] = _ => new Reply("{}")),
        ["lies: Uploaded without a file"] = (Verdict.Fail, "Uploaded without a file", run => Steps(run, "Uploading", "Uploaded")),
        ["fails after it came"] = (Verdict.Fail, "UploadFailed", run => Steps(run, "Uploading", "+came HTTP PUT", "+broke off at 400 bytes: reset", "UploadFailed")),
        ["comes and never ends"] = (Verdict.Fail, "the file did not arrive", run => Steps(run, "Uploading", "+came HTTP PUT")),
        ["sends an empty file"] = (Verdict.Fail, "the file is empty", run => run.ChargePoint.Arrived = "arrived 0 bytes"),
        ["sends it without a notification"] = (Verdict.Remark, "file uploaded; no Uploading, no Uploaded", run => run.ChargePoint.Filter = (action, json) => action == "DiagnosticsStatusNotification" ? null : json),
        ["calls it otherwise"] = (Verdict.Remark, $"{Passed}; called other.log", run => run.ChargePoint.Arrived = "arrived 1200 bytes, name other.log"),
        ["repeats Uploading"] = (Verdict.Remark, $"{Passed}; Uploading 3 times", run => Steps(run, "Uploading", "Uploading", "+came HTTP PUT", "Uploading", "+arrived 10 bytes", "Uploaded")),
        ["lists it and refuses"] = (Verdict.Fail, "NotImplemented", run => run.ChargePoint.Replies["GetDiagnostics"] = _ => Reply.Error("NotImplemented")),
        ["does not list it and refuses"] = (Verdict.NotApplicable, "NotImplemented", run =>
        {
            run.ChargePoint.Keys["SupportedFeatureProfiles"] = ("Core,RemoteTrigger", true);
            run.ChargePoint.Replies["GetDiagnostics"] = _ => Reply.Error("NotImplemented");
        }),
        ["stays silent"] = (Verdict.Fail, "no answer", run => run.ChargePoint.Replies["GetDiagnostics"] = _ => Reply.Silence),
        ["loses the connection while it uploads"] = (Verdict.Pass, Passed, run => run.ChargePoint.Acts["GetDiagnostics"] = async _ =>
        {
            await StepsAsync(run.ChargePoint, "Uploading", "+came HTTP PUT");
            run.ChargePoint.Disconnect("lost");
            await StepsAsync(run.ChargePoint, "+arrived 1200 bytes");
            run.ChargePoint.Connect();
            run.ChargePoint.SendDiagnostics("Uploaded");
        }),
        ["is offline"] = (Verdict.Inconclusive, "the charge point was not connected", run => run.Before = _ =>
        {
            run.ChargePoint.Disconnect("cut");
            return Task.CompletedTask;
        }),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_verdict_is_that_of_the_rules(string name)
    {
        var (verdict, words, change) = Rows[name];
        var result = FunctionRun.Judge(new F13Diagnostics(), "13", change);
        Assert.Equal((verdict, words ?? result.Result), (result.Verdict, result.Result));
    }

    [Fact]
    public void The_file_is_in_the_evidence() =>
        Assert.Equal(["Offered: diagnostics by http", "fileName: diag.log", $"Arrived: diag.log, 1200 bytes, SHA-256 {new string('b', 64)}"], FunctionRun.Judge(new F13Diagnostics(), "13").Evidence);

    [Fact]
    public void Nothing_captured_is_inconclusive() => Assert.Equal(Verdict.Inconclusive, new F13Diagnostics().Judge("13", LegCapture.Empty, RunFacts.None, new AcceptancePlan()).Verdict);

    private static void Steps(FunctionRun run, params string[] steps) => run.ChargePoint.Acts["GetDiagnostics"] = _ => StepsAsync(run.ChargePoint, steps);

    private static async Task StepsAsync(ScriptedChargePoint chargePoint, params string[] steps)
    {
        foreach (var step in steps)
        {
            if (step[0] == '+') chargePoint.HearFile("Diagnostics", step[1..]);
            else chargePoint.SendDiagnostics(step);
            await chargePoint.WaitAsync(2);
        }
    }

    private static void OnlyBy(FunctionRun run, string scheme, Func<Task> otherwise) => run.ChargePoint.Acts["GetDiagnostics"] = payload =>
        payload.GetProperty("location").GetString()!.StartsWith($"{scheme}:", StringComparison.Ordinal) ? run.ChargePoint.UploadAsync() : otherwise();
}
