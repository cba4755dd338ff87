using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Browser;

/// <summary>What a charge point says is text, on every page.</summary>
public sealed class BrowserHostileTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private const string Script = "<script>alert(1)</script>";
    private const string Image = "\"><img src=x onerror=alert(1)>";

    [BrowserTheory]
    [InlineData("desk-light")]
    [InlineData("phone-light")]
    public async Task Markup_from_a_charge_point_is_shown_as_text_everywhere(string look)
    {
        var (lab, id, transaction) = await BeginAsync(Script, Image);
        var viewer = await OpenAsync(lab, "/?q=" + id, Look.Named(look));
        await Expect(viewer.Page.Locator("article.cp")).ToContainTextAsync("<img src=x");
        foreach (var path in Pages(id, transaction))
        {
            await viewer.GoAsync(path);
            await LookAsync(viewer, path);
        }
        await viewer.GoAsync($"/charge-points/{id}");
        await Expect(viewer.Page.Locator(".facts")).ToContainTextAsync(Script);
        await viewer.GoAsync($"/messages?cp={id}&action=StartTransaction");
        await viewer.Page.Locator("table.msgs .row-open").First.ClickAsync();
        await Expect(viewer.Page.Locator("tr.frames")).ToContainTextAsync("<script>alert(1)");
        await LookAsync(viewer, "an open message");
    }

    [BrowserFact]
    public async Task Names_of_500_characters_do_not_widen_a_page_on_a_phone()
    {
        var (lab, id, transaction) = await BeginAsync(new string('V', 500), new string('m', 500));
        var viewer = await OpenAsync(lab, "/?q=" + id, Look.Phone);
        foreach (var path in Pages(id, transaction).Prepend("/?q=" + id))
        {
            await viewer.GoAsync(path);
            await LookAsync(viewer, path);
        }
    }

    private static string[] Pages(string id, int transaction) =>
    [
        $"/charge-points/{id}", $"/charge-points/{id}?tab=messages", $"/charge-points/{id}?tab=transactions",
        $"/charge-points/{id}?tab=configuration", $"/charge-points/{id}?tab=history", $"/charge-points/{id}?tab=profiles",
        $"/charge-points/{id}?tab=security", $"/charge-points/{id}?tab=history&only=data-transfer",
        "/transactions", $"/transactions/{transaction}", $"/transactions/{transaction}?view=frames", "/messages", "/connect", "/wall?kiosk=1", "/acceptance", $"/acceptance/new?cp={id}",
        "/?q=" + Uri.EscapeDataString(Script), "/charge-points/" + Uri.EscapeDataString(Image), "/messages?q=" + Uri.EscapeDataString(Image),
    ];

    private static async Task LookAsync(OpenPage viewer, string what)
    {
        Assert.Equal(0, await viewer.Page.Locator("main script, main img[src=x]").CountAsync());
        var overflow = await viewer.OverflowAsync();
        Assert.True(overflow is null, $"{what}: {overflow}");
        viewer.AssertNoFaults();
    }

    private async Task<(DashboardProcess Lab, string Id, int Transaction)> BeginAsync(string vendor, string model)
    {
        var lab = await Fixture.LabAsync();
        var id = NewId("HOSTILE");
        var chargePoint = await BootAsync(lab, id, vendor, model);
        await chargePoint.BootAsync(vendor, model, model, vendor);
        await chargePoint.FaultAsync(1, Image, vendor, Script);
        return (lab, id, await chargePoint.StartTransactionAsync(Script));
    }
}
