using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Components.Operations;
using OcppDashboard.Data.Retention;
using OcppDashboard.Features.Operations;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Operations;

/// <summary>The metric and the page say what is used of each limit.</summary>
public class LimitUsagesTests
{
    [Fact]
    public async Task What_is_used_of_each_limit_is_in_the_metric_and_on_the_page()
    {
        await using var central = await TestCentralSystem.StartAsync(settings =>
            settings with { Ocpp = settings.Ocpp with { MaxKnown = 40, MaxConnections = 30 } });
        await using var one = await central.BootAsync("CP-1");
        await using (await central.BootAsync("CP-2")) { }
        await Eventually.IsAsync(() => !central.Snapshot("CP-2").Online, "an offline charge point");
        await central.MessagesAsync(new("CP-1"), rows => rows.Count > 0, "messages in the log");
        await central.Get<MessageLogCleaner>().CleanAsync(CancellationToken.None);
        using var browser = central.Browser();
        var text = await browser.GetStringAsync("/metrics");
        Assert.Contains("ocppdashboard_limit_used{limit=\"known_charge_points\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("ocppdashboard_limit_max{limit=\"known_charge_points\"} 40\n", text, StringComparison.Ordinal);
        Assert.Contains("ocppdashboard_limit_used{limit=\"connections\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("ocppdashboard_limit_max{limit=\"connections\"} 30\n", text, StringComparison.Ordinal);
        Assert.Contains("ocppdashboard_limit_max{limit=\"unfinished_messages\"} 67108864\n", text, StringComparison.Ordinal);
        var usages = central.Get<LimitUsages>().All;
        Assert.True(usages.Single(usage => usage.Name == "message_log").Used > 0);
        Assert.True(usages.Single(usage => usage.Name == "rows_messages").Used > 0);
        Assert.Equal(usages.Count, usages.Select(usage => usage.Name).Distinct().Count());

        await using var context = new BunitContext();
        context.Services.AddSingleton(central.Get<LimitUsages>());
        var rows = context.Render<LimitsPanel>().FindAll("tbody tr").Select(row => string.Join('|',
            row.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()))).ToList();
        Assert.Contains("Known charge points|2|40|Ocpp:MaxKnown", rows);
        Assert.Contains(rows, row => row.StartsWith("Message log|0.0 MB|2,048 MB|", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.StartsWith("Status changes|", StringComparison.Ordinal)
            && row.EndsWith("|365 days|Retention:StatusDays", StringComparison.Ordinal));
    }
}
