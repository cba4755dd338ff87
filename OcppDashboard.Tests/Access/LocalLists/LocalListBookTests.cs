using System.Text.Json;
using OcppDashboard.Access.IdTags;
using OcppDashboard.Access.LocalLists;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Access.LocalLists;

public sealed class LocalListBookTests
{
    [Fact]
    public async Task Full_then_changes_are_sent_and_believed_over_a_restart()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var tags = central.Get<IdTagBook>();
        await tags.PutAsync(new() { IdTag = "A", Status = "Accepted" });
        await tags.PutAsync(new() { IdTag = "B", Status = "Blocked" });
        await using (var client = await central.BootAsync("CP-1"))
        {
            Assert.False(Of(central).IsInSync);
            var sending = central.Get<LocalListBook>().SendAsync("CP-1", UpdateType.Full, null, "test");
            var full = await client.AnswerAsync("SendLocalList", """{"status":"Accepted"}""");
            await sending;
            Assert.Equal("""{"listVersion":1,"localAuthorizationList":[{"idTag":"A","idTagInfo":{"status":"Accepted"}},{"idTag":"B","idTagInfo":{"status":"Blocked"}}],"updateType":"Full"}""", full.Payload.GetRawText());
            Assert.True(Of(central).IsInSync);
            await tags.RemoveAsync("A");
            Assert.Equal(1, Of(central).Changes);
        }
        await central.RestartAsync();
        await using (var client = await central.BootAsync("CP-1"))
        {
            Assert.Equal((1, 1), (Of(central).SentVersion, Of(central).Changes));
            var sending = central.Get<LocalListBook>().SendAsync("CP-1", UpdateType.Differential, null, "test");
            var changes = await client.AnswerAsync("SendLocalList", """{"status":"Accepted"}""");
            await sending;
            Assert.Equal("""{"listVersion":2,"localAuthorizationList":[{"idTag":"A"}],"updateType":"Differential"}""", changes.Payload.GetRawText());
            Assert.True(Of(central).IsInSync);
            Assert.Null(await central.Get<LocalListBook>().SendAsync("CP-1", UpdateType.Differential, null, "test"));
        }
    }

    [Fact]
    public async Task A_list_that_somebody_sends_by_hand_counts_and_another_version_asks_for_a_full_one()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        using var payload = JsonDocument.Parse("""{"listVersion":41,"localAuthorizationList":[{"idTag":"X","idTagInfo":{"status":"Accepted"}}],"updateType":"Full"}""");
        central.Commands.Start("CP-1", "SendLocalList", payload.RootElement, "test");
        await client.AnswerAsync("SendLocalList", """{"status":"Accepted"}""");
        await Eventually.IsAsync(() => Of(central).SentVersion == 41, "the list sent by hand is believed");
        Assert.Equal((1, 1), (Of(central).SentEntries, Of(central).Changes));
        var asking = central.Get<LocalListBook>().AskAsync("CP-1", "test");
        await client.AnswerAsync("GetLocalListVersion", """{"listVersion":40}""");
        await asking;
        Assert.True(Of(central).NeedsFull);
        var sending = central.Get<LocalListBook>().SendAsync("CP-1", UpdateType.Full, null, "test");
        var full = await client.AnswerAsync("SendLocalList", """{"status":"NotSupported"}""");
        await sending;
        Assert.Equal(42, full.Payload.GetProperty("listVersion").GetInt32());
        Assert.True(Of(central).IsNotSupported);
        Assert.Equal(41, Of(central).SentVersion);
    }

    private static LocalListView Of(TestCentralSystem central) => central.Get<LocalListBook>().Of("cp-1");
}
