using Bunit;
using OcppDashboard.Components.Acceptance;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Acceptance;

public sealed class PhaseBarTests : ComponentTest
{
    private static readonly AcceptancePlan Plan = new() { Functions = [15, 2, 8], Timeouts = new() { HeartbeatWatch = 100, MeterWatch = 150 } };

    [Fact]
    public void What_is_left_is_said_in_whole_minutes_and_only_about()
    {
        var view = RunViews.Running(RunViews.Record() with { Plan = Plan }) with { Planned = ["2", "8"] };
        var bar = Context.Render<PhaseBar>(p => p.Add(b => b.Lines, RunLines.Phases(view, RunViews.Start)).Add(b => b.Left, UsualTime.Left(view, RunViews.Start)));
        Assert.Equal("about 5 min left", bar.Find(".phases-left").TextContent); // 10 + 100 + 150 s
    }

    [Fact]
    public void Nothing_is_said_where_nobody_can_tell()
    {
        var bar = Context.Render<PhaseBar>(p => p.Add(b => b.Lines, RunLines.Phases(RunViews.Running(RunViews.Record()), RunViews.Start)));
        Assert.Empty(bar.FindAll(".phases-left"));
    }

    [Fact]
    public void The_present_leg_counts_with_what_is_left_of_it_and_not_below_nothing()
    {
        var view = RunViews.Running(RunViews.Record() with { Plan = Plan }) with { Planned = ["2"] };
        Assert.Equal(TimeSpan.FromSeconds(106), UsualTime.Left(view, RunViews.Start.AddSeconds(4)));
        Assert.Equal(TimeSpan.FromSeconds(100), UsualTime.Left(view, RunViews.Start.AddMinutes(9)));
        Assert.Null(UsualTime.Left(view with { Planned = [] }, RunViews.Start.AddMinutes(9))); // longer than usual: nobody knows
    }

    [Fact]
    public void A_run_that_is_over_or_stands_still_has_no_time_left()
    {
        var view = RunViews.Running(RunViews.Record() with { Plan = Plan }) with { Planned = ["2"] };
        Assert.All([view with { IsLive = false }, view with { IsTidying = true }, view with { IsPausing = true }], still => Assert.Null(UsualTime.Left(still, RunViews.Start)));
    }

    [Fact]
    public void Legs_that_are_skipped_take_no_time()
    {
        Assert.Equal(TimeSpan.Zero, UsualTime.Of("14a", Plan with { HasCardReader = false }));
        Assert.Equal(TimeSpan.FromSeconds(360), UsualTime.Of("14a", Plan));
    }
}
