using OcppDashboard.Components.Acceptance;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.State;

namespace OcppDashboard.Tests.Components.Acceptance;

public sealed class PlanDraftTests
{
    private static readonly BootInfo Boot = new("Acme", "Box 2", "S-1", "1.0", null, null, null, null, null, default);

    [Fact]
    public void Only_what_was_corrected_goes_into_the_plan()
    {
        var draft = new PlanDraft();
        draft.Take(Boot);
        Assert.Equal(("Acme", "S-1"), (draft.Manufacturer, draft.Number));
        draft.Model = " Box 2 Pro ";
        var plan = draft.ToPlan();
        Assert.Equal((null, null, "Box 2 Pro", null), (plan.ManufacturerName, plan.ManufacturerNumber, plan.ManufacturerModel, plan.FirmwareVersion));
    }

    [Fact]
    public void A_preset_brings_all_but_who_tests_and_what_this_charge_point_is()
    {
        var plan = new AcceptancePlan
        {
            Tester = "other", Site = "Site", Functions = [15, 99], HasSim = false, HasCardReader = false, Meter = MeterPolicy.Lenient, SoftReset = SoftResetPolicy.BootOptional, Connector = 2, IdTag = "T",
            FirmwareFileId = 3, Scheme = "ftp", VendorKeys = ["A", "B"], Timeouts = new() { Reboot = 77, MeterWatch = 78 }, ManufacturerNumber = "of another",
        };
        var draft = new PlanDraft { Tester = "m.kuhn" };
        draft.Take(Boot);
        draft.Load(plan);
        var again = draft.ToPlan();
        Assert.Equal(("m.kuhn", "Site", null), (again.Tester, again.Site, again.ManufacturerNumber));
        Assert.Equal([15], again.Functions);
        Assert.Equal(plan.Timeouts, again.Timeouts);
        Assert.Equal(plan.VendorKeys, again.VendorKeys);
        Assert.Equal((false, false, 2, "T", 3L, "ftp"), (again.HasSim, again.HasCardReader, again.Connector, again.IdTag, again.FirmwareFileId, again.Scheme));
        Assert.Equal((MeterPolicy.Lenient, SoftResetPolicy.BootOptional), (again.Meter, again.SoftReset));
    }

    [Fact]
    public void Mistakes_are_sentences()
    {
        var draft = new PlanDraft();
        Assert.Null(draft.Mistake);
        draft.Limits.All.Single(limit => limit.Name == "Kept offline").Seconds = 901;
        Assert.Equal("\"Kept offline\" is 1 to 900 s.", draft.Mistake);
        draft.IdTag = " ";
        Assert.Contains("id tag", draft.Mistake);
        draft.Connector = 0;
        Assert.Contains("connector", draft.Mistake);
    }

    [Fact]
    public void Vendor_keys_are_taken_one_a_line_once_each() =>
        Assert.Equal(["A", "B"], new PlanDraft { VendorKeys = " A \r\n\nB, a" }.ToPlan().VendorKeys);
}
