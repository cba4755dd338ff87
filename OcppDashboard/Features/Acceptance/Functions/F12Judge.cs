using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>All three legs are judged from the frames of 12a.</summary>
internal static class F12Judge
{
    private static readonly string[] Order = ["Downloading", "Downloaded", "Installing", "Installed"];

    public static LegResult Judge(string leg, LegCapture capture, RunFacts facts, AcceptancePlan plan)
    {
        var update = ObservedUpdate.Of(capture);
        if (update is null && plan.FirmwareFileId is null) return JudgeRules.NotDelivered("no firmware file chosen", "Choose a firmware file for the run and repeat.");
        var found = new VerdictBuilder();
        if (FileOffers.LastOffer(capture) is { } offer) found.Evidence.Add(offer);
        if (FileOffers.Hindrance(capture, facts, update?.Call, update is { Statuses.Count: > 0 } or { File.Came: not null }, found) is { } hindrance) return hindrance;
        return leg switch { "12a" => Fetched(update!, found), "12b" => Notified(update!, capture, plan, found), _ => Rebooted(update!, capture, found) };
    }

    private static LegResult Fetched(ObservedUpdate update, VerdictBuilder found)
    {
        var (came, ended, broke) = (update.File.Came, update.File.Ended, update.File.Broke);
        found.Expect("The charge point comes for the file", came is not null, came is null ? "nothing reached this server" : $"{came.Text}, {JudgeRules.Span(came.At - update.Call.At)}", came);
        found.Expect("The file is fetched to its end", ended is not null, update.File.Seen, ended ?? broke);
        if (ended is not null) return found.Close($"file fetched, {update.File.Bytes} bytes", "The charge point has fetched the file from this server.");
        if (came is null) return NotReached(update, found);
        return found.With(JudgeRules.NotDelivered("the download did not come to its end",
            $"{(broke is null ? "The charge point came, but did not read on" : $"It {broke.Text}")}. Look at the network between here and the charge point, and repeat."));
    }

    private static LegResult Notified(ObservedUpdate update, LegCapture capture, AcceptancePlan plan, VerdictBuilder found)
    {
        if (!update.IsTaken) return NotReached(update, found);
        var limit = TimeSpan.FromSeconds(plan.Timeouts.Firmware);
        var (downloading, installed) = (update.Downloading, update.Installed);
        foreach (var status in Order) found.Expect($"FirmwareStatusNotification {status}", update.Find(status) is not null, Seen(update, update.Find(status)), update.Find(status));
        Observe(update, found);
        if (update.File.Came is null && installed is not null) return NotReached(update, found);
        if (installed is null)
        {
            if (update.Failed is { } failed && (failed.Status == "InstallationFailed" || update.File.Ended is not null))
                return found.With(new(Verdict.Fail, failed.Status, failed.Status == "DownloadFailed" ? "The file was fetched to its end, but the charge point reported DownloadFailed." : "The charge point has the file, but reported InstallationFailed."));
            if (update.File.Ended is null) return found.With(JudgeRules.NotDelivered("the download did not come to its end", "Look at the network between here and the charge point, and repeat."));
            var end = capture.Frames[^1].At;
            var isWatched = end - update.Call.At >= limit || update is { IsNewVersion: true, Boot: { } boot } && end - boot.At >= F12FirmwareUpdate.LateInstalled;
            if (!isWatched) return found.With(JudgeRules.NotDelivered("not watched to the end", "Repeat, and wait until the update is over."));
            return found.With(new(Verdict.Fail, "no Installed received", $"The file was fetched, but no Installed came in {JudgeRules.Span(end - update.Call.At)}."));
        }
        if (downloading is null) found.Fail("no Downloading received", "Installed was reported, but not Downloading before it.");
        else if (downloading.Number > installed.Number && !update.Statuses.Any(frame => frame.Status == "Installed" && frame.Number > downloading.Number))
            found.Fail("Installed before Downloading", "Downloading must be followed by Installed; they came the other way round.");
        if (installed.At - update.Call.At > limit) found.Fail($"Installed after {JudgeRules.Span(installed.At - update.Call.At)}", $"Installed came later than {limit.TotalMinutes:0} min.");
        List<string> missing = [.. new[] { "Downloaded", "Installing" }.Where(status => update.Find(status) is null)];
        if (missing.Count > 0) found.Remark($"no {string.Join(", no ", missing)}", "Not every step was reported.");
        if (update.Statuses.Any(frame => frame.Status is "DownloadFailed" or "InstallationFailed")) found.Remark("only at a further try", "A try failed before it was installed.");
        return found.Close("Downloading to Installed received", $"Installed came {JudgeRules.Span(installed.At - update.Call.At)} after UpdateFirmware.");
    }

