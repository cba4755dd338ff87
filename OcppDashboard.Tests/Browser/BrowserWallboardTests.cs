using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Browser;

/// <summary>The sample page of the documentation with the npm package's own script, served from elsewhere: what its reader does.</summary>
public sealed class BrowserWallboardTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [BrowserFact]
    public async Task The_sample_page_shows_what_happens()
    {
        await using var docs = await ServeAsync(Repository.PathOf("docs"));
        var origin = docs.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        await using var central = await TestCentralSystem.StartAsync(settings => settings with { Api = new() { AllowedOrigins = [origin] } });
        await using var charger = await central.BootAsync("CP-1");
        await charger.CallForResultAsync("StatusNotification", """{"connectorId":1,"status":"Available","errorCode":"NoError"}""");

        var context = await (await Fixture.ChromiumAsync()).NewContextAsync();
        var page = await context.NewPageAsync();
        var faults = new List<string>();
        page.PageError += (_, fault) => faults.Add(fault);
        await page.GotoAsync($"{origin}/wallboard.html?server=http://localhost:{central.Port}");
        await Expect(page.Locator("article h2")).ToHaveTextAsync("CP-1");
        await Expect(page.Locator("#online")).ToHaveTextAsync("1/1");
        await Expect(page.Locator("#link")).ToHaveTextAsync("live");

        await charger.CallForResultAsync("StatusNotification", """{"connectorId":1,"status":"Faulted","errorCode":"GroundFailure"}""");
        await Expect(page.Locator("#faulted")).ToHaveTextAsync("1");
        await charger.CallForResultAsync("StartTransaction", """{"connectorId":1,"idTag":"TAG","meterStart":0,"timestamp":"2026-05-12T12:00:00Z"}""");
        await Expect(page.Locator("footer")).ToContainTextAsync("started");
        await charger.CallForResultAsync("StatusNotification", """{"connectorId":1,"status":"<b>odd</b>","errorCode":"NoError"}""");
        await Expect(page.Locator("article li span").First).ToHaveTextAsync("<b>odd</b>");
        charger.Drop();
        await Expect(page.Locator("article")).ToHaveAttributeAsync("data-online", "false");
        Assert.Empty(faults);
        await context.CloseAsync();
    }

    private static async Task<WebApplication> ServeAsync(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(folder) });
        await app.StartAsync();
        return app;
    }
}
