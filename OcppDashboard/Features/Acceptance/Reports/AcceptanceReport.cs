using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>A run as its report tells it: plain data that the renderers write out. The same record and zone always give the same report.</summary>
public sealed partial record AcceptanceReport
{
    public const string Title = "Test Report Charge Point connected with OCPP 1.6 to OcppDashboard";

    public required long RunId { get; init; }
    public required string ChargePointId { get; init; }
    public required RunState State { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>Writes the times in the zone that people read the report in.</summary>
    public required ReportTime Time { get; init; }
    public required ReportHeader Header { get; init; }
    public required IReadOnlyList<ReportRow> Rows { get; init; }

    /// <summary>How many functions came out how, good news first; without those that none did.</summary>
    public required IReadOnlyList<VerdictCount> Summary { get; init; }
    public required IReadOnlyList<string> Remarks { get; init; }
    public required IReadOnlyList<ReportNote> Notes { get; init; }
    public required IReadOnlyList<ReportSetting> Settings { get; init; }
    public required IReadOnlyList<ReportTimeout> Timeouts { get; init; }

    /// <summary>Frames of no leg's try: what was read before the first, put back after the last.</summary>
    public required IReadOnlyList<CapturedFrame> FramesBetween { get; init; }
    public required int FrameCount { get; init; }

    /// <summary>Who signs.</summary>
    public IReadOnlyList<string> Signatures { get; } = ["Tester", "Customer"];

    /// <summary>Why this is no full report yet; null: it is one.</summary>
    public string? Unfinished => State switch
    {
        RunState.Running => "The run is not finished: this report shows it so far.",
        RunState.Paused => "The run is paused: this report shows it so far.",
        RunState.Aborted => "The run was aborted: what is not run was not tried.",
        _ => null,
    };

    /// <param name="zone">In which people read the times; null: UTC.</param>
    /// <param name="functions">The script; null: the 16 functions.</param>
    public static AcceptanceReport Of(RunRecord run, TimeZoneInfo? zone = null, IReadOnlyList<FunctionInfo>? functions = null)
    {
        var script = functions ?? Script;
        var time = new ReportTime(zone ?? TimeZoneInfo.Utc);
        var notes = Number(run, script);
        var rows = script.OrderBy(function => function.Number).Select(function => Row(run, function, notes)).ToList();
        var told = run.Legs.SelectMany(tried => Numbers(run, tried)).ToHashSet();
        return new()
        {
            RunId = run.Id,
            ChargePointId = run.ChargePointId,
            State = run.State,
            StartedAt = run.StartedAt,
            EndedAt = run.EndedAt,
            Time = time,
            Header = ReportHeader.Of(run),
            Rows = rows,
            Summary = [.. VerdictWords.Order.Select(verdict => new VerdictCount(verdict, rows.Count(row => row.Verdict == verdict))).Where(count => count.Count > 0)],
            Remarks = [.. run.Remarks, .. Strangers(run, script)],
            Notes = notes,
            Settings = ReportSettings.Of(run.Plan),
            Timeouts = ReportSettings.Timeouts(run.Plan.Timeouts),
            FramesBetween = [.. run.Frames.Where(frame => !told.Contains(frame.Number))],
            FrameCount = run.Frames.Count,
        };
    }
}
