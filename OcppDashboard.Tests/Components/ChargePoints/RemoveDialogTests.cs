using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Components.ChargePoints;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.ChargePoints;

public sealed class RemoveDialogTests : PageTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_dialog_says_what_goes_and_removes_with_or_without_the_history(bool deletes)
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        await ChargePointMessages(client);
        Context.Services.AddSingleton(central.Get<ChargePointRemoval>());
        Navigation.NavigateTo("/charge-points/CP-1?tab=settings");
        var dialog = Context.Render<RemoveDialog>(p => p.Add(d => d.ChargePointId, "CP-1"));
        Assert.Contains("Remove CP-1?", dialog.Markup, StringComparison.Ordinal);
        Assert.Contains("password", dialog.Find(".consequence").TextContent, StringComparison.Ordinal);
        if (deletes) dialog.Find("input[value=delete]").Change(true);
        await dialog.Find("button.danger").ClickAsync(new());
        dialog.WaitForAssertion(() => Assert.Equal("http://localhost/", Navigation.Uri), RawOcppClient.Deadline);
        Assert.Empty(central.Store.All);
        Assert.Equal(deletes ? 0 : 1, (await central.Transactions.ListAsync(new(), 0, 10)).Total);
    }

    [Fact]
    public async Task One_that_a_commissioning_run_has_is_not_removed_and_the_dialog_says_why()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        using var reserved = central.Commands.Reserve("CP-1", "commissioning run 4");
        Context.Services.AddSingleton(central.Get<ChargePointRemoval>());
        var dialog = Context.Render<RemoveDialog>(p => p.Add(d => d.ChargePointId, "CP-1"));
        await dialog.Find("button.danger").ClickAsync(new());
        dialog.WaitForAssertion(() => Assert.Contains("commissioning run 4", dialog.Find("[role=alert]").TextContent,
            StringComparison.Ordinal), RawOcppClient.Deadline);
        Assert.True(central.Snapshot("CP-1").Online);
    }

    private static Task ChargePointMessages(RawOcppClient client) =>
        client.CallForResultAsync("StartTransaction",
            """{"connectorId":1,"idTag":"T","meterStart":0,"timestamp":"2026-01-01T00:00:00Z"}""");
}
