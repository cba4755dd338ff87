using System.Diagnostics;
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

    static BrowserTest() => Assertions.SetDefaultExpectTimeout(15_000);

    protected BrowserFixture Fixture => fixture;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>An identity that no other test uses.</summary>
    protected string NewId(string name) => $"{name}-{Interlocked.Increment(ref lastId).ToString(CultureInfo.InvariantCulture)}";

    /// <summary>A viewer whose page is at the address and drawn.</summary>
    protected async Task<OpenPage> OpenAsync(DashboardProcess program, string path, Look? look = null)
    {
        var page = await OpenPage.OnAsync(await fixture.ChromiumAsync(), program, look ?? Look.Desk);
        lock (pages) pages.Add(page);
        await page.GoAsync(path);
        return page;
    }

    /// <summary>A connected charge point that has booted and told that its connectors are Available.</summary>
    protected async Task<RawOcppClient> BootAsync(DashboardProcess program, string id, string vendor = "Acme", string model = "Raw 1", int connectors = 1)
    {
        var client = await program.ConnectAsync(id);
        clients.Add(client);
        await client.CallForResultAsync("BootNotification", Json(new { chargePointVendor = vendor, chargePointModel = model, chargePointSerialNumber = "S-" + lastId, firmwareVersion = "1.0" }));
        for (var connector = 0; connector <= connectors; connector++) await StatusAsync(client, connector, "Available");
        return client;
    }

    protected static Task StatusAsync(RawOcppClient client, int connector, string status, string errorCode = "NoError") =>
        client.CallForResultAsync("StatusNotification", Json(new { connectorId = connector, errorCode, status, timestamp = Now }));

    protected static string Json(object value) => System.Text.Json.JsonSerializer.Serialize(value);

    protected static string Now => DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    protected static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    /// <summary>Waits for a condition in the browser or elsewhere.</summary>
    protected static async Task<T> UntilAsync<T>(Func<Task<T>> read, Predicate<T> holds, string what, TimeSpan? deadline = null)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var value = await read();
            if (holds(value)) return value;
            if (clock.Elapsed > (deadline ?? TimeSpan.FromSeconds(15))) throw new TimeoutException($"{what}: still {value}");
            await Task.Delay(50);
        }
    }

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
