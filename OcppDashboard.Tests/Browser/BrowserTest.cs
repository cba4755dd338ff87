using System.Globalization;
using Microsoft.Playwright;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Browser;

/// <summary>A test in Chromium against the running program.</summary>
[Collection(BrowserCollection.Name)]
public abstract class BrowserTest(BrowserFixture fixture) : IAsyncLifetime
{
    private static int lastId;
    private readonly List<OpenPage> pages = [];
    private readonly List<RawOcppClient> clients = [];

    static BrowserTest() => Assertions.SetDefaultExpectTimeout(45_000);

    protected BrowserFixture Fixture => fixture;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>An identity that no other test uses.</summary>
    protected string NewId(string name) => $"{name}-{Interlocked.Increment(ref lastId).ToString(CultureInfo.InvariantCulture)}";

    /// <summary>A viewer whose page is at the address and drawn.</summary>
    /// <param name="address">Another address that leads to the program; null: its own.</param>
    protected async Task<OpenPage> OpenAsync(DashboardProcess program, string path, Look? look = null, string? address = null)
    {
        var page = await OpenPage.OnAsync(await fixture.ChromiumAsync(), program, look ?? Look.Desk, address);
        lock (pages) pages.Add(page);
        await page.GoAsync(path);
        return page;
    }

    /// <summary>A connected charge point that has booted and told that its connectors are Available.</summary>
    protected async Task<RawOcppClient> BootAsync(
        DashboardProcess program, string id, string vendor = "Acme", string model = "Raw 1", int connectors = 1)
    {
        var client = await program.ConnectAsync(id);
        clients.Add(client);
        await client.BootAsync(vendor, model);
        for (var connector = 0; connector <= connectors; connector++) await client.StatusAsync(connector, "Available");
        return client;
    }

    protected static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    public async Task DisposeAsync()
    {
        try
        {
            foreach (var page in pages) page.AssertNoFaults();
        }
        finally
        {
            foreach (var client in clients) await client.DisposeAsync();
            foreach (var page in pages) await page.DisposeAsync();
        }
    }
}
