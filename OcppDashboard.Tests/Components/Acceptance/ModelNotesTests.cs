using Bunit;
using OcppDashboard.Components.Acceptance;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Tests.Components.Acceptance;

public sealed class ModelNotesTests : RunComponentTest
{
    [Fact]
    public async Task It_says_what_runs_of_this_firmware_have_shown_and_how_many_of_them()
    {
        await KeepAsync(1, "1.0", Verdict.Remark, "Accepted", "no ICCID", ComponentTest.Hostile);
        await KeepAsync(2, "1.0", Verdict.Remark, "Accepted", "no ICCID");
        await KeepAsync(3, "2.0", Verdict.Remark, "Accepted", "late boot");
        var notes = Draw("Acme", "Box", "1.0");
        notes.WaitForAssertion(() => Assert.Equal(["no ICCID 2 of 2", $"{ComponentTest.Hostile} 1 of 2"], notes.FindAll("li").Select(line => line.TextContent.Trim())), Deadline);
        Assert.Contains("2 peculiarities of Acme Box, firmware 1.0, 2 runs", notes.Find("summary").TextContent.Trim());
        Assert.Empty(notes.FindAll("script, img"));
        notes.Render(p => p.Add(n => n.FirmwareVersion, "3.0")); // never run: the one that ran last
        notes.WaitForAssertion(() => Assert.Contains("1 peculiarity of Acme Box, firmware 2.0, 1 run", notes.Find("summary").TextContent), Deadline);
    }

    [Fact]
    public async Task Nothing_is_drawn_where_nothing_was_odd_or_nothing_is_known()
    {
        await KeepAsync(1, "1.0", Verdict.Pass, "Accepted");
        foreach (var (vendor, model) in new (string?, string?)[] { ("Acme", "Box"), ("Acme", "Other"), (null, "Box"), ("Acme", null) })
            Assert.Equal("", Draw(vendor, model, "1.0").Markup.Trim());
    }

    private IRenderedComponent<ModelNotes> Draw(string? vendor, string? model, string? firmware) =>
        Context.Render<ModelNotes>(p => p.Add(n => n.Vendor, vendor).Add(n => n.Model, model).Add(n => n.FirmwareVersion, firmware));
}
