using OcppDashboard.Features.Acceptance.Capture;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>A firmware update as the frames of leg 12a show it: what came behind the last UpdateFirmware.</summary>
/// <param name="Statuses">FirmwareStatusNotifications that say something about it.</param>
/// <param name="Boot">The boot that ended the update: the first behind the download; null: none.</param>
/// <param name="VersionBefore">Firmware version before; null: not known.</param>
internal sealed record ObservedUpdate(CapturedFrame Call, ObservedFile File, IReadOnlyList<CapturedFrame> Statuses, CapturedFrame? Boot, string? VersionBefore)
{
    public const string Before = "FirmwareBefore", Status = "FirmwareStatusNotification";

    public CapturedFrame? Downloading => Find("Downloading");

    /// <summary>The first Installed; null: none.</summary>
    public CapturedFrame? Installed => Find("Installed");

    /// <summary>DownloadFailed or InstallationFailed behind which nothing better came; null: none.</summary>
    public CapturedFrame? Failed => Statuses is [.., { Status: "DownloadFailed" or "InstallationFailed" } last] ? last : null;

    /// <summary>It came for the file, or says that it has it.</summary>
    public bool IsTaken => File.Came is not null || Statuses.Any(frame => frame.Status is "Downloaded" or "Installing" or "Installed");

    public string? VersionAfter => LastBoot?.Value("firmwareVersion");
    public bool IsNewVersion => VersionBefore is not null && VersionAfter is not null && VersionBefore != VersionAfter;

    /// <summary>The last boot of the leg: some start more than once.</summary>
    private CapturedFrame? LastBoot { get; init; }

    public CapturedFrame? Find(string status) => Statuses.FirstOrDefault(frame => frame.Status == status);

    public static ObservedUpdate? Of(LegCapture capture)
    {
        if (capture.Sent("UpdateFirmware").LastOrDefault() is not { } call) return null;
        var file = ObservedFile.Of(capture, "Firmware", call);
        List<CapturedFrame> statuses = [.. capture.Received(Status).Where(frame => frame.Number > call.Number && frame.Status != "Idle")];
        var before = capture.Last(frame => frame is { Kind: FrameKind.Act, Action: Before })?.Text;
        var has = new[] { file.Ended, statuses.Find(frame => frame.Status is "Downloaded" or "Installing" or "Installed") }.Where(frame => frame is not null).MinBy(frame => frame!.Number);
        bool Fits(CapturedFrame frame) => frame.IsCall("BootNotification") && (has is not null && frame.Number > has.Number || before is not null && frame.Value("firmwareVersion") is { } version && version != before);
        var boot = capture.First(Fits, call);
        return new(call, file, statuses, boot, before) { LastBoot = boot is null ? null : capture.Last(Fits) };
    }
}
