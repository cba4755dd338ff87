using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Access.Webhooks;
using OcppDashboard.Components.Pages;
using OcppDashboard.Components.Settings;
using OcppDashboard.Configuration;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Settings;

public sealed class SettingsPageTests : PageTest, IDisposable
{
    private static readonly TimeSpan Deadline = RawOcppClient.Deadline;
    private readonly TestHistory history = new();
    private readonly CancellationTokenSource stop = new();

    public SettingsPageTests()
    {
        Context.Services.AddLogging().AddSingleton<TimeProvider>(history.Time).AddSingleton(history.Writer).AddSingleton(history.Settings).AddSingleton(new WebhookQueries(history))
            .AddSingleton<WebhookList>().AddSingleton<WebhookDeliveries>();
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
        await page.InvokeAsync(() => page.FindComponent<OcppDashboard.Components.Dialogs.ModalDialog>().Instance.Closed());
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
        await history.Writer.KeepAsync(new RowWork<WebhookDeliveryEntity>(new() { Id = 1, WebhookId = webhook.Id, Event = "fault", Body = "{}", CreatedAt = Noon, Attempts = 9, LastError = "<script>alert(1)</script>" }));
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
