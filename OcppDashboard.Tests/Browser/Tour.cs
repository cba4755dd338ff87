using Microsoft.Playwright;

namespace OcppDashboard.Tests.Browser;

/// <summary>A view of the product: how to come to it.</summary>
/// <param name="Name">File name of its screenshot.</param>
/// <param name="Path">Null: stay on the page of the stop before.</param>
/// <param name="Act">What to do there before looking.</param>
internal sealed record Stop(string Name, string? Path, Func<IPage, Task>? Act = null, bool DeskOnly = false, bool PhoneOnly = false)
{
    public bool IsFor(Look look) => look.IsPhone ? !DeskOnly : !PhoneOnly;

    public async Task ShowAsync(OpenPage viewer)
    {
        if (Path is not null) await viewer.GoAsync(Path);
        if (Act is not null) await Act(viewer.Page);
    }

    /// <summary>Closes the dialog that the stop opened.</summary>
    public static async Task LeaveAsync(OpenPage viewer)
    {
        if (await viewer.Page.Locator("dialog[open]").CountAsync() == 0) return;
        await viewer.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(viewer.Page.Locator("dialog[open]")).ToHaveCountAsync(0);
    }
}

/// <summary>All views, in an order that loads few pages twice.</summary>
internal static class Tour
{
    /// <summary>A charge point of the demo that has much to show.</summary>
    private const string ChargePoint = "/charge-points/DC-NORD-02";

