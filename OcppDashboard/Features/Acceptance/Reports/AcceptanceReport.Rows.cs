using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>How the rows come out of the record.</summary>
public sealed partial record AcceptanceReport
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The rows of the script, by number.</summary>
    internal static IReadOnlyList<FunctionInfo> Script => [.. AcceptanceFunctions.All.Select(function => function.Info)];

    private static ReportRow Row(RunRecord run, FunctionInfo function, IReadOnlyList<ReportNote> notes)
    {
        var tries = run.Legs.Where(tried => function.Legs.Any(leg => leg.Id == tried.Leg)).ToList();
        return new(function.Number, function.Name, function.Criteria, function.Legs.Count == 0 ? Verdict.NotRun : run.VerdictOf(function), run.Plan.Functions.Contains(function.Number),
            [.. function.Legs.Select(leg => Leg(run, leg, notes))],
            tries.Count == 0 ? null : tries.Min(tried => tried.StartedAt),
            tries.Aggregate(TimeSpan.Zero, (sum, tried) => sum + Took(tried)), tries.Count);
    }

    private static ReportLeg Leg(RunRecord run, LegInfo leg, IReadOnlyList<ReportNote> notes)
    {
        var outcome = run.Last(leg.Id)?.Result ?? LegResult.NotRun;
        return new(leg.Id, leg.Name, run.VerdictOf(leg.Id), outcome.Verdict, outcome,
            [.. run.Overrides.Where(o => o.Leg == leg.Id)],
            [.. run.Legs.Where(tried => tried.Leg == leg.Id).Select(tried => new ReportTry(tried.Attempt, tried.StartedAt, Took(tried), tried.Result, FramesOf(run, tried)))],
            [.. notes.Where(note => note.Leg == leg.Id).Select(note => note.Number)]);
    }

    private static TimeSpan Took(LegRun tried) => tried.EndedAt > tried.StartedAt ? tried.EndedAt - tried.StartedAt : TimeSpan.Zero;

    private static IReadOnlyList<CapturedFrame> FramesOf(RunRecord run, LegRun tried) => [.. run.Frames.Where(frame => frame.Number >= tried.FirstFrame && frame.Number <= tried.LastFrame)];

    private static IEnumerable<int> Numbers(RunRecord run, LegRun tried) => FramesOf(run, tried).Select(frame => frame.Number);

    private static List<ReportNote> Number(RunRecord run, IReadOnlyList<FunctionInfo> script) =>
        [.. run.Notes.OrderBy(note => note.At).ThenBy(note => note.Id).Select((note, i) =>
            new ReportNote(i + 1, note.Leg, About(note.Leg, script), note.By, note.Text, note.At, note.Photo is { Length: > 0 } ? note.Photo : null, MediaType(note.Photo)))];

    /// <returns><c>9 Reset CS, hard</c>; the leg's id where the script has no such leg.</returns>
    private static string About(string leg, IReadOnlyList<FunctionInfo> script)
    {
        var function = script.FirstOrDefault(info => info.Legs.Any(part => part.Id == leg));
        if (function is null) return leg.Length == 0 ? "The run" : leg;
        var name = function.Legs.First(part => part.Id == leg).Name;
        return name.Length == 0 ? $"{ReportTime.Digits(function.Number)} {function.Name}" : $"{ReportTime.Digits(function.Number)} {function.Name}: {name}";
    }

    /// <summary>What the record has of legs that the script no longer knows must not vanish in silence.</summary>
    private static IEnumerable<string> Strangers(RunRecord run, IReadOnlyList<FunctionInfo> script) =>
        run.Legs.Select(tried => tried.Leg).Distinct().Where(id => !script.Any(function => function.Legs.Any(leg => leg.Id == id)))
            .Select(id => $"Leg {id} was run ({VerdictWords.Of(run.VerdictOf(id))}: {run.Last(id)!.Result.Result}), but this version's script has no such leg.");

    private static string? MediaType(byte[]? photo) =>
        photo is null ? null : photo.AsSpan().StartsWith(Png) ? "image/png" : photo is [0xFF, 0xD8, 0xFF, ..] ? "image/jpeg" : null;
}
