using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Reports;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Tests.Features.Acceptance.Reports;

public class AcceptanceReportTests
{
    private static AcceptanceReport Evlink => AcceptanceReport.Of(SampleRuns.Evlink(), functions: SampleScript.All);

    [Fact]
    public void The_head_is_what_the_charge_point_said_unless_the_tester_corrected_it()
    {
        Assert.Equal(new("Schneider Electric", "3N192040721A1S1B7551700017", "EVlink Smart Wallbox", "3.3.0.10"), Evlink.Header);
        var run = SampleRuns.Evlink();
        run = run with { Plan = run.Plan with { ManufacturerNumber = " EVB1A22P4RI ", FirmwareVersion = "" } };
        Assert.Equal(new("Schneider Electric", "EVB1A22P4RI", "EVlink Smart Wallbox", "3.3.0.10"), AcceptanceReport.Of(run, functions: SampleScript.All).Header);
        Assert.Equal(new("", "", "", ""), AcceptanceReport.Of(SampleRuns.Empty(), functions: SampleScript.All).Header);
    }

    [Fact]
    public void The_last_boot_counts()
    {
        var run = new RunWriter();
        run.Says("BootNotification", """{"chargePointVendor":"DELTA","chargePointModel":"10566","firmwareVersion":"3.3.9"}""");
        run.Says("BootNotification", """{"chargePointVendor":"DELTA","chargePointModel":"10566","chargeBoxSerialNumber":"B7","firmwareVersion":"3.4"}""");
        Assert.Equal(new("DELTA", "B7", "10566", "3.4"), AcceptanceReport.Of(run.Record(), functions: SampleScript.All).Header);
    }

    [Fact]
    public void Half_a_pair_in_a_boot_ends_no_report()
    {
        var run = new RunWriter().Says("BootNotification", """{"chargePointVendor":"\ud800","chargePointModel":"10566"}""").Record();
        Assert.Equal(new(@"\ud800", "", "10566", ""), AcceptanceReport.Of(run, functions: SampleScript.All).Header);
        Assert.Equal("\"\\ud800\"", RunComparison.Of(run, run, SampleScript.All).Boot.Single(value => value.Name == "chargePointVendor").First);
    }

    [Fact]
    public void Functions_are_counted_in_the_words_of_the_documents() =>
        Assert.Equal(["12 ok", "3 ok, with remark", "1 not ok"], Evlink.Summary.Select(count => count.Text));

    [Fact]
    public void A_persons_verdict_holds_and_the_machines_stays()
    {
        var leg = Evlink.Rows[8].Legs[1];
        Assert.Equal((Verdict.Remark, Verdict.Fail, "m.kuhn"), (leg.Verdict, leg.Machine, leg.Override?.By));
        Assert.Equal("Ok, with remark", Evlink.Rows[8].Word);
    }

    [Fact]
    public void Earlier_tries_stay()
    {
        var leg = Evlink.Rows[10].Legs[0];
        Assert.Equal([Verdict.Inconclusive, Verdict.Pass], leg.Tries.Select(tried => tried.Result.Verdict));
        Assert.Equal(Verdict.Inconclusive, Assert.Single(leg.Earlier).Result.Verdict);
        Assert.Equal((2, TimeSpan.FromSeconds(211)), (Evlink.Rows[10].Tries, Evlink.Rows[10].Took));
    }

    [Fact]
    public void Every_frame_is_somewhere_once()
    {
        var report = Evlink;
        var told = report.Rows.SelectMany(row => row.Legs).SelectMany(leg => leg.Tries).SelectMany(tried => tried.Frames).Concat(report.FramesBetween).Select(frame => frame.Number).Order();
        Assert.Equal(Enumerable.Range(1, report.FrameCount), told);
    }

    [Fact]
    public void A_leg_that_the_script_no_longer_has_is_told()
    {
        var run = new RunWriter().Leg("99z", new(Verdict.Fail, "odd", "It was odd.")).Record();
        Assert.Contains(AcceptanceReport.Of(run, functions: SampleScript.All).Remarks, remark => remark.Contains("99z", StringComparison.Ordinal) && remark.Contains("Not ok: odd", StringComparison.Ordinal));
    }

    [Fact]
    public void Functions_that_were_not_chosen_say_so()
    {
        var run = new RunWriter { Plan = new() { Functions = [15] } }.Leg("15", new(Verdict.Pass, "Accepted", "")).Record();
        var rows = AcceptanceReport.Of(run, functions: SampleScript.All).Rows;
        Assert.Equal(["Accepted"], rows[14].Result);
        Assert.Equal(("Not run", "Not chosen for this run."), (rows[0].Word, Assert.Single(rows[0].Result)));
    }

    [Theory, InlineData(RunState.Running, "so far"), InlineData(RunState.Paused, "so far"), InlineData(RunState.Aborted, "aborted"), InlineData(RunState.Finished, null)]
    public void An_unfinished_run_is_no_full_report(RunState state, string? word)
    {
        var text = AcceptanceReport.Of(new RunWriter().Record(state), functions: SampleScript.All).Unfinished;
        if (word is null) Assert.Null(text);
        else Assert.Contains(word, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_changed_time_limits_differ() =>
        Assert.Equal([("Human step", 240, 180), ("Reboot to BootNotification", 600, 300)], Evlink.Timeouts.Where(timeout => timeout.Differs).Select(timeout => (timeout.Name, timeout.Seconds, timeout.Default)));

    [Fact]
    public void All_time_limits_are_told() => Assert.Equal(typeof(AcceptanceTimeouts).GetProperties().Length, Evlink.Timeouts.Count);

    [Fact]
    public void The_functions_of_the_program_are_the_script_without_one() => Assert.NotEmpty(AcceptanceReport.Of(SampleRuns.Evlink()).Rows);

    [Theory, InlineData(0.04, "0.0 s"), InlineData(9.96, "10 s"), InlineData(59.6, "1 min 0 s"), InlineData(3599.7, "1 h 0 min"), InlineData(-3, "0.0 s")]
    public void Spans_are_short(double seconds, string text) => Assert.Equal(text, ReportTime.Took(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Times_tell_their_zone()
    {
        var at = new DateTimeOffset(2026, 5, 12, 11, 58, 0, TimeSpan.Zero);
        Assert.Equal("UTC", new ReportTime(TimeZoneInfo.Utc).ZoneAt(at));
        Assert.Equal("Europe/Amsterdam (UTC+02:00)", new ReportTime(TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam")).ZoneAt(at));
        Assert.Equal("America/St_Johns (UTC-02:30)", new ReportTime(TimeZoneInfo.FindSystemTimeZoneById("America/St_Johns")).ZoneAt(at));
        Assert.Equal("12 May 2026, 11:58 to 13 May 2026, 00:10", new ReportTime(TimeZoneInfo.Utc).Span(at, at.AddMinutes(732)));
    }
}