    public static IReadOnlyList<Stop> Stops { get; } =
    [
        new("wall", "/", page => Shown(page, "article.cp")),
        new("wall-filtered", "/?status=charging", page => Shown(page, "article.cp")),
        new("help", "/", page => page.Keyboard.PressAsync("?"), DeskOnly: true),
        new("menu", "/", page => page.Locator(".topbar [data-open=menu]").ClickAsync(), PhoneOnly: true),
        new("kiosk", "/wall?kiosk=1", page => Shown(page, "article.cp")),
        new("charge-point", ChargePoint, page => Shown(page, ".meter-chart canvas")),
        new("command-trigger-message", null, page => CommandAsync(page, "TriggerMessage")),
        new("command-update-firmware", null, page => CommandAsync(page, "UpdateFirmware")),
        new("command-get-diagnostics", null, page => CommandAsync(page, "GetDiagnostics")),
        new("command-signed-firmware", null, page => CommandAsync(page, "SignedUpdateFirmware"), DeskOnly: true),
        new("command-get-log", null, page => CommandAsync(page, "GetLog"), DeskOnly: true),
        new("command-remote-start", null, page => CommandAsync(page, "RemoteStartTransaction")),
        new("command-get-configuration", null, page => CommandAsync(page, "GetConfiguration")),
        new("command-set-charging-profile", null, page => CommandAsync(page, "SetChargingProfile")),
        new("command-clear-charging-profile", null, page => CommandAsync(page, "ClearChargingProfile"), DeskOnly: true),
        new("command-more", null, MoreAsync),
        new("confirm-reset", null, page => CommandAsync(page, "Reset")),
        new("charge-point-messages", ChargePoint + "?tab=messages", page => Shown(page, "table.msgs tbody tr")),
        new("charge-point-transactions", ChargePoint + "?tab=transactions", page => Shown(page, "table tbody tr")),
        new("charge-point-profiles", "/charge-points/SP-TENDER-22?tab=profiles", ProfilesAsync),
        new("charge-point-security", "/charge-points/SP-TENDER-22?tab=security", RequestCertificateAsync),
        new("command-install-certificate", null, page => CommandAsync(page, "InstallCertificate"), DeskOnly: true),
        new("charge-point-configuration", "/charge-points/SP-TENDER-22?tab=configuration", ReadConfigurationAsync),
        new("charge-point-configuration-compared", null, CompareAsync),
        new("charge-point-files", "/charge-points/SP-TENDER-22?tab=files", DiagnosticsAsync),
        new("received-file", null, OpenReceivedAsync),
        new("files-received", "/files?tab=received", page => Shown(page, "table.received tbody tr")),
        new("files", "/files", page => Shown(page, "table.firmware tbody tr")),
        new("files-edit", null, EditFirmwareAsync),
        new("charge-point-history", ChargePoint + "?tab=history"),
        new("charge-point-data-transfer", ChargePoint + "?tab=history&only=data-transfer"),
        new("charge-point-settings", ChargePoint + "?tab=settings", page => Shown(page, ".own-settings")),
        new("work-list", "/work-list", page => Shown(page, ".work > li")),
        new("transactions", "/transactions", page => Shown(page, "table.tx tbody tr")),
        new("transaction", null, OpenTransactionAsync),
        new("messages", "/messages", OpenMessageAsync),
        new("commands-new", "/commands/new?action=Reset&cp=all", page => Shown(page, ".pick-row")),
        new("commands-confirm", null, AskManyAsync),
        new("commands-reserve", "/commands/new?action=ReserveNow&cp=all", AskManyAsync),
        new("commands-local-list", "/commands/new?action=SendLocalList&cp=all", AskManyAsync),
        new("commands-profile", "/commands/new?action=SetChargingProfile&cp=all", AskManyAsync),
        new("commands-task", "/commands/new?action=GetLocalListVersion&cp=all", AskManyAndSendAsync),
        new("commands", "/commands", page => Shown(page, "table.task-list tbody tr")),
        new("commands-templates", "/commands/templates"),
        new("commands-template-new", null, NewTemplateAsync),
        new("acceptance-new", "/acceptance/new?cp=SP-TENDER-22", page => Shown(page, ".fn-check")),
        new("acceptance-run", null, CommissionAsync),
        new("acceptance-leg", null, EvidenceAsync),
        new("acceptance-plug-code", null, PlugCodeAsync),
        new("acceptance-plug", null, PlugAsync),
        new("acceptance-compare", "/acceptance/compare?first=1&second=1", page => Shown(page, "table.compare")),
        new("acceptance", "/acceptance", page => Shown(page, "table.run-list tbody tr")),
        new("id-tags", "/id-tags", page => Shown(page, ".tabs")),
        new("id-tags-add", null, async page =>
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Add id tag" }).Locator("visible=true").First.ClickAsync();
            await Shown(page, "#tag-title");
        }),
        new("id-tags-unknown", "/id-tags?tab=unknown", page => Shown(page, "table.tags tbody tr")),
        new("local-lists", "/id-tags?tab=lists", page => Shown(page, "table.tags tbody tr")),
        new("reservations", "/id-tags?tab=reservations", page => Shown(page, ".tabs")),
        new("command-reserve-now", ChargePoint, page => CommandAsync(page, "ReserveNow")),
        new("connect", "/connect"),
        new("settings", "/settings", WebhookAsync),
        new("settings-webhook", null, page => DialogAsync(page, "Add webhook")),
        new("demo", "/demo", page => Shown(page, ".demo-cp")),
        new("not-found", OpenPage.NotThere),
    ];

    /// <summary>Opens a command's dialog on a charge point's page, by its button or through the list of all.</summary>
    public static async Task CommandAsync(IPage page, string action)
    {
        var button = page.Locator(".head-actions:visible").GetByRole(AriaRole.Button, new() { Name = action, Exact = true });
        if (await button.CountAsync() == 0)
        {
            await MoreAsync(page);
            button = page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = action, Exact = true });
        }
        await button.ClickAsync();
        await Shown(page, "#command-title");
    }

    /// <summary>Chooses one function for a run. Each click waits for what the one before did: nobody is as quick as a program.</summary>
    public static async Task ChooseOnlyAsync(IPage page, string function)
    {
        var count = page.Locator(".toolbar [role=status]");
        await page.GetByRole(AriaRole.Button, new() { Name = "None", Exact = true }).ClickAsync();
        await Assertions.Expect(count).ToContainTextAsync("0 of");
        await page.Locator(".fn-check", new() { HasText = function }).ClickAsync();
        await Assertions.Expect(count).ToContainTextAsync("1 of");
    }

    private static async Task CompareAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep as baseline" }).ClickAsync();
        await page.Locator("select.compare").SelectOptionAsync("baseline");
        await Shown(page, "table.config.compared tbody tr");
    }

    private static async Task AskManyAsync(IPage page)
    {
        await page.Locator(".btn.primary:visible").ClickAsync();
        await Shown(page, "#command-title");
    }

    private static async Task AskManyAndSendAsync(IPage page)
    {
        await Shown(page, ".pick-row");
        await AskManyAsync(page);
        await page.Locator("dialog[open] button[type=submit]").ClickAsync();
        await Shown(page, "table.targets tbody tr");
    }

    private static async Task NewTemplateAsync(IPage page)
    {
        await page.Locator(".btn.primary:visible").ClickAsync();
        await Shown(page, "#template-title");
    }

    /// <summary>Makes a webhook that nobody listens to, where there is none, and looks at its deliveries.</summary>
    private static async Task WebhookAsync(IPage page)
    {
        var rows = page.Locator("table.webhooks tbody tr");
        await Shown(page, ".webhook-panel");
        if (await rows.CountAsync() == 0)
        {
            await DialogAsync(page, "Add webhook");
            await page.Locator("dialog[open] input[type=url]").FillAsync("http://127.0.0.1:9/ocpp");
            await page.Locator("dialog[open] button[type=submit]").ClickAsync();
            await page.Locator("dialog[open] button").GetByText("Done").ClickAsync();
        }
        await rows.First.GetByRole(AriaRole.Button, new() { Name = "Send test" }).ClickAsync();
        await Shown(page, "table.deliveries tbody tr");
    }

    private static async Task DialogAsync(IPage page, string button)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = button }).First.ClickAsync();
        await Shown(page, "dialog[open]");
    }

    private static async Task MoreAsync(IPage page)
    {
        await page.Locator("button[aria-haspopup=dialog]:visible").ClickAsync();
        await Shown(page, "#actions-title");
    }

    /// <summary>One profile, and what the charge point makes of it.</summary>
    private static async Task ProfilesAsync(IPage page)
    {
        if (await page.Locator("table.profiles").CountAsync() == 0)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Set a profile" }).ClickAsync();
            await page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = "Limit to 16 A" }).ClickAsync();
            await page.Locator("dialog[open] button[type=submit]").ClickAsync();
        }
        await Shown(page, "table.profiles tbody tr");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask it" }).ClickAsync();
        await page.Locator(".sched-other").First.WaitForAsync(new() { State = WaitForSelectorState.Attached }); // a level line has no height, and that counts as hidden
    }

    private static async Task RequestCertificateAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask it for a request" }).ClickAsync();
        await page.Locator("dialog[open] button[type=submit]").ClickAsync();
        await Shown(page, ".cert-items li");
    }

    private static async Task ReadConfigurationAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Read" }).First.ClickAsync();
        await Shown(page, "table.config tbody tr");
    }

    /// <summary>Asks for diagnostics when none have arrived.</summary>
    private static async Task DiagnosticsAsync(IPage page)
    {
        await Shown(page, ".files-grid");
        var rows = page.Locator("table.received tbody tr");
        if (await rows.CountAsync() == 0)
        {
            await page.Locator(".files-grid").GetByRole(AriaRole.Button, new() { Name = "Get diagnostics" }).ClickAsync();
            await page.Locator("dialog[open] button[type=submit]").ClickAsync();
        }
        await rows.First.WaitForAsync(new() { Timeout = 90_000 });
    }

    private static async Task OpenReceivedAsync(IPage page)
    {
        await page.Locator("table.received").GetByText("View").First.ClickAsync();
        await Shown(page, ".log-line");
    }

    private static async Task EditFirmwareAsync(IPage page)
    {
        await page.Locator("table.firmware").GetByText("Edit").First.ClickAsync();
        await Shown(page, "#firmware-title");
    }

    /// <summary>Function 15 to its verdict.</summary>
    private static async Task CommissionAsync(IPage page)
    {
        await ChooseOnlyAsync(page, "Clear cache");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Tester" }).FillAsync("m.kuhn");
        await StartRunAsync(page);
        await page.Locator("tr:has-text('Clear cache') .verdict:not([data-verdict=running], [data-verdict=notrun])").WaitForAsync(new() { Timeout = 90_000 });
    }

    /// <summary>The demo takes a charge point off the network now and then: a run that is refused for that is started when it is back.</summary>
    private static async Task StartRunAsync(IPage page)
    {
        var run = new System.Text.RegularExpressions.Regex("/acceptance/[0-9]+");
        for (var tries = 0; tries < 12 && !run.IsMatch(page.Url); tries++)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Start the run" }).ClickAsync();
            try
            {
                await page.WaitForURLAsync(run, new() { Timeout = 5_000, WaitUntil = WaitUntilState.Commit });
                return;
            }
            catch (TimeoutException)
            {
                // refused, the page says why
            }
        }
    }

    private static async Task EvidenceAsync(IPage page)
    {
        await page.Locator("table.runs").GetByRole(AriaRole.Link, new() { Name = "Clear cache" }).ClickAsync();
        await Shown(page, ".drawer .ev-frames li");
    }

    private static async Task PlugCodeAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "At the plug" }).ClickAsync();
        await Shown(page, "dialog[open] .qr");
    }

    private static async Task PlugAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "At the plug" }).ClickAsync();
        await page.Locator("dialog[open] a.primary").ClickAsync();
        await Shown(page, ".plug-page .latest");
    }

    private static async Task OpenTransactionAsync(IPage page)
    {
        await page.Locator("table.tx tr.running a").First.ClickAsync();
        await Shown(page, ".meter-chart canvas");
        await Shown(page, ".run-grid section");
    }

    private static async Task OpenMessageAsync(IPage page)
    {
        await page.Locator("table.msgs .row-open").Nth(2).ClickAsync();
        await Shown(page, "tr.frames");
    }

    private static Task Shown(IPage page, string selector) => page.Locator(selector).First.WaitForAsync();
}
