using OcppDashboard.Features.Authorization.IdTags;
using OcppDashboard.Features.Authorization.LocalLists;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Authorization.LocalLists;

public sealed class EmptyListTests
{
    [Fact]
    public async Task X11_an_empty_list_has_version_0_and_is_in_sync()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var book = central.Get<LocalListService>();
        var sending = book.SendAsync("CP-1", UpdateType.Full, "test");
        await client.AnswerAsync("SendLocalList", """{"status":"Accepted"}""");
        await sending;
        Assert.True(book.Of("CP-1").IsInSync);
        await AskAsync(book, client, 0);
        Assert.True(book.Of("CP-1").IsInSync);
        await AskAsync(book, client, 5); // somebody else's list
        Assert.False(book.Of("CP-1").IsInSync);
        await AskAsync(book, client, 0);
        await central.Get<IdTagStore>().PutAsync(new() { IdTag = "A", Status = "Accepted" });
        Assert.False(book.Of("CP-1").IsInSync);
    }

    [Fact]
    public async Task X11_an_empty_list_that_was_never_sent_is_in_sync_too_and_a_lost_one_is_not()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var book = central.Get<LocalListService>();
        await AskAsync(book, client, 0);
        Assert.True(book.Of("CP-1").IsInSync);
        await central.Get<IdTagStore>().PutAsync(new() { IdTag = "A", Status = "Accepted" });
        var sending = book.SendAsync("CP-1", UpdateType.Full, "test");
        await client.AnswerAsync("SendLocalList", """{"status":"Accepted"}""");
        await sending;
        await AskAsync(book, client, 0);
        Assert.True(book.Of("CP-1").NeedsFull);
    }

    private static async Task AskAsync(LocalListService book, RawOcppClient client, int version)
    {
        var asking = book.AskAsync("CP-1", "test");
        await client.AnswerAsync("GetLocalListVersion", $$"""{"listVersion":{{version}}}""");
        await asking;
    }
}
