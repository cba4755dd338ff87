using Microsoft.Playwright;
using OcppDashboard.Simulator;

namespace OcppDashboard.Tests.Browser;

/// <summary>Firmware goes from a browser to a charge point, diagnostics come back: nobody makes up an address.</summary>
public sealed class BrowserFilesTests(BrowserFixture fixture) : BrowserDemoTest(fixture)
{
    private const string Delta = "DELTA-10566";

    [BrowserFact]
    public async Task A_firmware_file_is_uploaded_and_the_DELTA_is_updated_with_it()
    {
        var (demo, _) = await PauseAsync(Delta);
        var viewer = await OpenAsync(demo, "/files");
        await viewer.Page.Locator("input[data-firmware]").SetInputFilesAsync(new FilePayload
        {
            Name = "delta-release-3.4.fw", MimeType = "application/octet-stream", Buffer = DemoFirmware.Build("DELTA", "10566", "3.4"),
        });
        await Expect(viewer.Page.GetByLabel("Version")).ToHaveValueAsync("3.4");
        await viewer.Page.GetByLabel("Vendor").FillAsync("DELTA");
        await viewer.Page.GetByLabel("Model").FillAsync("10566");
        await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Upload", Exact = true }).ClickAsync();
        await Expect(viewer.Page.Locator(".upload")).ToContainTextAsync("SHA-256");
        await Expect(viewer.Page.Locator("table.firmware tbody tr").First).ToContainTextAsync("DELTA 10566");

        await viewer.GoAsync($"/charge-points/{Delta}");
        var firmware = viewer.Page.Locator(".facts dd").Nth(2);
        await Expect(firmware).ToContainTextAsync("3.3.9");
        await Tour.CommandAsync(viewer.Page, "UpdateFirmware");
        var dialog = viewer.Page.Locator("dialog[open]");
        await dialog.GetByLabel("Firmware file").SelectOptionAsync(new SelectOptionValue { Label = "delta-release-3.4.fw · 3.4 · 262.3 kB" });
        await Expect(dialog.Locator(".own-address")).ToContainTextAsync("/f/…");
        await dialog.Locator("button[type=submit]").ClickAsync();
        var newest = viewer.Page.Locator("#commands .cmds > li").First;
        await Expect(newest).ToContainTextAsync("New firmware at boot: 3.4", new() { Timeout = (float)Reboot.TotalMilliseconds });
        await Expect(firmware).ToHaveTextAsync("3.4", new() { Timeout = (float)Reboot.TotalMilliseconds });

        await viewer.GoAsync("/files");
        await Expect(viewer.Page.Locator("table.firmware tbody tr").First).ToContainTextAsync("fetched by 1");
    }

    [BrowserFact]
    public async Task Diagnostics_arrive_and_are_read_line_by_line()
    {
        const string id = "SP-TENDER-22";
        var (demo, _) = await PauseAsync(id);
        var viewer = await OpenAsync(demo, "/charge-points/" + id);
        await Tour.CommandAsync(viewer.Page, "GetDiagnostics");
        await Expect(viewer.Page.Locator("dialog[open] .own-address")).ToContainTextAsync("://127.0.0.1"); // http or ftp, as its configuration says
        await viewer.Page.Locator("dialog[open] button[type=submit]").ClickAsync();
        await Expect(viewer.Page.Locator("#commands .cmds > li").First).ToContainTextAsync("File arrived", new() { Timeout = (float)Reboot.TotalMilliseconds });

        await viewer.Page.Locator("nav.tabs a[href$='tab=files']").ClickAsync();
        await viewer.Page.Locator("table.received").GetByText("View").First.ClickAsync();
        await Expect(viewer.Page.Locator(".log-line").First).ToContainTextAsync("1");
        var count = viewer.Page.Locator(".log-panel header [role=status]");
        await Expect(count).ToContainTextAsync("line");
        await viewer.Page.Keyboard.PressAsync("/");
        await viewer.Page.Keyboard.TypeAsync("no line of any log holds this");
        await Expect(count).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^0 of "));
        var download = await viewer.Page.RunAndWaitForDownloadAsync(() => viewer.Page.Locator("a[download]").ClickAsync());
        Assert.True(new FileInfo(await download.PathAsync()).Length > 0);
    }
}
