using Microsoft.Playwright;

namespace OcppDashboard.Tests.Browser;

/// <summary>One Chromium and one running program per mode for all browser tests, started when first asked for.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    /// <summary>
    /// Each viewer is a window of its own, and Chromium prepares for each the two lists under an address bar that nobody sees: most of a second of
    /// the processor. A second switch of this name takes the place of Playwright's, whose features are repeated first.
    /// </summary>
    private const string Disabled = "--disable-features=AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,DialMediaRouteProvider,"
        + "GlobalMediaControls,HttpsUpgrades,LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,BlockOriginHeaderModificationOnRedirect,"
        + "AvoidCorsURLLoaderRestartOnRedirect,Translate,AutoDeElevate,OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,"
        + "WebUIOmniboxPopup,WebUIOmniboxAimPopup";

    private readonly Dictionary<string, DashboardProcess> programs = [];
    private IPlaywright? playwright;
    private IBrowser? chromium;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>No simulated charge points: the tests connect their own.</summary>
    public Task<DashboardProcess> LabAsync() => ProgramAsync("--lab");

    public Task<DashboardProcess> DemoAsync() => ProgramAsync("--demo");

    public async Task<IBrowser> ChromiumAsync()
    {
        Assert.True(File.Exists(ChromiumPath.File), $"chromium is not installed ({ChromiumPath.File}): apt-get install chromium");
        playwright ??= await Playwright.CreateAsync();
        return chromium ??= await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = ChromiumPath.File,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", Disabled,
                $"--host-resolver-rules=MAP {OpenPage.PhoneHost} 127.0.0.1", // an address that is not this machine's own
            ],
        });
    }

    public async Task DisposeAsync()
    {
        if (chromium is not null) await chromium.CloseAsync();
        playwright?.Dispose();
        foreach (var program in programs.Values) await program.DisposeAsync();
    }

    private async Task<DashboardProcess> ProgramAsync(string mode)
    {
        if (!programs.TryGetValue(mode, out var program)) programs[mode] = program = await DashboardProcess.StartAsync(mode);
        return program;
    }
}

[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "Browser";
}

/// <summary>The tour beside the other browser tests, with a browser and programs of its own.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTourCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "Browser tour";
}
