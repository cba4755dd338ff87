using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Components.Accounts;
using OcppDashboard.Components.Shared;
using OcppDashboard.Features.Accounts;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Accounts;

public sealed class ApiKeysPanelTests : PageTest, IDisposable
{
    private static readonly TimeSpan Deadline = RawOcppClient.Deadline;
    private readonly TestHistory history = new();
    private readonly ApiKeyStore keys;

    public ApiKeysPanelTests()
    {
        keys = new(history.Writer, history, history.Time);
        Context.Services.AddLogging().AddSingleton<TimeProvider>(history.Time).AddSingleton(keys);
    }

    [Fact]
    public async Task A_key_is_made_and_shown_this_once()
    {
        var panel = Context.Render<ApiKeysPanel>();
        Assert.Contains("No key yet", panel.Markup, StringComparison.Ordinal);
        panel.Act(() => Button(panel, "Make a key").Click());
        panel.Act(() => panel.Find("dialog form").Submit());
        panel.WaitForAssertion(() => Assert.Contains("1 to 80 characters", panel.Find("dialog .form-error").TextContent, StringComparison.Ordinal), Deadline);
        panel.Act(() => panel.Find("dialog input").Change(ComponentTest.Hostile));
        panel.Act(() => panel.Find("dialog form").Submit());
        panel.WaitForAssertion(() => Assert.NotNull(panel.Find("dialog .share-link .mono")), Deadline);
        var key = panel.Find("dialog .share-link .mono").TextContent;
        Assert.Equal(key, panel.Find("dialog [data-copy]").GetAttribute("data-copy"));
        Assert.NotNull(keys.Find(key));
        await panel.InvokeAsync(() => panel.FindComponent<ModalDialog>().Instance.Closed());
        panel.WaitForAssertion(() => Assert.Empty(panel.FindAll("dialog")), Deadline);
        Assert.DoesNotContain(key, panel.Markup, StringComparison.Ordinal);
        Assert.Equal(key[..12] + "…", panel.Find(".c-prefix").TextContent);
        Assert.Equal(ComponentTest.Hostile, panel.Find(".c-name b").TextContent);
        Assert.Empty(panel.FindAll("script"));
    }

    [Fact]
    public async Task A_key_is_revoked_after_a_question()
    {
        var (_, key) = await keys.CreateAsync("bench");
        var panel = Context.Render<ApiKeysPanel>();
        panel.Act(() => panel.Find("td .btn").Click());
        panel.WaitForAssertion(() => Assert.NotEmpty(panel.FindAll("dialog h2")), Deadline);
        Assert.Equal("Revoke bench?", panel.Find("dialog h2").TextContent);
        Assert.Contains("refused at once", panel.Find("dialog .consequence").TextContent, StringComparison.Ordinal);
        panel.Act(() => panel.Find("dialog .btn.danger").Click());
        panel.WaitForAssertion(() => Assert.Contains("No key yet", panel.Markup, StringComparison.Ordinal), Deadline);
        Assert.Null(keys.Find(key));
    }

    [Fact]
    public async Task When_a_key_was_last_used_is_shown()
    {
        var (_, key) = await keys.CreateAsync("bench");
        var panel = Context.Render<ApiKeysPanel>();
        Assert.Equal("never", panel.Find(".c-used").TextContent.Trim());
        keys.Find(key);
        panel.Render();
        Assert.NotEqual("never", panel.Find(".c-used").TextContent.Trim());
    }

    public void Dispose()
    {
        Context.Dispose();
        history.Dispose();
        GC.SuppressFinalize(this);
    }

    private static IElement Button(IRenderedComponent<ApiKeysPanel> panel, string text) => panel.FindAll("button").Single(button => button.TextContent.Trim() == text);
}
