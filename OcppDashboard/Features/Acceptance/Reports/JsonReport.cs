using System.Text.Json;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>The report for programs: everything that the HTML file tells, indented.</summary>
public static class JsonReport
{
    public const string MediaType = "application/json; charset=utf-8";
    public const string Schema = "ocppdashboard/acceptance-report/1";

    /// <returns>UTF-8 without a mark, line ends LF.</returns>
    public static byte[] Bytes(AcceptanceReport report) => [.. JsonSerializer.SerializeToUtf8Bytes(Of(report), JsonReportContext.Default.JsonReportFile), (byte)'\n'];

    private static JsonReportFile Of(AcceptanceReport report) => new(
        Schema, AcceptanceReport.Title, report.RunId, report.ChargePointId, State(report.State), ReportTime.Utc(report.StartedAt), report.EndedAt is { } end ? ReportTime.Utc(end) : null,
        new(report.Header.ManufacturerName, report.Header.ManufacturerNumber, report.Header.ManufacturerModel, report.Header.FirmwareVersion),
        [.. report.Summary.Select(count => new JsonCount(VerdictWords.Code(count.Verdict), VerdictWords.Of(count.Verdict), count.Count))],
        [.. report.Rows.Select(Row)],
        report.Remarks,
        [.. report.Notes.Select(note => new JsonNote(note.Number, note.Leg, note.About, note.By, ReportTime.Utc(note.At), note.Text, note.MediaType, note.Photo))],
        [.. report.Settings.Select(setting => new JsonSetting(setting.Name, setting.Value))],
        [.. report.Timeouts.Select(timeout => new JsonTimeout(timeout.Name, timeout.Seconds, timeout.Default))],
        [.. report.FramesBetween.Select(Frame)]);

    private static JsonRow Row(ReportRow row) => new(
        row.Number, row.Name, row.Criteria, VerdictWords.Code(row.Verdict), row.Word, row.IsChosen, row.Result, row.StartedAt is { } at ? ReportTime.Utc(at) : null, Seconds(row.Took), [.. row.Legs.Select(Leg)]);

    private static JsonLeg Leg(ReportLeg leg) => new(
        leg.Id, leg.Name, VerdictWords.Code(leg.Verdict), leg.Word, VerdictWords.Code(leg.Machine),
        [.. leg.Overrides.Select(change => new JsonOverride(VerdictWords.Code(change.Verdict), change.By, change.Comment, ReportTime.Utc(change.At)))], leg.Notes, [.. leg.Tries.Select(Try)]);

    private static JsonTry Try(ReportTry tried) => new(
        tried.Attempt, VerdictWords.Code(tried.Result.Verdict), ReportTime.Utc(tried.StartedAt), Seconds(tried.Took), tried.Result.Result, tried.Result.Why, tried.Result.Policy,
        [.. tried.Result.Expected.Select(expected => new JsonExpectation(expected.Text, expected.IsMet, expected.Seen, expected.Frame))],
        tried.Result.Observations, tried.Result.Evidence, tried.Result.Traits, [.. tried.Frames.Select(Frame)]);

    private static JsonFrame Frame(CapturedFrame frame) =>
        new(frame.Number, ReportTime.Utc(frame.At), frame.Connection, frame.FromChargePoint, Kind(frame.Kind), frame.Action, frame.UniqueId, SecretMasking.Mask(frame.Text));

    private static double Seconds(TimeSpan span) => Math.Round(span.TotalSeconds, 3);

    private static string State(RunState state) => state switch { RunState.Running => "running", RunState.Paused => "paused", RunState.Finished => "finished", _ => "aborted" };

    private static string Kind(FrameKind kind) => kind switch
    {
        FrameKind.Call => "call",
        FrameKind.CallResult => "callResult",
        FrameKind.CallError => "callError",
        FrameKind.NoAnswer => "noAnswer",
        FrameKind.Connected => "connected",
        FrameKind.Disconnected => "disconnected",
        FrameKind.Refused => "refused",
        FrameKind.File => "file",
        FrameKind.Prompt => "prompt",
        FrameKind.PromptAnswer => "promptAnswer",
        FrameKind.Deadline => "deadline",
        _ => "act",
    };
}
