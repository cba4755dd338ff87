using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Components.Operations;
using OcppDashboard.Configuration;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Webhooks;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Operations;

public sealed class SettingsPageTests : PageTest, IDisposable
{
    private static readonly TimeSpan Deadline = RawOcppClient.Deadline;
    private readonly TestHistory history = new();
    private readonly CancellationTokenSource stop = new();

    public SettingsPageTests()
    {
        Context.Services.AddLogging().AddSingleton<TimeProvider>(history.Time).AddSingleton(history.Writer).AddSingleton(history.Settings).AddSingleton(new WebhookQueries(history))
            .AddSingleton(new OcppDashboard.Features.Accounts.ApiKeyStore(history.Writer, history, history.Time)).AddSingleton<WebhookList>().AddSingleton<WebhookDeliveries>();
    }

    private WebhookList Webhooks => Context.Services.GetRequiredService<WebhookList>();

    [Fact]
    public async Task A_webhook_is_added_and_its_secret_shown_once()
    {
        var page = Context.Render<SettingsPage>();
        Assert.Contains("No webhook yet", page.Markup, StringComparison.Ordinal);
        page.Act(() => Button(page, "Add webhook").Click());
        page.Act(() => page.Find("dialog input[type=url]").Change("http://169.254.169.254/"));
        page.Act(() => page.Find("dialog form").Submit());
        page.WaitForAssertion(() => Assert.Contains("link-local", page.Find("dialog .form-error").TextContent, StringComparison.Ordinal), Deadline);
        page.Act(() => page.Find("dialog input[type=url]").Change("http://192.168.1.20/hook"));
        page.Act(() => page.FindAll("dialog input[type=checkbox]")[0].Change(false));
        page.Act(() => page.Find("dialog form").Submit());
        page.WaitForAssertion(() => Assert.Contains("secret", page.Find("dialog h2").TextContent, StringComparison.Ordinal), Deadline);
        var webhook = Assert.Single(Webhooks.All);
        Assert.Equal(webhook.Secret, page.Find("dialog .share-link .mono").TextContent);
        Assert.DoesNotContain(WebhookEvents.Status, webhook.Events);
        await page.InvokeAsync(() => page.FindComponent<OcppDashboard.Components.Shared.ModalDialog>().Instance.Closed());
        page.WaitForAssertion(() => Assert.Equal("http://192.168.1.20/hook", page.Find("table.webhooks .c-url b").TextContent), Deadline);
        Assert.DoesNotContain(webhook.Secret, page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_is_sent_and_what_became_of_it_is_seen_and_sent_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await Webhooks.AddAsync(receiver.Url, WebhookEvents.All);
        _ = Context.Services.GetRequiredService<WebhookDeliveries>().RunAsync(stop.Token);
        var page = Context.Render<SettingsPage>();
        page.Act(() => Button(page, "Send test").Click());
        page.WaitForAssertion(() => Assert.Equal(["test", "Delivered", "1", "204"], Cells(page)), Deadline);
        page.Act(() => Button(page, "Show").Click());
        Assert.Contains("This is a test of OcppDashboard.", page.Find("pre.sent").TextContent, StringComparison.Ordinal);
        var first = await receiver.NextAsync();
        page.Act(() => Button(page, "Send again").Click());
        Assert.Equal(first.Id, (await receiver.NextAsync()).Id);
    }

    [Fact]
    public async Task A_receiver_that_took_nothing_for_a_day_has_a_word_on_the_page_and_its_answer_is_text()
    {
        var webhook = await Webhooks.AddAsync("http://127.0.0.1:9/", WebhookEvents.All);
        await Webhooks.SwitchAsync(webhook.Id, on: false);
        await history.Writer.KeepAsync(new RowWrite<WebhookDeliveryEntity>(new() { Id = 1, WebhookId = webhook.Id, Event = "fault", Body = "{}", CreatedAt = Noon, Attempts = 9, LastError = "<script>alert(1)</script>" }));
        var page = Context.Render<SettingsPage>();
        page.WaitForAssertion(() => Assert.Contains("took nothing for a day", page.Markup, StringComparison.Ordinal), Deadline);
        page.Act(() => Button(page, "Deliveries").Click());
        page.WaitForAssertion(() => Assert.Equal("<script>alert(1)</script>", page.Find("table.deliveries .c-answer").TextContent.Trim()), Deadline);
        Assert.Empty(page.FindAll("script"));
        page.Act(() => Button(page, "Switch on").Click());
        page.WaitForAssertion(() => Assert.True(Webhooks.Find(webhook.Id)!.IsEnabled), Deadline);
        page.WaitForAssertion(() => Assert.DoesNotContain("took nothing for a day", page.Markup, StringComparison.Ordinal), Deadline);
    }

    [Fact]
    public async Task Deliveries_are_paged_and_filtered_by_failed()
    {
        var webhook = await Webhooks.AddAsync("http://127.0.0.1:9/", WebhookEvents.All);
        await Webhooks.SwitchAsync(webhook.Id, on: false);
        for (var id = 1; id <= 120; id++) // two of three were taken, one was given up or is tried again
            await history.Writer.KeepAsync(new RowWrite<WebhookDeliveryEntity>(new()
            {
                Id = id, WebhookId = webhook.Id, Event = $"event-{id}", Body = "{}", CreatedAt = Noon, Attempts = 1, DeliveredAt = id % 3 == 0 ? null : Noon, NextAttemptAt = id == 3 ? Noon.AddYears(9) : null,
                LastError = id % 3 == 0 ? "refused" : null,
            }));
        var page = Context.Render<SettingsPage>();
        page.Act(() => Button(page, "Deliveries").Click());
        page.WaitForAssertion(() => Assert.Equal(("event-120", 50), (Events(page)[0], Events(page).Count)), Deadline);
        Assert.Contains("1–50 of 120", page.Find(".pager").TextContent);
        Navigation.NavigateTo(page.FindAll(".pager a").Last().GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal("event-70", Events(page)[0]), Deadline);
        Navigation.NavigateTo(page.FindAll(".pager a").Last().GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal(("event-20", 20), (Events(page)[0], Events(page).Count)), Deadline);
        page.Act(() => Button(page, "Failed").Click());
        page.WaitForAssertion(() => Assert.Equal(("event-120", 40), (Events(page)[0], Events(page).Count)), Deadline);
        Assert.Equal("event-3", Events(page)[^1]);
        Assert.Equal("true", Button(page, "Failed").GetAttribute("aria-pressed"));
        Assert.Empty(page.FindAll(".pager"));
        page.Act(() => Button(page, "All").Click());
        page.WaitForAssertion(() => Assert.Equal(50, Events(page).Count), Deadline);
        page.Act(() => page.Find("button[aria-label=Close]").Click());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("table.deliveries")), Deadline);
    }

    [Fact]
    public void Every_setting_that_is_read_is_listed()
    {
        var read = new KeysRead(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Files:Ftp:Enabled"] = "true", ["Ocpp:Tls:Port"] = "5443", ["Ocpp:Tls:CertificateFile"] = "none.pem" }).Build());
        SettingsReader.Read(read, RunMode.Lab, "/here");
        Assert.True(read.Keys.Count > 35, string.Join(' ', read.Keys));
        Assert.Equal(read.Keys.Order(), ConfiguredRows.Of(history.Settings).Select(row => row.Name).Order());
    }

    [Fact]
    public void A_password_is_said_to_be_there_and_not_shown()
    {
        var tls = new TlsSettings(5443, new("/etc/chain.pem", "/etc/key.pem", "s3cret"));
        var rows = ConfiguredRows.Of(history.Settings with { Ocpp = history.Settings.Ocpp with { Tls = tls } }).ToDictionary(row => row.Name, row => row.Value);
        Assert.Equal(("5443", "/etc/key.pem", "set, not shown", "true"), (rows["Ocpp:Tls:Port"], rows["Ocpp:Tls:KeyFile"], rows["Ocpp:Tls:Password"], rows["Ocpp:Tls:TrustOwnAuthority"]));
        Assert.DoesNotContain(rows.Values, value => value?.Contains("s3cret", StringComparison.Ordinal) == true);
    }

    /// <summary>Notes which settings are asked for.</summary>
    private sealed class KeysRead(IConfiguration inner) : IConfiguration
    {
        public HashSet<string> Keys { get; } = [];

        public string? this[string key]
        {
            get
            {
                Keys.Add(key);
                return inner[key];
            }
            set => inner[key] = value;
        }

        public IEnumerable<IConfigurationSection> GetChildren() => inner.GetChildren();
        public Microsoft.Extensions.Primitives.IChangeToken GetReloadToken() => inner.GetReloadToken();
        public IConfigurationSection GetSection(string key) => inner.GetSection(key);
    }

    private static IReadOnlyList<string> Events(IRenderedComponent<SettingsPage> page) => [.. page.FindAll("table.deliveries .c-event").Select(cell => cell.TextContent.Trim())];

    [Fact]
    public async Task A_webhook_is_removed_after_one_question()
    {
        await Webhooks.AddAsync("http://127.0.0.1:9/", [WebhookEvents.Fault]);
        var page = Context.Render<SettingsPage>();
        page.Act(() => Button(page, "Remove").Click());
        page.Act(() => page.Find("dialog .btn.danger").Click());
        page.WaitForAssertion(() => Assert.Empty(Webhooks.All), Deadline);
        page.WaitForAssertion(() => Assert.Contains("No webhook yet", page.Markup, StringComparison.Ordinal), Deadline);
    }

    [Fact]
    public void What_was_set_is_shown_under_names_that_the_documentation_has()
    {
        var page = Context.Render<SettingsPage>();
        var names = page.FindAll(".configured td.mono").Select(cell => cell.TextContent).ToList();
        Assert.True(names.Count > 20);
        var documented = File.ReadAllText(Repository.PathOf("README.md"));
        Assert.All(names, name => Assert.Contains($"`{name}`", documented, StringComparison.Ordinal));
        Assert.Contains("14 days", page.Find(".configured").TextContent, StringComparison.Ordinal);
    }

    private static IElement Button(IRenderedComponent<SettingsPage> page, string text) => page.FindAll("button").First(button => button.TextContent.Trim() == text);

    private static IEnumerable<string> Cells(IRenderedComponent<SettingsPage> page) => page.FindAll("table.deliveries tbody tr:first-child td").Skip(1).Take(4).Select(cell => cell.TextContent.Trim());

    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
        Context.Dispose();
        history.Dispose();
    }
}
