using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Components.Transactions;
using OcppDashboard.Data.Queries;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Transactions;

public sealed class TransactionsPageTests : PageTest, IDisposable
{
    private readonly MemoryHistory history = new();

    public TransactionsPageTests() => Context.Services.AddSingleton(new TransactionQueries(history));

    [Fact]
    public void Running_ones_come_first_with_what_they_draw_now()
    {
        history.Add(1, "P1", Noon.AddHours(-3));
        history.Add(2, "P2", Noon.AddHours(-2), Noon.AddHours(-1));
        Store.Update("P1", before => before.With(Charging(transaction: 1)) with { Online = true });
        var page = Context.Render<TransactionsPage>();
        page.WaitForAssertion(() => Assert.Equal(["1", "2"], page.FindAll("tbody .c-id").Select(cell => cell.TextContent)));
        Assert.Equal(["47.3 kW", ""], page.FindAll("tbody .c-power").Select(cell => cell.TextContent.Trim()));
    }

    [Fact]
    public void History4_starts_and_stops_elsewhere_do_not_read_a_filtered_list_anew()
    {
        history.Add(1, "P1", Noon.AddHours(-3));
        Store.Update("P1", before => before.With(Charging(transaction: 1)) with { Online = true });
        Navigation.NavigateTo("/transactions?cp=P1");
        var page = Context.Render<TransactionsPage>();
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        page.WaitForAssertion(() => Assert.Equal("47.3 kW", page.Find("tbody .c-power").TextContent.Trim()));
        var opened = history.Opened;
        for (var i = 2; i < 20; i++) Store.Update("P" + i, before => before.With(Charging(transaction: i)) with { Online = true });
        var after = Charging(transaction: 1);
        Store.Update("P1", before => before.With(after with { Reading = after.Reading! with { PowerW = 11_000 } }));
        page.WaitForAssertion(() => Assert.Equal("11.0 kW", page.Find("tbody .c-power").TextContent.Trim()));
        Assert.Equal(opened, history.Opened);
        history.Add(30, "P1", Noon.AddHours(-2), connectorId: 2);
        Store.Update("P1", before => before.With(Charging(id: 2, transaction: 30)));
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
    }

    [Fact]
    public void A_start_appears_without_a_reload()
    {
        var page = Context.Render<TransactionsPage>();
        page.WaitForAssertion(() => Assert.Contains("No transaction yet", page.Markup));
        history.Add(1, "P1", Noon);
        Store.Update("P1", before => before.With(Charging(transaction: 1)) with { Online = true });
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
    }

    [Fact]
    public void Pages_and_filters_live_in_the_address()
    {
        for (var i = 1; i <= 60; i++) history.Add(i, i > 58 ? "P2" : "P1", Noon.AddMinutes(i), Noon.AddHours(3));
        Navigation.NavigateTo("/transactions?page=2");
        var page = Context.Render<TransactionsPage>();
        page.WaitForAssertion(() => Assert.Equal(10, page.FindAll("tbody tr").Count));
        Assert.Contains("51–60 of 60", page.Find(".pager").TextContent);
        page.Act(() => page.Find("select").Change("P2"));
        Navigation.NavigateTo("/transactions?cp=P2");
        page.WaitForAssertion(() => Assert.Equal(["60", "59"], page.FindAll("tbody .c-id").Select(cell => cell.TextContent)));
        Assert.EndsWith("/transactions.csv?cp=P2", page.Find("a[download]").GetAttribute("href"));
        Navigation.NavigateTo("/transactions?page=-7&state=bogus&q=TAG-5");
        page.WaitForAssertion(() => Assert.Equal(11, page.FindAll("tbody tr").Count)); // 5 and 50 to 59
    }

    [Fact]
    public void A_broken_disk_is_a_sentence_and_heals()
    {
        history.Add(1, "P1", Noon);
        history.IsBroken = true;
        var page = Context.Render<TransactionsPage>();
        page.WaitForAssertion(() => Assert.Contains("could not be read", page.Find("[role=alert]").TextContent));
        history.IsBroken = false;
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
    }

    public void Dispose() => history.Dispose();
}