    private static LegResult Rebooted(ObservedUpdate update, LegCapture capture, VerdictBuilder found)
    {
        if (update.File.Came is null) return found.With(JudgeRules.NotDelivered("the file was not fetched", FileOffers.AddressHint(update.Call)));
        var (installed, boot) = (update.Installed, update.Boot);
        if (installed is null && !update.IsNewVersion) return found.With(JudgeRules.NotDelivered("the firmware was not installed", "See the notifications of this update, and repeat."));
        found.Expect("BootNotification behind the installation", boot is not null, boot is null ? "none" : Seen(update, boot), boot);
        if (boot is null) return NotRebooted(update, installed!, capture, found);
        var (before, after) = (update.VersionBefore, update.VersionAfter);
        found.Expect("firmwareVersion is another", before is null || after is null ? null : update.IsNewVersion, $"{before ?? "not known"}, then {after ?? "not said"}", boot);
        if (update.IsNewVersion) return found.Close($"updated from {before} to {after}", "The charge point started again by itself with another version.");
        if (before is null || after is null) found.Remark($"version {before ?? "not known"} before, {after ?? "not said"} after", "Whether the version changed cannot be said.");
        else found.Remark($"version {after} as before", "The charge point runs the version that it had: the same file was used, or the new one did not take.");
        return found.Close("rebooted by itself", "The charge point started again by itself.");
    }

    private static LegResult NotRebooted(ObservedUpdate update, CapturedFrame installed, LegCapture capture, VerdictBuilder found)
    {
        if (Readiness.IsAway(capture)) return found.With(JudgeRules.NotDelivered("the charge point did not come back", "Look after it and its network; if it does not start any more, this is a fail."));
        if (capture.Frames[^1].At - installed.At < F12FirmwareUpdate.RebootLimit) return found.With(JudgeRules.NotDelivered("not watched to the end", "Repeat, and wait ten minutes behind Installed."));
        if (Readiness.RunningAt(capture.Frames) is { } busy) return found.With(JudgeRules.NotDelivered($"connector {busy} was in use", "The reboot is due only when all connectors are available. Repeat then."));
        found.Traits.Add("no reboot after a firmware update");
        var isComplete = update.File.Ended is not null && Order.All(status => update.Find(status) is not null);
        var isBack = capture.First(frame => frame.Kind == FrameKind.Connected, installed) is not null;
        return found.With(new(Verdict.Fail, $"{(isComplete ? "all notifications received except boot notification" : "no boot notification received")}{(isBack ? "" : "; must be rebooted by hand")}",
            isBack ? "The charge point connected again behind Installed, but sent no BootNotification." : "Installed was reported, but the charge point did not start again within 10 minutes, though no connector was in use."));
    }

    /// <summary>Nothing was fetched here: the charge point cannot reach the address, or says what it did not do.</summary>
    private static LegResult NotReached(ObservedUpdate update, VerdictBuilder found)
    {
        if (update.IsTaken) return found.With(new(Verdict.Fail, $"{update.Statuses[^1].Status} without a download", $"The charge point reported {update.Statuses[^1].Status}, but did not fetch the file."));
        var word = update.Failed is { } failed ? $"{failed.Status}, and nothing reached this server" : "nothing reached this server";
        return found.With(JudgeRules.NotDelivered(word, FileOffers.AddressHint(update.Call)));
    }

    private static void Observe(ObservedUpdate update, VerdictBuilder found)
    {
        foreach (var repeated in update.Statuses.GroupBy(frame => frame.Status).Where(one => one.Count() > 1)) found.Observations.Add($"FirmwareStatusNotification {repeated.Key} came {repeated.Count()} times.");
        var steps = update.Statuses.Select(frame => Array.IndexOf(Order, frame.Status)).Where(step => step >= 0).ToList();
        if (steps.Zip(steps.Skip(1)).Any(pair => pair.First > pair.Second)) found.Observations.Add("The notifications came out of order.");
    }

    private static string Seen(ObservedUpdate update, CapturedFrame? frame) => frame is null ? "none" : $"after {JudgeRules.Span(frame.At - update.Call.At)}";
}
