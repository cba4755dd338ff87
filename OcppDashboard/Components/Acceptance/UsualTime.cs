using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Run;
using OcppDashboard.Features.Acceptance.Steps;

namespace OcppDashboard.Components.Acceptance;

/// <summary>How long what is left of a run usually takes: a guess for the person who waits, not a limit.</summary>
public static class UsualTime
{
    /// <summary>The legs to come and the rest of the present one; null when the run is over, stands still or nobody can tell.</summary>
    public static TimeSpan? Left(RunView view, DateTimeOffset now)
    {
        if (!view.IsLive || view.IsTidying || view.IsPausing) return null;
        var plan = view.Record.Plan;
        var left = view.Planned.Aggregate(TimeSpan.Zero, (sum, leg) => sum + Of(leg, plan));
        if (view.Leg is { } present && Of(present, plan) - (now - (view.LegSince ?? now)) is var rest && rest > TimeSpan.Zero) left += rest;
        return left > TimeSpan.Zero ? left : null;
    }

    /// <returns>Whole minutes, one at least.</returns>
    public static int Minutes(TimeSpan left) => Math.Max(1, (int)Math.Ceiling(left.TotalMinutes));

    /// <summary>With a charge point that answers and people at hand; waits that the plan makes shorter or longer are as it says.</summary>
    internal static TimeSpan Of(string leg, AcceptancePlan plan)
    {
        if (AcceptanceFunctions.OfLeg(leg) is not { } function || function.EvidenceLeg(leg) != leg || function.Skip(leg, RunFacts.None, plan) is not null) return TimeSpan.Zero;
        var limits = plan.Timeouts;
        return TimeSpan.FromSeconds(function.Info.Number switch
        {
            2 => limits.HeartbeatWatch,
            3 => 40,
            4 or 15 => 10,
            6 or 7 or 10 or 11 => Math.Min(limits.Prompt, 60),
            8 => limits.MeterWatch,
            9 => Math.Min(limits.Reboot, 90),
            12 => Math.Min(limits.Firmware, 300),
            13 => Math.Min(limits.Upload, 60),
            14 => limits.OfflineWindow + 60,
            _ => 30,
        });
    }
}
