using System.Globalization;
using OcppDashboard.Components.Messages;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Run;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Components.Acceptance;

/// <summary>A leg in the table of a run.</summary>
/// <param name="Took">Of its last try, or since it began; null: it was not run.</param>
/// <param name="Limit">How long the running leg may take; null: nobody knows.</param>
/// <param name="IsOverridden">The verdict is a person's.</param>
public sealed record LegLine(LegInfo Info, Verdict Verdict, bool IsRunning, bool IsPlanned, string Result, TimeSpan? Took, TimeSpan? Limit, bool IsOverridden);

/// <summary>A function in the table of a run.</summary>
/// <param name="IsChosen">The plan has it, or it was run nevertheless.</param>
/// <param name="Verdict">The worst of its legs.</param>
public sealed record FunctionLine(FunctionInfo Info, bool IsChosen, Verdict Verdict, IReadOnlyList<LegLine> Legs)
{
    public bool IsRunning => Legs.Any(leg => leg.IsRunning);
    public bool IsPlanned => Legs.Any(leg => leg.IsPlanned);
    public LegLine? Running => Legs.FirstOrDefault(leg => leg.IsRunning);

    /// <summary>Of all legs together; null: none was run.</summary>
    public TimeSpan? Took => Legs.Any(leg => leg.Took is not null) ? Legs.Aggregate(TimeSpan.Zero, (sum, leg) => sum + (leg.Took ?? TimeSpan.Zero)) : null;

    /// <summary>Of the leg that runs, or of those that were run.</summary>
    public string Result => Running?.Result ?? (Legs.Count == 1 || Legs.All(leg => leg.Took is null) ? Legs[0].Result
        : string.Join("; ", Legs.Where(leg => !leg.IsPlanned && leg.Result.Length > 0).Select(leg => $"{leg.Info.Name}: {leg.Result}")));
}

/// <summary>A part of the bar above a run.</summary>
/// <param name="Done">From 0 to 1.</param>
public sealed record PhaseLine(RunPhase Phase, string Numbers, double Done, TimeSpan Took, bool IsNow);

/// <summary>What the pages of a run show, reckoned from its view.</summary>
public static class RunLines
{
    /// <summary>All functions of the script by number, also those that were not chosen.</summary>
    public static IReadOnlyList<FunctionLine> Functions(RunView view, DateTimeOffset now) => [.. AcceptanceFunctions.All.Select(function => Of(function.Info, view, now))];

    /// <summary>In the order in which they are run; phases without functions are left out.</summary>
    public static IReadOnlyList<PhaseLine> Phases(RunView view, DateTimeOffset now)
    {
        var lines = Functions(view, now).Where(line => line.IsChosen).ToList();
        return [.. Enum.GetValues<RunPhase>().Select(phase =>
        {
            var ofPhase = AcceptanceFunctions.Order.Select(number => lines.FirstOrDefault(line => line.Info.Number == number && line.Info.Phase == phase)).OfType<FunctionLine>().ToList();
            var legs = ofPhase.SelectMany(line => line.Legs).ToList();
            var done = legs.Count(leg => !leg.IsRunning && !leg.IsPlanned && leg.Took is not null);
            return new PhaseLine(phase, string.Join(' ', ofPhase.Select(line => line.Info.Number)), legs.Count == 0 ? 0 : (double)done / legs.Count,
                ofPhase.Aggregate(TimeSpan.Zero, (sum, line) => sum + (line.Took ?? TimeSpan.Zero)), legs.Any(leg => leg.IsRunning));
        }).Where(phase => phase.Numbers.Length > 0)];
    }

    /// <summary>How many legs of the plan are over, and how many there are.</summary>
    public static (int Done, int All) Progress(RunView view)
    {
        var legs = LiveRun.LegsOf(view.Record.Plan).ToList();
        return (legs.Count(leg => leg != view.Leg && !view.Planned.Contains(leg) && view.Record.Last(leg) is not null), legs.Count);
    }

    /// <summary>The name without what the script adds in brackets.</summary>
    public static string Short(FunctionInfo info) => info.Name.IndexOf(" (", StringComparison.Ordinal) is > 0 and var end ? info.Name[..end] : info.Name;

    /// <returns><c>9b Reset, soft</c>; the id where nobody knows it.</returns>
    public static string Name(string leg)
    {
        if (AcceptanceFunctions.OfLeg(leg)?.Info is not { } info) return leg;
        var part = info.Legs.First(known => known.Id == leg).Name;
        return part.Length == 0 ? $"{leg} {Short(info)}" : $"{leg} {Short(info)}, {part}";
    }

    /// <returns><c>0:48</c>, <c>13:45</c>, <c>1:02:03</c>; never negative.</returns>
    public static string Clock(TimeSpan span)
    {
        var whole = TimeSpan.FromSeconds(Math.Max(0, Math.Floor(span.TotalSeconds)));
        return whole.ToString(whole >= TimeSpan.FromHours(1) ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
    }

    private static FunctionLine Of(FunctionInfo info, RunView view, DateTimeOffset now)
    {
        var isChosen = view.Record.Plan.Functions.Contains(info.Number) || info.Legs.Any(leg => leg.Id == view.Leg || view.Planned.Contains(leg.Id) || view.Record.Last(leg.Id) is not null);
        return new(info, isChosen, view.Record.VerdictOf(info), [.. info.Legs.Select(leg => Of(leg, info, isChosen, view, now))]);
    }

    private static LegLine Of(LegInfo leg, FunctionInfo function, bool isChosen, RunView view, DateTimeOffset now)
    {
        var last = view.Record.Last(leg.Id);
        var isPlanned = view.Planned.Contains(leg.Id);
        var verdict = view.Record.VerdictOf(leg.Id);
        var isOverridden = view.Record.Overrides.Any(word => word.Leg == leg.Id);
        if (view.Leg == leg.Id) return new(leg, verdict, true, isPlanned, RunActivity.Words(view), now - (view.LegSince ?? now), Limit(function.Number, view), isOverridden);
        var result = isPlanned ? AcceptanceTexts.Waiting : last?.Result.Result ?? (isChosen ? "" : AcceptanceTexts.NotChosen);
        return new(leg, verdict, false, isPlanned, result, last?.EndedAt - last?.StartedAt, null, isOverridden);
    }

    /// <summary>Only where one wait makes up nearly all of the leg.</summary>
    private static TimeSpan? Limit(int function, RunView view)
    {
        var limits = view.Record.Plan.Timeouts;
        int? seconds = function switch { 2 => limits.HeartbeatWatch, 8 => limits.MeterWatch, 9 => limits.Reboot, 12 => limits.Firmware, 13 => limits.Upload, 14 => limits.OfflineWindow, 15 => limits.Answer, _ => null };
        return view.Prompt is null && seconds is { } some ? TimeSpan.FromSeconds(some) : null;
    }
}
