using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Components.ChargePointConfiguration;
using OcppDashboard.Features.ChargePointConfiguration;
using OcppDashboard.Ocpp.Messages.Json;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.ChargePointConfiguration;

/// <summary>The configuration tab on a real server with a raw charge point.</summary>
public sealed class ConfigurationTabTests : PageTest
{
    private const string Keys = """
        {"configurationKey":[{"key":"HeartbeatInterval","readonly":false,"value":"300"},{"key":"NumberOfConnectors","readonly":true,"value":"2"},
        {"key":"StationPassword","readonly":false,"value":"hunter2"},{"key":"Level","readonly":false,"value":"1"}]}
        """;

    private static readonly TimeSpan Deadline = RawOcppClient.Deadline;

    [Fact]
    public async Task Keys_are_read_with_secrets_masked_and_a_change_shows_the_present_value()
    {
        await using var central = await StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var tab = await ReadAsync(client);
        Assert.Equal(["HeartbeatInterval", "Level", "NumberOfConnectors", "StationPassword"], tab.FindAll("td.key").Select(cell => cell.TextContent));
        Assert.DoesNotContain("hunter2", tab.Markup);
        Assert.Contains(SecretMasking.Dots, tab.Markup);
        Assert.Empty(tab.FindAll("button[aria-label='Change NumberOfConnectors']"));
        tab.Act(() => tab.Find("button[aria-label='Change HeartbeatInterval']").Click());
        Assert.Equal("Now 300", tab.Find(".edit .now").TextContent);
        tab.Act(() => tab.Find(".edit input").Input(new string('1', 101)));
        Assert.Contains("101 characters: many charge points cut or refuse", tab.Find(".edit").TextContent); // I7
        tab.Act(() => tab.Find(".edit input").Input("60"));
        tab.Act(() => tab.Find(".edit").Submit());
        await client.AnswerAsync("ChangeConfiguration", """{"status":"Accepted"}""");
        await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"HeartbeatInterval","readonly":false,"value":"60"}]}""");
        tab.WaitForAssertion(() => Assert.Equal("60", tab.FindAll("td.value")[0].TextContent.Trim()), Deadline);
        Assert.Empty(tab.FindAll("[role=alert]"));
        await Context.DisposeComponentsAsync();
    }

    [Fact]
    public async Task A_change_without_effect_and_one_that_needs_a_reboot_are_shown_plainly()
    {
        await using var central = await StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var tab = await ReadAsync(client);
        await ChangeAsync(tab, client, "HeartbeatInterval", "60", "Accepted", "300");
        tab.WaitForAssertion(() => Assert.Contains("accepted HeartbeatInterval = 60, but it reads 300", tab.Find("[role=alert]").TextContent), Deadline);
        tab.WaitForAssertion(() => Assert.Contains("Without effect", tab.FindAll("tbody tr")[0].TextContent), Deadline);
        tab.WaitForAssertion(() => Assert.Contains("asked for: 60", tab.FindAll("td.value")[0].TextContent), Deadline);
        Assert.Empty(tab.FindAll(".config-tools .tag"));
        await ChangeAsync(tab, client, "Level", "2", "RebootRequired", "1");
        tab.WaitForAssertion(() => Assert.Contains("after a reboot: 2", tab.FindAll("td.value")[1].TextContent), Deadline);
        tab.Act(() => tab.FindAll(".config-tools button").First(button => button.TextContent.Trim() == "Reset").Click());
        Assert.Contains("Reset CP-1?", tab.Find("#command-title").TextContent);
        await Context.DisposeComponentsAsync();
    }

    [Fact]
    public async Task It_is_compared_with_a_baseline_another_charge_point_and_a_template()
    {
        await using var central = await StartAsync();
        await using var client = await central.BootAsync("CP-1");
        await using var two = await central.BootAsync("CP-2");
        await using var unread = await central.BootAsync("CP-3");
        var other = central.Get<ConfigurationReader>().ReadAllAsync("CP-2", "test", CancellationToken.None);
        await two.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"heartbeatinterval","readonly":false,"value":"60"},{"key":"StationPassword","readonly":false,"value":"x"},{"key":"Other","readonly":false,"value":"7"}]}""");
        await other;
        await central.Get<ConfigurationTemplates>().PutAsync("site", [new("Level", "1"), new("HeartbeatInterval", "900")]);
        var tab = await ReadAsync(client);
        tab.Act(() => Button(tab, "Keep as baseline").Click());
        tab.WaitForAssertion(() => Assert.Contains("Baseline of", tab.Find(".config-facts").TextContent), Deadline);
        await ChangeAsync(tab, client, "Level", "2", "Accepted", "2");
        Navigation.NavigateTo("/charge-points/CP-1?tab=configuration&vs=baseline&diff=1");
        tab.WaitForAssertion(() => Assert.Equal(["Level"], tab.FindAll("td.key").Select(cell => cell.TextContent)), Deadline);
        tab.WaitForAssertion(() => Assert.Contains("1 difference to Baseline", tab.Find(".config-facts").TextContent), Deadline);
        Navigation.NavigateTo("/charge-points/CP-1?tab=configuration&vs=cp:CP-2");
        tab.WaitForAssertion(() => Assert.Equal(
            ["HeartbeatInterval 60", "Level not there", "NumberOfConnectors not there", "Other 7", "StationPassword a secret, not compared"],
            tab.FindAll("tbody tr").Select(row => $"{row.QuerySelector("td.key")!.TextContent} {row.QuerySelector("td.other")!.TextContent.Trim().Replace("differs: ", "", StringComparison.Ordinal)}")), Deadline);
        Navigation.NavigateTo("/charge-points/CP-1?tab=configuration&vs=cp:CP-3");
        tab.WaitForAssertion(() => Assert.Contains("The configuration of CP-3 has not been read yet.", tab.Markup.Replace("<b>", "", StringComparison.Ordinal).Replace("</b>", "", StringComparison.Ordinal)), Deadline);
        Navigation.NavigateTo("/charge-points/CP-1?tab=configuration&vs=template:site");
        tab.WaitForAssertion(() => Assert.Equal(["HeartbeatInterval", "Level"], tab.FindAll("td.key").Select(cell => cell.TextContent)), Deadline);
        tab.Act(() => tab.Find("button[aria-label='Change HeartbeatInterval']").Click());
        Assert.Equal("900", tab.Find(".edit input").GetAttribute("value")); // the value that it is to have
        await Context.DisposeComponentsAsync();
    }

    [Fact]
    public async Task A_template_is_made_of_some_of_its_keys()
    {
        await using var central = await StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var tab = await ReadAsync(client);
        tab.Act(() => Button(tab, "Template …").Click());
        Assert.Equal(["HeartbeatInterval", "Level"], tab.FindAll(".template-line input[placeholder=Key]").Select(box => box.GetAttribute("value"))); // neither read-only nor secret
        tab.Act(() => tab.Find("dialog input.text-box").Change("site"));
        tab.Act(() => tab.FindAll(".template-line input[type=checkbox]")[1].Change(true));
        tab.Act(() => tab.Find("dialog form").Submit());
        tab.WaitForAssertion(() => Assert.NotNull(central.Get<ConfigurationTemplates>().Find("site")), Deadline);
        Assert.Equal([new("Level", "1")], central.Get<ConfigurationTemplates>().Find("site")!.Values.ToArray());
        await Context.DisposeComponentsAsync();
    }

    private async Task<IRenderedComponent<ConfigurationTab>> ReadAsync(RawOcppClient client)
    {
        var tab = Context.Render<ConfigurationTab>(parameters => parameters.Add(t => t.ChargePointId, "CP-1"));
        tab.WaitForAssertion(() => Assert.False(Button(tab, "Read configuration").HasAttribute("disabled")), Deadline);
        tab.Act(() => Button(tab, "Read configuration").Click());
        await client.AnswerAsync("GetConfiguration", Keys);
        tab.WaitForAssertion(() => Assert.Equal(4, tab.FindAll("tbody tr").Count), Deadline);
        return tab;
    }

    private static async Task ChangeAsync(IRenderedComponent<ConfigurationTab> tab, RawOcppClient client, string key, string value, string status, string readBack)
    {
        tab.WaitForAssertion(() => Assert.Single(tab.FindAll($"button[aria-label='Change {key}']")), Deadline);
        tab.Act(() => tab.Find($"button[aria-label='Change {key}']").Click());
        tab.Act(() => tab.Find(".edit input").Input(value));
        tab.Act(() => tab.Find(".edit").Submit());
        await client.AnswerAsync("ChangeConfiguration", $$"""{"status":"{{status}}"}""");
        await client.AnswerAsync("GetConfiguration", $$"""{"configurationKey":[{"key":"{{key}}","readonly":false,"value":"{{readBack}}"}]}""");
        tab.WaitForAssertion(() => Assert.Single(tab.FindAll($"button[aria-label='Change {key}']")), Deadline);
    }

    private async Task<TestCentralSystem> StartAsync()
    {
        var central = await TestCentralSystem.StartAsync();
        Context.Services.AddSingleton(central.Store).AddSingleton(central.Commands).AddSingleton(central.Get<ConfigurationReader>()).AddSingleton(central.Get<ConfigurationWriter>())
            .AddSingleton(central.Get<ConfigurationBaselines>()).AddSingleton(central.Get<ConfigurationTemplates>());
        return central;
    }

    private static IElement Button(IRenderedComponent<ConfigurationTab> tab, string text) => tab.FindAll("button").First(button => button.TextContent.Trim() == text);
}
