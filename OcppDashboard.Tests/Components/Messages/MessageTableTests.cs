using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Components.Messages;
using OcppDashboard.Data;
using OcppDashboard.Data.Queries;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Messages;

public class MessageTableTests : ComponentTest
{
    private readonly LiveMessages live = new();

    public MessageTableTests()
    {
        Directory.CreateDirectory(Folder);
        var connection = new SqliteConnectionStringBuilder { DataSource = Path.Combine(Folder, "messages.db"), Pooling = false }.ToString();
        Context.Services.AddDbContextFactory<OcppDbContext>(options => options.UseSqlite(connection));
        Context.Services.AddSingleton(live).AddSingleton<MessageQueries>().AddSingleton<ChargePointStore>();
        // the table redraws by timers: those run
        Context.Services.AddSingleton(TimeProvider.System);
        using var context = Context.Services.GetRequiredService<IDbContextFactory<OcppDbContext>>().CreateDbContext();
        context.Database.EnsureCreated();
        context.ChargePoints.Add(new() { Key = 1, Id = "CP-1", FirstSeenAt = Now });
        context.Messages.Add(new() { Id = 7, ChargePointKey = 1, Action = "BootNotification", UniqueId = "u7", At = Now.AddMinutes(-1), Call = "[2,\"u7\",\"BootNotification\",{\"chargePointVendor\":\"<script>\"}]"u8.ToArray(), FromChargePoint = true, Result = (int)ExchangeResult.Answered });
        context.MessageBlocks.Add(new() { Block = 0, ChargePointKey = 1 });
        context.SaveChanges();
    }

    [Fact]
    public void What_is_on_the_wire_appears_above_what_the_log_holds()
    {
        var table = Render();
        table.WaitForAssertion(() => Assert.Equal(["BootNotification"], Actions(table)), Patience);
        live.Record(MessageListTests.Exchange(8, result: ExchangeResult.Waiting));
        table.WaitForAssertion(() => Assert.Equal(["Heartbeat", "BootNotification"], Actions(table)), Patience);
        Assert.Contains("waiting", table.Find("tbody tr .res").TextContent);
        live.Record(MessageListTests.Exchange(8, answer: "[3,\"8\",{}]", notes: "\"x\" is odd"));
        table.WaitForAssertion(() => Assert.Contains("finding", table.Find("tbody tr .res").TextContent), Patience);
        Assert.Equal(2, table.FindAll("tbody tr").Count);
    }

    [Fact]
    public void An_open_row_shows_both_frames_as_text_and_what_was_odd()
    {
        var table = Render();
        live.Record(MessageListTests.Exchange(8, call: $"[2,\"8\",\"DataTransfer\",{{\"data\":\"{Hostile}\"}}]", answer: "[3,\"8\",{}]", notes: "It was odd."));
        table.WaitForAssertion(() => Assert.Equal(2, table.FindAll(".row-open").Count), Patience);
        table.Act(() => table.Find(".row-open").Click());
        Assert.Equal("true", table.Find(".row-open").GetAttribute("aria-expanded"));
        Assert.Contains(Hostile, table.Find(".frames pre").TextContent);
        Assert.Contains("[3, \"8\", {}]", table.FindAll(".frames pre")[1].TextContent);
        Assert.Contains("It was odd.", table.Find(".finding").TextContent);
        Assert.Empty(table.FindAll("script, img"));
    }

    [Fact]
    public void A_paused_table_stands_still_and_catches_up()
    {
        var table = Render();
        table.WaitForAssertion(() => Assert.Single(Actions(table)), Patience);
        table.Act(() => table.FindAll(".msg-toolbar button").First(b => b.TextContent.Contains("Pause")).Click());
        live.Record(MessageListTests.Exchange(8));
        table.WaitForAssertion(() => Assert.Contains("Resume", table.Find(".msg-toolbar").TextContent), Patience);
        Assert.Single(Actions(table));
        table.Act(() => table.FindAll(".msg-toolbar button").First(b => b.TextContent.Contains("Resume")).Click());
        table.WaitForAssertion(() => Assert.Equal(2, Actions(table).Count), Patience);
    }

    [Fact]
    public void Filters_live_in_the_address_and_the_CSV_has_them()
    {
        var table = Render();
        table.WaitForAssertion(() => Assert.Single(Actions(table)), Patience);
        table.Act(() => table.Find("select[aria-label=Action]").Change("Heartbeat"));
        var navigation = Context.Services.GetRequiredService<NavigationManager>();
        table.WaitForAssertion(() => Assert.EndsWith("?action=Heartbeat", navigation.Uri), Patience);
        table.WaitForAssertion(() => Assert.Contains("No message matches", table.Markup), Patience);
        Assert.Contains("action=Heartbeat", table.Find("a[download]").GetAttribute("href"));
        live.Record(MessageListTests.Exchange(9));
        table.WaitForAssertion(() => Assert.Equal(["Heartbeat"], Actions(table)), Patience);
    }

    private static TimeSpan Patience => RawOcppClient.Deadline;

    private IRenderedComponent<MessageTable> Render() => Context.Render<MessageTable>();

    private static List<string> Actions(IRenderedComponent<MessageTable> table) => [.. table.FindAll("tbody .act").Select(cell => cell.TextContent)];
}
