using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace OcppDashboard.Tests.Browser;

/// <summary>Size and theme of a viewer's screen.</summary>
public sealed record Look(string Name, int Width, int Height, ColorScheme Theme)
{
    public static Look Desk { get; } = new("desk-light", 1440, 900, ColorScheme.Light);
    public static Look DeskDark { get; } = new("desk-dark", 1440, 900, ColorScheme.Dark);
    public static Look Phone { get; } = new("phone-light", 390, 844, ColorScheme.Light);
    public static Look PhoneDark { get; } = new("phone-dark", 390, 844, ColorScheme.Dark);

    public static IReadOnlyList<Look> All { get; } = [Desk, DeskDark, Phone, PhoneDark];

    public static Look Named(string name) => All.Single(look => look.Name == name);

    public bool IsPhone => Width < 800;
    public bool IsDark => Theme is ColorScheme.Dark;
}

/// <summary>One viewer with storage of its own. Whatever goes wrong in the browser is collected and fails the test.</summary>
public sealed class OpenPage : IAsyncDisposable
{
    /// <summary>The browser reports the status 404 of this page as an error.</summary>
    public const string NotThere = "/no-such-page";

    /// <summary>The host under which a phone in the network asks; it leads to this machine all the same.</summary>
    public const string PhoneHost = "192.0.2.44";

    private const string Marker = "window.loadedOnce";
    private readonly ConcurrentQueue<string> faults = new();
    private readonly DashboardProcess program;
    private readonly IBrowserContext context;

    private OpenPage(DashboardProcess program, IBrowserContext context, IPage page)
    {
        (this.program, this.context, Page) = (program, context, page);
        page.Console += (_, message) =>
        {
            if (message.Type != "error" || message.Location.Contains(NotThere, StringComparison.Ordinal)) return;
            faults.Enqueue($"console: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => faults.Enqueue("script: " + error);
        page.Dialog += (_, dialog) =>
        {
            faults.Enqueue($"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    /// <param name="address">Another address that leads to the program; null: its own.</param>
    public static async Task<OpenPage> OnAsync(IBrowser chromium, DashboardProcess program, Look look, string? address = null)
    {
        var context = await chromium.NewContextAsync(new()
        {
            BaseURL = address ?? program.Address, ViewportSize = new() { Width = look.Width, Height = look.Height }, ColorScheme = look.Theme,
            IsMobile = look.IsPhone, HasTouch = look.IsPhone, DeviceScaleFactor = 1,
            TimezoneId = "Europe/Berlin", Locale = "en-GB", ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(45_000);
        return new(program, context, await context.NewPageAsync());
    }

    /// <summary>Loads the address and waits until the page is drawn.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await Drawn.WaitForAsync();
    }

    /// <summary>The viewer's system changes to another theme while the page is open.</summary>
    public async Task SwitchAsync(ColorScheme theme)
    {
        await Page.EmulateMediaAsync(new() { ColorScheme = theme });
        await Assertions.Expect(Page.Locator("html")).ToHaveAttributeAsync("data-theme", theme is ColorScheme.Dark ? "dark" : "light");
    }

    /// <summary>The page's own part: its head or first words, which only a live circuit draws.</summary>
    public ILocator Drawn => Page.Locator("main > :not(.stale-banner):visible").First;

    /// <summary>From here on a reload can be told: <see cref="WasReloadedAsync"/>.</summary>
    public Task MarkAsync() => Page.EvaluateAsync($"{Marker} = true");

    public async Task<bool> WasReloadedAsync() => !await Page.EvaluateAsync<bool>($"{Marker} === true");

    /// <summary>Null when the page fits its window; else by how many pixels it does not, and the first element that stands out.</summary>
    public Task<string?> OverflowAsync() => Page.EvaluateAsync<string?>("""
        () => {
          const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
          if (wide <= 0) return null;
          const clips = e => e !== document.body && e !== document.documentElement && getComputedStyle(e).overflowX !== "visible";
          const inside = e => e.parentElement && (clips(e.parentElement) || inside(e.parentElement));
          const out = [...document.body.querySelectorAll("*")].find(e => e.getBoundingClientRect().right > innerWidth + 1 && !inside(e));
          return `${wide} px wider than the window: ${out?.outerHTML.slice(0, 160)}`;
        }
        """);

    /// <summary>The sum of errors so far is known and meant, such as those of a server that was ended.</summary>
    public void Forget() => faults.Clear();

    public void AssertNoFaults() => Assert.True(faults.IsEmpty, string.Join('\n', faults));

    /// <summary>May be called again: a test that ends its own program closes the page before it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Page.IsClosed) return;
        await context.CloseAsync();
        program.AssertCalm();
    }
}
