using OcppDashboard.Features.Acceptance.Reports;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Tests.Features.Acceptance.Reports;

public class ModelSheetTests
{
    private static RunRecord Run(long id, string vendor, string firmware, int day, params (string Leg, string[] Traits)[] legs)
    {
        var run = new RunWriter(id).Says("BootNotification", $$"""{"chargePointVendor":"{{vendor}}","chargePointModel":"10566","firmwareVersion":"{{firmware}}"}""");
        foreach (var (leg, traits) in legs) run.Leg(leg, new(Verdict.Pass, "", "") { Traits = traits });
        return run.Record() with { StartedAt = new(2026, 5, day, 0, 0, 0, TimeSpan.Zero) };
    }

    private static readonly RunRecord[] Runs =
    [
        Run(1, "DELTA", "3.3.9", 1, ("1", ["no ICCID"]), ("14", ["no meter values of offline transactions"])),
        Run(2, "Delta", "3.3.9", 2, ("1", ["no ICCID"]), ("1", ["no ICCID"])),
        Run(3, "DELTA", "3.4", 3, ("1", ["no ICCID"]), ("9b", ["boots twice"]), ("9a", ["boots twice"])),
        Run(4, "Other", "3.4", 4, ("1", ["no ICCID"])),
    ];

    [Fact]
    public void Traits_are_counted_by_firmware_the_last_run_first()
    {
        var sheet = ModelSheet.Of("delta", "10566", Runs, SampleScript.All);
        Assert.Equal(("DELTA", "10566"), (sheet.Vendor, sheet.Model));
        Assert.Equal([("3.4", 1), ("3.3.9", 2)], sheet.Firmware.Select(firmware => (firmware.Version, firmware.Runs)));
        Assert.Equal([("no ICCID", 2, 2), ("no meter values of offline transactions", 1, 1)], sheet.Firmware[1].Traits.Select(trait => (trait.Text, trait.Runs, trait.OutOf)));
        var twice = sheet.Firmware[0].Traits.Single(trait => trait.Text == "boots twice");
        Assert.Equal((1, 1), (twice.Runs, twice.OutOf));
        Assert.Equal([9], twice.Functions);
    }

    [Fact]
    public void The_order_of_the_runs_does_not_matter() => Assert.Equal(
        ModelSheet.All(Runs, SampleScript.All).SelectMany(sheet => sheet.Firmware.SelectMany(firmware => firmware.Traits.Select(trait => $"{sheet.Vendor} {firmware.Version} {trait.Text} {trait.Runs}"))),
        ModelSheet.All(Runs.Reverse(), SampleScript.All).SelectMany(sheet => sheet.Firmware.SelectMany(firmware => firmware.Traits.Select(trait => $"{sheet.Vendor} {firmware.Version} {trait.Text} {trait.Runs}"))));

    [Fact]
    public void A_model_without_runs_has_no_firmware() => Assert.Empty(ModelSheet.Of("Nobody", "1", Runs, SampleScript.All).Firmware);
}
