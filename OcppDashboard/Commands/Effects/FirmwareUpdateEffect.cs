using OcppDashboard.Commands.Timeline;
using OcppDashboard.State;

namespace OcppDashboard.Commands.Effects;

/// <summary>
/// What follows an UpdateFirmware or SignedUpdateFirmware, in any order, with repeats and gaps (K8): the download as this server sees it, the
/// reported states, the reboot, the new version. Done when Installed was reported and the new firmware booted; one of the two is enough in the end.
/// </summary>
internal sealed class FirmwareUpdateEffect
{
    private const string Came = "came", Fetched = "fetched", Installed = "installed", NewVersion = "booted";
    private static readonly TimeSpan Whole = TimeSpan.FromMinutes(45);
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RestartLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ReportLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SecondRestartLimit = TimeSpan.FromMinutes(2); // it restarted before it reported Installed: the one with the new firmware may still come
    private readonly CommandSnapshot command;
    private readonly string? before;
    private readonly TimeSpan untilDate;
    private readonly int? requestId;
    private bool came, installed, newVersion, hinted, broke, fetched;
    private string? sameVersion;
    private int failures;
    private string lastStatus = "";

    /// <param name="before">Firmware version at the last boot.</param>
    public FirmwareUpdateEffect(CommandSnapshot command, string? before)
    {
        (this.command, this.before) = (command, before);
        var marks = command.Marks.Split(' ');
        (came, installed, newVersion, fetched) = (marks.Contains(Came), marks.Contains(Installed), marks.Contains(NewVersion), marks.Contains(Fetched));
        requestId = CommandTexts.Integer(command.RequestJson, "requestId");
        untilDate = FileTexts.RetrieveDate(command) is { } date && date > command.RequestedAt ? date - command.RequestedAt : TimeSpan.Zero;
    }

    private bool IsSigned => command.Action == "SignedUpdateFirmware";

    private bool IsOurs => command.FileTransferId is not null;

    public ExpectedEffect ToExpectedEffect() => new("Waiting for the download", untilDate + (IsOurs ? Silence : Whole), "The update did not end; the charge point may still be at it", Take) { Expired = Expire };

    private Seen? Take(ChargePointEvent happened) => happened switch
    {
        FileMoved m when m.TransferId == command.FileTransferId => Moved(m),
        FirmwareStatusReported f when f.IsSigned == IsSigned && (f.RequestId is null || f.RequestId == requestId) => Reported(f.Status),
        ChargePointDisconnected => new(StepKind.Ok, "Went offline", "", false, "Waiting for it to come back"),
        ChargePointConnected => new(StepKind.Ok, "Reconnected", "", false, "Waiting for its report"),
        ChargePointBooted b => Booted(b.Boot.FirmwareVersion),
        _ => null,
    };

    private Seen? Moved(FileMoved m)
    {
        switch (m.Stage)
        {
            case FileStage.Came:
                came = true;
                return new(StepKind.Ok, $"Came for the file, {m.Via}", "", false, "Download has begun", Whole, Came);
            case FileStage.CameAgain when broke && !fetched:
                broke = false;
                return new(StepKind.Ok, m.Bytes > 0 ? "Came again and goes on at" : "Came again and begins anew", m.Bytes > 0 ? FileTexts.Size(m.Bytes) : "", false, "Download has begun", Whole);
            case FileStage.Moving when !fetched:
                return Seen.OnlyWaiting("Download " + FileTexts.Far(m));
            case FileStage.Broke when !fetched:
                broke = true;
                return new(StepKind.Bad, $"The download broke off at {FileTexts.Size(m.Bytes)}", "", false, "Waiting for it to come again");
            case FileStage.Fetched when !fetched:
                fetched = true;
                return new(StepKind.Ok, "Fetched the file:", FileTexts.Far(m), false, "Waiting for its report", null, Fetched);
            default:
                return null;
        }
    }

    private Seen? Reported(string status)
    {
        if (status == "Installed") return WasInstalled();
        if (status == lastStatus || status == "Idle") return null;
        lastStatus = status;
        if (status == "DownloadFailed") return DownloadFailed();
        return status is "InstallationFailed" or "InstallVerificationFailed" or "InvalidSignature"
            ? new(StepKind.Bad, "Firmware", status, true)
            : new(StepKind.Ok, "Firmware", status, false, "Waiting for the next step", Whole);
    }

    /// <summary>Without a number of retries the charge point decides itself how often it tries.</summary>
    private Seen DownloadFailed()
    {
        lastStatus = ""; // the next one is another failure
        var unseen = IsOurs && !came;
        var isLast = ++failures > FileTexts.Retries(command);
        var text = unseen ? $"Firmware DownloadFailed, and it never came for the file: {FileTexts.Advice(command)}" : "Firmware";
        return new(StepKind.Bad, text, unseen ? "" : "DownloadFailed", isLast, "It may try again", isLast ? null : TimeSpan.FromMinutes(15));
    }

    private Seen? WasInstalled()
    {
        if (installed) return null;
        installed = true;
        return newVersion ? new(StepKind.Ok, "Firmware", "Installed", true, Mark: Installed)
            : new(StepKind.Ok, "Firmware", "Installed", false, "Waiting for the restart with the new firmware", sameVersion is null ? RestartLimit : SecondRestartLimit, Installed);
    }

    private Seen Booted(string? version)
    {
        if (version is null || version == before)
        {
            sameVersion = version ?? "unknown";
            return installed ? Unchanged() : new(StepKind.Ok, "Booted with the same firmware:", sameVersion, false, "Waiting for the next step");
        }
        newVersion = true;
        return installed ? new(StepKind.Ok, "New firmware at boot:", version, true, Mark: NewVersion)
            : new(StepKind.Ok, "New firmware at boot:", version, false, "Waiting for Installed", ReportLimit, NewVersion);
    }

    /// <summary>Installed was reported, and the version is what it was: the same version once more, or nothing at all.</summary>
    private Seen Unchanged() => !IsOurs ? new(StepKind.Ok, "Installed was reported, but the version is unchanged:", sameVersion ?? "unknown", true)
        : fetched ? new(StepKind.Ok, "Installed, version unchanged:", sameVersion ?? "unknown", true)
        : new(StepKind.Bad, "Installed was reported, but the version is unchanged and the file was not fetched from here:", sameVersion ?? "unknown", true);

    private Seen Expire()
    {
        if (newVersion) return new(StepKind.Ok, "Installed was not reported; the new firmware runs", "", true);
        if (installed && sameVersion is not null) return Unchanged();
        if (installed) return new(StepKind.Ok, IsOurs && !fetched ? NoRestart + ", and the file was not fetched from here: nothing shows that anything was installed"
            : NoRestart + ": it may run the old firmware until it is restarted by hand or by Reset", "", true);
        if (failures > 0 && (came || !IsOurs)) return new(StepKind.Bad, "No further try came: the download failed", "", true);
        if (!IsOurs || came) return new(StepKind.Bad, "The update did not end; the charge point may still be at it", "", true) { IsMissing = true };
        if (hinted || lastStatus.Length > 0) return new(StepKind.Bad, $"The charge point never came for the file: {FileTexts.Advice(command)}", "", true);
        hinted = true;
        return Seen.OnlyWaiting($"It has not come for the file yet: {FileTexts.Advice(command)}", Whole - Silence);
    }

    private const string NoRestart = "No restart was seen";
}
