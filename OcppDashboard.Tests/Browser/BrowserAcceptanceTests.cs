using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Browser;

/// <summary>A charge point is commissioned from the form to the verdict; a phone shows the same beside the desk.</summary>
public sealed class BrowserAcceptanceTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private const string CacheKey = """{"configurationKey":[{"key":"AuthorizationCacheEnabled","readonly":false,"value":"true"}]}""";

    [BrowserFact]
    public async Task A_charge_point_passes_function_15_at_the_desk_and_on_the_phone_beside_it()
    {
        var lab = await Fixture.LabAsync();
        var id = NewId("COMMISSION");
        var chargePoint = await BootAsync(lab, id);
        var desk = await OpenAsync(lab, "/charge-points/" + id);
        await desk.MarkAsync();
        await desk.Page.Locator("button[aria-haspopup=dialog]:visible").ClickAsync();
        await desk.Page.GetByRole(AriaRole.Link, new() { Name = "Commission", Exact = true }).ClickAsync();
        await Expect(desk.Page.Locator("main .form-row select").First).ToHaveValueAsync(id);
        await Expect(desk.Page.GetByLabel("Manufacturer")).ToHaveValueAsync("Acme");
        await Tour.ChooseOnlyAsync(desk.Page, "Clear cache");
        await desk.Page.GetByRole(AriaRole.Textbox, new() { Name = "Tester" }).FillAsync("m.kuhn");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Start the run" }).ClickAsync();
        await Assertions.Expect(desk.Page).ToHaveURLAsync(new Regex("/acceptance/[0-9]+$"));
        var run = new Uri(desk.Page.Url).AbsolutePath;

        var phone = await OpenAsync(lab, run + "/plug", Look.Phone);
        await Expect(phone.Page.Locator("h1")).ToHaveTextAsync("Reading the configuration …");
        await Expect(phone.Page.Locator("nav")).ToHaveCountAsync(0);
        await Expect(phone.Page.Locator(".heard")).ToContainTextAsync("Available");
        var row = desk.Page.Locator("table.runs tbody tr", new() { HasText = "Clear cache" });
        await Expect(row.Locator(".verdict")).ToHaveTextAsync("Running");
        await chargePoint.AnswerAsync("GetConfiguration", CacheKey);
        var clearing = await chargePoint.ExpectCallAsync("ClearCache");
        await Expect(phone.Page.Locator("h1")).ToHaveTextAsync("Clearing the cache …");
        await Expect(row).ToContainTextAsync("Clearing the cache");
        await chargePoint.StatusAsync(1, "Preparing");
        await Expect(phone.Page.Locator(".heard")).ToContainTextAsync("It just said: connector 1 is Preparing");
        await chargePoint.ReplyAsync(clearing.UniqueId, """{"status":"Accepted"}""");
        await Expect(row.Locator(".verdict")).ToHaveTextAsync("Pass");
        await Expect(phone.Page.Locator("h1")).ToHaveTextAsync("The run is over");
        await Expect(phone.Page.Locator(".latest .verdict")).ToHaveTextAsync("Pass");

        await row.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(desk.Page.Locator(".drawer .because")).ToHaveTextAsync("The charge point cleared its cache.");
        await Assertions.Expect(desk.Page).ToHaveURLAsync(new Regex(@"\?leg=15$"));
        Assert.False(await desk.WasReloadedAsync());
        Assert.Null(await phone.OverflowAsync());

        await PhotoAsync(phone);
        await Expect(desk.Page.Locator(".notes")).ToContainTextAsync("the plate");
        var picture = desk.Page.Locator(".notes img");
        await picture.ScrollIntoViewIfNeededAsync();
        await Eventually.GetAsync(() => picture.EvaluateAsync<int>("image => image.naturalWidth"), width => width == 1, "the photo is drawn");
        await desk.GoAsync("/acceptance");
        await Expect(desk.Page.Locator("table.run-list tbody tr").Filter(new() { HasText = id })).ToContainTextAsync("1 pass");
    }

    [BrowserFact]
    public async Task A_phone_comes_in_by_the_link_and_sees_this_run_and_nothing_else()
    {
        var lab = await Fixture.LabAsync();
        var id = NewId("PHONE");
        var chargePoint = await BootAsync(lab, id);
        var desk = await OpenAsync(lab, "/acceptance/new?cp=" + id);
        await Expect(desk.Page.Locator("main .form-row select").First).ToHaveValueAsync(id);
        await Tour.ChooseOnlyAsync(desk.Page, "Charging cable connection status");
        await desk.Page.GetByRole(AriaRole.Textbox, new() { Name = "Tester" }).FillAsync("m.kuhn");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Start the run" }).ClickAsync();
        await Assertions.Expect(desk.Page).ToHaveURLAsync(new Regex("/acceptance/[0-9]+$"));
        await chargePoint.AnswerAsync("TriggerMessage", """{"status":"Rejected"}"""); // it is asked for the connector's status
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "At the plug" }).ClickAsync();
        var link = new Uri(await desk.Page.Locator("dialog[open] .share-link .mono").InnerTextAsync());
        Assert.Equal(2, link.Segments.Length - 1);

        await using var phone = await OpenPage.OnAsync(await Fixture.ChromiumAsync(), lab, Look.Phone); // its refusals are errors in the console
        var outside = $"http://{OpenPage.PhoneHost}:{new Uri(lab.Address).Port}";
        await phone.Page.GotoAsync(outside + link.AbsolutePath);
        await Expect(phone.Page.Locator("h1")).ToHaveTextAsync("Plug in connector 1, do not authorise");
        await Expect(phone.Page.Locator(".kiosk a[href]")).ToHaveCountAsync(0);
        await chargePoint.StatusAsync(1, "Preparing");
        await Expect(phone.Page.Locator("h1")).ToHaveTextAsync("Unplug connector 1");
        Assert.Null(await phone.OverflowAsync());
        var run = new Uri(desk.Page.Url).AbsolutePath;
        foreach (var path in (string[])["/", "/messages", "/acceptance", run, run + "/plug", run + "/report", run + "/report.json"])
            Assert.Equal(403, await phone.Page.EvaluateAsync<int>("path => fetch(path).then(answer => answer.status)", path));
        foreach (var path in (string[])["/", "/messages", run])
        {
            await phone.Page.EvaluateAsync("path => Blazor.navigateTo(path)", path);
            await Expect(phone.Page.Locator(":root")).ToContainTextAsync("The pages answer only on the machine"); // in place of the whole document
            await phone.Page.GotoAsync(outside + link.AbsolutePath);
            await Expect(phone.Page.Locator(".plug-page h1")).ToBeVisibleAsync();
        }
        await desk.Page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = "End it" }).ClickAsync();
        await Expect(phone.Page.Locator("h1")).ToHaveTextAsync("This link has ended");
        await phone.Page.GotoAsync(outside + link.AbsolutePath);
        await Expect(phone.Page.Locator("body")).ToContainTextAsync("This link has ended");
    }

    private static async Task PhotoAsync(OpenPage phone)
    {
        const string dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Note or photo" }).ClickAsync();
        var large = new byte[600_000]; // many messages of the circuit
        Convert.FromBase64String(dot).CopyTo(large, 0);
        await phone.Page.Locator("dialog[open] input[type=file]").SetInputFilesAsync(new FilePayload { Name = "plate.png", MimeType = "image/png", Buffer = large });
        await Expect(phone.Page.Locator("dialog[open]")).ToContainTextAsync("600.0 kB");
        await phone.Page.Locator("dialog[open] textarea").FillAsync("the plate");
        await phone.Page.Locator("dialog[open] button[type=submit]").ClickAsync();
        await Expect(phone.Page.Locator("dialog[open]")).ToHaveCountAsync(0);
    }
}
