using OcppDashboard.Commands.Timeline;
using OcppDashboard.State;

namespace OcppDashboard.Commands.Effects;

/// <summary>
/// What follows a GetDiagnostics or GetLog, in any order and number (K7): the file as it arrives here, and the reported states. Done when both
/// say so; the file alone is enough in the end.
/// </summary>
internal sealed class UploadEffect
{
    private const string Came = "came", Arrived = "arrived", Uploaded = "uploaded";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan ReportLimit = TimeSpan.FromSeconds(60);
    private readonly CommandSnapshot command;
    private readonly bool isNamed, isLog;
    private readonly int? requestId;
    private bool came, arrived, uploaded, broke;
    private int failures;
    private string lastStatus = "";

    public UploadEffect(CommandSnapshot command)
    {
        this.command = command;
        var marks = command.Marks.Split(' ');
        (came, arrived, uploaded) = (marks.Contains(Came), marks.Contains(Arrived), marks.Contains(Uploaded));
        isLog = command.Action == "GetLog";
        requestId = CommandTexts.Integer(command.RequestJson, "requestId");
        isNamed = isLog || CommandTexts.FileName(command.ResponseJson) is not null;
    }

    private bool IsOurs => command.FileTransferId is not null;

    /// <summary>Some name no file and upload all the same (K3), so it is watched for a while in any case.</summary>
    public ExpectedEffect ToExpectedEffect() => isNamed
        ? new("Waiting for the upload", Limit, "", Take) { Expired = Expire }
        : new("No file name given; waiting whether it uploads all the same", ReportLimit, "", Take) { Expired = Expire };

    private Seen? Take(ChargePointEvent happened) => happened switch
    {
        FileMoved m when m.TransferId == command.FileTransferId => Moved(m),
        DiagnosticsStatusReported d when d.IsLog == isLog && (d.RequestId is null || d.RequestId == requestId) => Reported(d.Status),
        ChargePointDisconnected => new(StepKind.Ok, "Went offline", "", false, "Waiting for it to come back"),
        ChargePointConnected => new(StepKind.Ok, "Reconnected", "", false, "Waiting for the upload"),
        _ => null,
    };

    private Seen? Moved(FileMoved m)
    {
        switch (m.Stage)
        {
            case FileStage.Came:
                came = true;
                return new(StepKind.Ok, $"Came with the file, {m.Via}", "", false, "Upload has begun", Limit, Came);
            case FileStage.CameAgain:
                broke = false;
                return new(StepKind.Ok, m.Bytes > 0 ? "Came again and goes on at" : "Came again and begins anew", m.Bytes > 0 ? FileTexts.Size(m.Bytes) : "", false, "Upload has begun", Limit);
            case FileStage.Moving:
                return Seen.OnlyWaiting("Upload " + FileTexts.Far(m));
            case FileStage.Broke:
                broke = true;
                return new(StepKind.Bad, $"The upload broke off at {FileTexts.Size(m.Bytes)}: {m.Note}", "", false, "Waiting for it to come again", Limit);
            case FileStage.Arrived:
                arrived = true;
                return new(StepKind.Ok, $"File arrived, {FileTexts.Size(m.Bytes)}{(m.Note is null ? "" : ":")}", m.Note ?? "", uploaded, "Waiting for its report", ReportLimit, Arrived);
            default:
                return null;
        }
    }

    private Seen? Reported(string status)
    {
        if (status == lastStatus || status == "Idle") return null;
        lastStatus = status;
        if (status == "Uploaded")
        {
            uploaded = true;
            return new(StepKind.Ok, "File", status, arrived || !IsOurs, "Uploaded was reported; waiting for the file", ReportLimit, Uploaded);
        }
        return IsFailure(status) ? Failed(status) : new(StepKind.Ok, "File", status, false, "Waiting for the upload", Limit);
    }

    private static bool IsFailure(string status) => status.Contains("Fail", StringComparison.Ordinal) || status is "BadMessage" or "NotSupportedOperation" or "PermissionDenied";

    /// <summary>Without a number of retries the charge point decides itself how often it tries.</summary>
    private Seen Failed(string status)
    {
        lastStatus = ""; // the next one is another failure
        if (arrived) return new(StepKind.Ok, $"It reported {status}, but the file is here", "", true);
        var unseen = IsOurs && !came;
        var isLast = ++failures > FileTexts.Retries(command);
        var text = unseen ? $"File {status}, and no connection reached this server: {FileTexts.Advice(command)}; or choose another way of transfer" : "File";
        return new(StepKind.Bad, text, unseen ? "" : status, isLast, "It may try again", isLast ? null : TimeSpan.FromMinutes(5));
    }

    private Seen Expire()
    {
        if (arrived) return new(StepKind.Ok, "No report of the upload came; the file is here", "", true);
        if (uploaded) return new(StepKind.Bad, "Uploaded was reported, but no file arrived here", "", true);
        if (failures > 0 && (came || !IsOurs)) return new(StepKind.Bad, "No further try came: the upload failed", "", true);
        if (!isNamed && !came && lastStatus.Length == 0 && failures == 0) return new(StepKind.Ok, "No file name given: the charge point has nothing to send", "", true);
        if (!IsOurs) return new(StepKind.Bad, "No upload was reported", "", true) { IsMissing = true };
        return broke || came ? new(StepKind.Bad, "The upload did not end", "", true) : new(StepKind.Bad, $"The charge point never came with the file: {FileTexts.Advice(command)}", "", true);
    }
}
