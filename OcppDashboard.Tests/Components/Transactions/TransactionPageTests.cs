using System.Text;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Components.Transactions;
using OcppDashboard.Data.Entities;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Transactions;

public sealed class TransactionPageTests : PageTest, IDisposable
{
    private readonly MemoryHistory history = new();

    public TransactionPageTests() =>
        Context.Services.AddSingleton(new TransactionHistory(new(history), new(history), new(history)));

    [Fact]
    public void Facts_points_and_ladder_of_an_ended_one()
    {
        history.Add(7, "P1", Noon, Noon.AddMinutes(44).AddSeconds(7));
        AddPoint(30);
        AddMessage(1, 0, "StartTransaction", """{"connectorId":1}""", """{"transactionId":7}""");
        AddMessage(2, 30, "MeterValues", """{"connectorId":1,"transactionId":7}""", "{}");
        AddMessage(3, 40, "StatusNotification", """{"connectorId":2,"status":"Faulted"}""", "{}");
        var page = Draw(7);
        page.WaitForAssertion(() => Assert.Equal("7", page.Find("h1").TextContent));
        Assert.Contains("44 min 07 s", page.Find(".facts").TextContent);
        Assert.Contains("30.3 kWh", page.Find(".facts").TextContent);
        Assert.Single(page.FindAll("tbody tr"));
        Assert.Equal(["StartTransaction", "transactionId 7", "MeterValues"], page.FindAll(".rung b").Select(word => word.TextContent));
        Assert.Equal("/transactions/7.csv", page.Find("a[download]").GetAttribute("href"));
    }

    [Fact]
    public void A_running_one_grows()
    {
        history.Add(7, "P1", DateTimeOffset.UtcNow.AddMinutes(-1));
        Store.Update("P1", before => before.With(Charging()) with { Online = true });
        var page = Draw(7);
        page.WaitForAssertion(() => Assert.Contains("47.3 kW", page.Find(".facts").TextContent));
        AddPoint(30);
        Store.Update("P1", before => before.With(Charging() with { RegisterWh = 1500 }));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
    }

    [Fact]
    public void House16_what_is_known_of_a_running_one_is_not_read_again()
    {
        history.Add(7, "P1", DateTimeOffset.UtcNow.AddMinutes(-1));
        Store.Update("P1", before => before.With(Charging()) with { Online = true });
        for (var i = 1; i <= 300; i++) AddMessage(i, 0, "StatusNotification", """{"connectorId":1,"status":"Charging"}""", "{}", DateTimeOffset.UtcNow);
        var page = Draw(7);
        page.WaitForAssertion(() => Assert.Equal(300, page.FindAll(".rung b").Count));
        history.Change(context => context.Messages.ExecuteDelete()); // had it read all of them again, they would be gone
        AddMessage(301, 0, "StopTransaction", """{"transactionId":7}""", "{}", DateTimeOffset.UtcNow);
        Store.Update("P1", before => before.With(Charging() with { RegisterWh = 1500 }));
        page.WaitForAssertion(() => Assert.Equal(301, page.FindAll(".rung b").Count), RawOcppClient.Deadline);
        Assert.Equal("StopTransaction", page.FindAll(".rung b")[^1].TextContent);
    }

    [Fact]
    public void Frames_are_in_the_address_and_hostile_ones_are_text()
    {
        history.Add(7, "P1", Noon, Noon.AddMinutes(1));
        AddMessage(1, 5, "DataTransfer", """{"vendorId":"<script>alert(1)</script>"}""", "{}");
        Navigation.NavigateTo("/transactions/7?view=frames");
        var page = Draw(7);
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".frame-item")));
        Assert.Empty(page.FindAll("script"));
    }

    [Fact]
    public void An_unknown_number_says_so()
    {
        var page = Draw(12345);
        page.WaitForAssertion(() => Assert.Contains("no transaction with this number", page.Markup));
    }

    private IRenderedComponent<TransactionPage> Draw(int id) => Context.Render<TransactionPage>(p => p.Add(page => page.Id, id));

    private void AddPoint(int second) => history.Change(context => context.MeterValues.Add(new()
    {
        ChargePointKey = 1, ConnectorId = 1, TransactionId = 7, At = Noon.AddSeconds(second), Context = "Sample.Periodic", EnergyWh = 2000, PowerW = 11_000,
    }));

    private void AddMessage(long id, int second, string action, string payload, string answer, DateTimeOffset? at = null) => history.Change(context =>
    {
        if (context.MessageBlocks.Find(1, 0L) is null) context.MessageBlocks.Add(new() { Block = 0, ChargePointKey = 1 });
        context.Messages.Add(new MessageEntity
        {
            Id = id, ChargePointKey = 1, FromChargePoint = true, Action = action, UniqueId = "u" + id, At = at ?? Noon.AddSeconds(second), AnsweredAt = at ?? Noon.AddSeconds(second),
            Call = Encoding.UTF8.GetBytes($"[2,\"u{id}\",\"{action}\",{payload}]"), Answer = Encoding.UTF8.GetBytes($"[3,\"u{id}\",{answer}]"), Result = (int)ExchangeResult.Answered,
        });
    });

    public void Dispose() => history.Dispose();
}
