using System.Text.Json;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Features.Acceptance.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Functions;

public class F12FirmwareUpdateTests
{
    private const string Reached = "nothing reached this server";
    private static readonly string[] Legs = ["12a", "12b", "12c"];

    /// <summary>What the three legs come to, with their results where they matter.</summary>
    private static readonly Dictionary<string, ((Verdict Verdict, string? Result) Fetched, (Verdict Verdict, string? Result) Notified, (Verdict Verdict, string? Result) Rebooted, Action<FunctionRun> Change)> Rows = new()
    {
        ["honest, DELTA"] = ((Verdict.Pass, "file fetched, 300000 bytes"), (Verdict.Pass, "Downloading to Installed received"), (Verdict.Pass, "updated from 3.3.9 to 3.4"), _ => { }),
        ["EVlink: does not reboot"] = ((Verdict.Pass, null), (Verdict.Pass, null), (Verdict.Fail, "all notifications received except boot notification; must be rebooted by hand"), run => run.ChargePoint.RebootsAfterFirmware = false),
        ["the same version"] = ((Verdict.Pass, null), (Verdict.Pass, null), (Verdict.Remark, "rebooted by itself; version 3.3.9 as before"), run => run.ChargePoint.NewFirmwareVersion = "3.3.9"),
        ["no file chosen"] = (Not("no firmware file chosen"), Not(null), Not(null), run => run.Plan = run.Plan with { FirmwareFileId = null }),
        ["does not list it and refuses"] = ((Verdict.NotApplicable, "NotSupported"), (Verdict.NotApplicable, null), (Verdict.NotApplicable, null), run =>
        {
            run.ChargePoint.Keys["SupportedFeatureProfiles"] = ("Core", true);
            run.ChargePoint.Replies["UpdateFirmware"] = _ => Reply.Error("NotSupported");
        }),
        ["lists it and refuses"] = ((Verdict.Fail, "NotSupported"), (Verdict.Fail, null), (Verdict.Fail, null), run => run.ChargePoint.Replies["UpdateFirmware"] = _ => Reply.Error("NotSupported")),
        ["refuses, and its profiles cannot be read"] = (Not("InternalError"), Not(null), Not(null), run =>
        {
            run.ChargePoint.Keys.Remove("SupportedFeatureProfiles");
            run.ChargePoint.Replies["UpdateFirmware"] = _ => Reply.Error("InternalError");
        }),
        ["stays silent"] = ((Verdict.Fail, "no answer"), (Verdict.Fail, "no answer"), (Verdict.Fail, null), run => run.ChargePoint.Replies["UpdateFirmware"] = _ => Reply.Silence),
        ["answers and does nothing"] = (Not(Reached), Not(Reached), Not("the file was not fetched"), run => run.ChargePoint.Acts["UpdateFirmware"] = _ => Task.CompletedTask),
        ["cannot reach any address"] = (Not($"DownloadFailed, and {Reached}"), Not(null), Not(null), run => OnlyBy(run, "sftp")),
        ["knows only the second scheme"] = ((Verdict.Pass, null), (Verdict.Pass, null), (Verdict.Pass, "updated from 3.3.9 to 3.4"), run => OnlyBy(run, "ftp")),
        ["knows only a scheme that the tester did not choose"] = (Not(null), Not(null), Not(null), run =>
        {
            OnlyBy(run, "ftp");
            run.Plan = run.Plan with { Scheme = "http" };
        }),
        ["fetches all and reports DownloadFailed"] = ((Verdict.Pass, null), (Verdict.Fail, "DownloadFailed"), Not("the firmware was not installed"), run => Steps(run, "Downloading", "+came HTTP GET", "+fetched 300000 bytes", "DownloadFailed")),
        ["breaks off"] = (Not("the download did not come to its end"), Not(null), Not(null), run => Steps(run, "Downloading", "+came HTTP GET", "+broke off at 1234 bytes: reset", "DownloadFailed")),
        ["fails to install"] = ((Verdict.Pass, null), (Verdict.Fail, "InstallationFailed"), Not(null), run => Steps(run, "Downloading", "+came HTTP GET", "+fetched 300000 bytes", "Downloaded", "Installing", "InstallationFailed")),
        ["lies: Installed without a download"] = ((Verdict.Fail, "Installed without a download"), (Verdict.Fail, "Installed without a download"), Not(null), run => Steps(run, "Downloading", "Downloaded", "Installing", "Installed")),
        ["reports only the two that must be"] = ((Verdict.Pass, null), (Verdict.Remark, "Downloading to Installed received; no Downloaded, no Installing"), (Verdict.Pass, null), run => Drop(run, "Downloaded", "Installing")),
        ["no Downloading"] = ((Verdict.Pass, null), (Verdict.Fail, "no Downloading received"), (Verdict.Pass, null), run => Drop(run, "Downloading")),
        ["no Installed, but the new version boots"] = ((Verdict.Pass, null), (Verdict.Fail, "no Installed received"), (Verdict.Pass, "updated from 3.3.9 to 3.4"), run => Drop(run, "Installed")),
        ["wrong order"] = ((Verdict.Pass, null), (Verdict.Fail, "Installed before Downloading"), (Verdict.Fail, null), run => Steps(run, "+came HTTP GET", "+fetched 300000 bytes", "Installed", "Downloading", "Downloaded", "Installing")),
        ["Installed only after the reboot"] = ((Verdict.Pass, null), (Verdict.Pass, null), (Verdict.Pass, "updated from 3.3.9 to 3.4"), run =>
        {
            run.ChargePoint.Acts["UpdateFirmware"] = async _ =>
            {
                await StepsAsync(run.ChargePoint, "Downloading", "+came HTTP GET", "+fetched 300000 bytes", "Downloaded", "Installing");
                run.ChargePoint.FirmwareVersion = "3.4";
                await run.ChargePoint.PowerCycleAsync(90);
                run.ChargePoint.SendFirmware("Installed");
            };
        }),
        ["the first try fails"] = ((Verdict.Pass, null), (Verdict.Remark, "Downloading to Installed received; only at a further try"), (Verdict.Pass, null), run => run.ChargePoint.Acts["UpdateFirmware"] = async _ =>
        {
            await StepsAsync(run.ChargePoint, "Downloading", "+came HTTP GET", "+broke off at 1234 bytes: reset", "DownloadFailed");
            await run.ChargePoint.WaitAsync(60);
            await run.ChargePoint.UpdateFirmwareAsync();
        }),
        ["loses the connection in mid-download"] = ((Verdict.Pass, null), (Verdict.Pass, null), (Verdict.Pass, null), run =>
        {
            run.ChargePoint.Replies["UpdateFirmware"] = _ =>
            {
                run.ChargePoint.Later(5, async () =>
                {
                    run.ChargePoint.Disconnect("lost");
                    await run.ChargePoint.WaitAsync(3);
                    run.ChargePoint.Connect();
                });
                return null;
            };
        }),
        ["does not come back"] = ((Verdict.Pass, null), (Verdict.Pass, null), Not("the charge point did not come back"), run => run.ChargePoint.RebootSeconds = 7200),
        ["is offline"] = (Not("the charge point was not connected"), Not(null), Not(null), run => run.Before = _ =>
        {
            run.ChargePoint.Disconnect("cut");
            return Task.CompletedTask;
        }),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_verdicts_are_those_of_the_rules(string name)
    {
        var (fetched, notified, rebooted, change) = Rows[name];
        foreach (var (leg, expected) in Legs.Zip([fetched, notified, rebooted]))
        {
            var result = Run(leg, change).Result;
            Assert.Equal((leg, expected.Verdict, expected.Result ?? result.Result), (leg, result.Verdict, result.Result));
        }
    }

    [Fact]
    public void The_file_is_in_the_evidence_and_the_model_is_told_of()
    {
        var result = Run("12c", run => run.ChargePoint.RebootsAfterFirmware = false).Result;
        Assert.Equal([$"box-2.0.bin by http, 300000 bytes, SHA-256 {new string('a', 64)}"], result.Evidence);
        Assert.Equal(["no reboot after a firmware update"], result.Traits);
    }

    [Theory, InlineData("12b"), InlineData("12c")]
    public void Only_the_first_leg_drives(string leg)
    {
        Assert.Equal("12a", new F12FirmwareUpdate().EvidenceLeg(leg));
        Assert.Single(Run(leg, _ => { }).Capture.Sent("UpdateFirmware"));
    }

    [Theory, InlineData("12a"), InlineData("12b"), InlineData("12c")]
    public void Nothing_captured_is_inconclusive(string leg) =>
        Assert.Equal(Verdict.Inconclusive, new F12FirmwareUpdate().Judge(leg, LegCapture.Empty, RunFacts.None, new AcceptancePlan { FirmwareFileId = 1 }).Verdict);

    [Theory, InlineData("12b"), InlineData("12c")]
    public void A_run_that_was_broken_off_says_nothing(string leg)
    {
        var (_, capture, _) = Run(leg, run => run.ChargePoint.RebootsAfterFirmware = false);
        var until = leg == "12b" ? "Installing" : "Installed";
        var cut = new LegCapture([.. capture.Frames.TakeWhile(frame => !(frame.IsCall("FirmwareStatusNotification") && frame.Status == until)), capture.First(frame => frame.Status == until)!]);
        Assert.Equal(Verdict.Inconclusive, new F12FirmwareUpdate().Judge(leg, cut, RunFacts.Of(cut.Frames), new AcceptancePlan { FirmwareFileId = 1 }).Verdict);
    }

    private static (LegResult Result, LegCapture Capture, ScriptedChargePoint ChargePoint) Run(string leg, Action<FunctionRun> change) => FunctionRun.Run(new F12FirmwareUpdate(), leg, run =>
    {
        run.Plan = run.Plan with { FirmwareFileId = 1 };
        (run.ChargePoint.FirmwareVersion, run.ChargePoint.NewFirmwareVersion) = ("3.3.9", "3.4");
        change(run);
    });

    private static (Verdict, string?) Not(string? result) => (Verdict.Inconclusive, result);

    /// <summary>Notifications and, with a plus, what the server sees, two seconds apart.</summary>
    private static void Steps(FunctionRun run, params string[] steps) => run.ChargePoint.Acts["UpdateFirmware"] = _ => StepsAsync(run.ChargePoint, steps);

    private static async Task StepsAsync(ScriptedChargePoint chargePoint, params string[] steps)
    {
        foreach (var step in steps)
        {
            if (step[0] == '+') chargePoint.HearFile("Firmware", step[1..]);
            else chargePoint.SendFirmware(step);
            await chargePoint.WaitAsync(2);
        }
    }

    private static void OnlyBy(FunctionRun run, string scheme) => run.ChargePoint.Acts["UpdateFirmware"] = payload => IsBy(payload, scheme) ? run.ChargePoint.UpdateFirmwareAsync() : StepsAsync(run.ChargePoint, "Downloading", "DownloadFailed");

    private static bool IsBy(JsonElement payload, string scheme) => payload.GetProperty("location").GetString()!.StartsWith($"{scheme}:", StringComparison.Ordinal);

    private static void Drop(FunctionRun run, params string[] statuses) =>
        run.ChargePoint.Filter = (action, json) => action == "FirmwareStatusNotification" && statuses.Any(status => json.Contains($"\"{status}\"", StringComparison.Ordinal)) ? null : json;
}
