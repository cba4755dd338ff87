using System.Text.Json;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>A firmware file is fetched from here, installed with notifications, and the charge point starts again by itself. Leg 12a drives for all three.</summary>
public sealed class F12FirmwareUpdate : AcceptanceFunction
{
    /// <summary>How long the reboot may take behind Installed, and Installed behind the reboot.</summary>
    internal static readonly TimeSpan RebootLimit = TimeSpan.FromMinutes(10), LateInstalled = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan RetryLimit = TimeSpan.FromMinutes(2), SettleLimit = TimeSpan.FromSeconds(60);

    public override FunctionInfo Info { get; } = new(12, "Remote Firmware update", RunPhase.UnattendedEnd,
        [
            "Receive firmware file from manufacturer",
            "After sending UpdateFirmware, FirmwareStatusNotification message with FirmwareStatus \"Downloading\" must be received, followed by FirmwareStatusNotification message with FirmwareStatus \"Installed\"",
            "Automatically reboot if connectors are available",
        ],
        [new("12a", "file fetched"), new("12b", "notifications"), new("12c", "reboot")]);

    public override string EvidenceLeg(string leg) => "12a";

    public override async Task DriveAsync(string leg, RunContext bench)
    {
        if (leg != "12a" || bench.Plan.FirmwareFileId is not { } id || !await Readiness.IsReadyAsync(bench)) return;
        await FileOffers.ReadProfilesAsync(bench);
        await NoteVersionAsync(bench);
        var schemes = FileOffers.Schemes(bench, isUpload: false);
        foreach (var scheme in schemes)
        {
            if (FileOffers.Note(bench, scheme, await bench.Link.OfferFirmwareAsync(id, scheme)) is not { } file) continue;
            if (!await bench.IsBackAsync()) return;
            var answer = await bench.CallAsync(new UpdateFirmwareRequest(file.Address, 1, bench.Time.GetUtcNow(), 60));
            if (FileOffers.IsRefused(answer)) return;
            if (answer is { Kind: FrameKind.NoAnswer, Text: JudgeRules.NotSent }) continue;
            var call = bench.Capture.Sent("UpdateFirmware").Last();
            if (!await IsTakenAsync(bench, call, scheme == schemes[^1])) continue;
            await FinishAsync(bench, call);
            return;
        }
    }

    public override LegResult Judge(string leg, LegCapture capture, RunFacts facts, AcceptancePlan plan) => F12Judge.Judge(leg, capture, facts, plan);

    /// <summary>Keeps which version runs now; asks where no boot was seen.</summary>
    private static async Task NoteVersionAsync(RunContext bench)
    {
        if (bench.Facts.Boot is null && JudgeRules.IsAccepted(await bench.CallAsync(new TriggerMessageRequest(MessageTrigger.BootNotification))))
            await bench.WaitAsync(frame => frame.IsCall("BootNotification"), TimeSpan.FromSeconds(bench.Timeouts.TriggeredMessage), "BootNotification on a trigger");
        if (bench.Facts.Boot is { ValueKind: JsonValueKind.Object } boot && boot.TryGetProperty("firmwareVersion", out var version) && version.ValueKind == JsonValueKind.String)
            bench.Note(ObservedUpdate.Before, version.GetString()!);
    }

    /// <summary>Waits until the charge point comes for the file, or lets it be.</summary>
    /// <param name="isLast">There is no other scheme to try: it has the time of the whole update.</param>
    private static async Task<bool> IsTakenAsync(RunContext bench, CapturedFrame call, bool isLast)
    {
        var limit = isLast ? TimeSpan.FromSeconds(bench.Timeouts.Firmware) : FileOffers.Silence;
        await bench.WaitAsync(frame => ObservedFile.Is(frame, "Firmware") || frame.IsCall(ObservedUpdate.Status) && frame.Status is "DownloadFailed" or "Downloaded" or "Installing" or "Installed", limit, "a download of the firmware", call);
        return ObservedUpdate.Of(bench.Capture) is { IsTaken: true };
    }

    private static async Task FinishAsync(RunContext bench, CapturedFrame call)
    {
        var end = call.At.AddSeconds(bench.Timeouts.Firmware);
        TimeSpan Left(TimeSpan most) => end - bench.Time.GetUtcNow() is { Ticks: > 0 } left ? left < most ? left : most : TimeSpan.Zero;
        ObservedUpdate Now() => ObservedUpdate.Of(bench.Capture)!;
        bool Stands(CapturedFrame frame) => Now() is { Installed: not null } or { Failed: not null } or { IsNewVersion: true };
        while (await bench.WaitAsync(Stands, Left(TimeSpan.MaxValue), "FirmwareStatusNotification Installed", call) is not null && Now() is { Installed: null, Failed: { } failed })
            if (await bench.WaitAsync(frame => frame.IsCall(ObservedUpdate.Status) && frame.Status is not ("DownloadFailed" or "InstallationFailed" or "Idle"), Left(RetryLimit), "another try", failed) is null) return;
        if (Now() is { Installed: null, Boot: null }) return;
        if (Now().Boot is null) await bench.WaitAsync(_ => Now().Boot is not null, RebootLimit, "BootNotification", Now().Installed);
        if (Now() is { Installed: null, Boot: { } early }) await bench.WaitAsync(frame => Now().Installed is not null, Left(LateInstalled), "FirmwareStatusNotification Installed", early);
        if (Now().Boot is { } boot) await bench.WaitAsync(frame => frame.IsStatus(bench.Plan.Connector), SettleLimit, $"StatusNotification of connector {bench.Plan.Connector}", boot);
    }
}
