using System.Text.Json;
using OcppDashboard.Features.Authorization.IdTags;
using OcppDashboard.Features.Authorization.LocalLists;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Authorization.LocalLists;

public sealed class LocalListServiceTests
{
    [Fact]
    public async Task Full_then_changes_are_sent_and_believed_over_a_restart()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var tags = central.Get<IdTagStore>();
        await tags.PutAsync(new() { IdTag = "A", Status = "Accepted" });
        await tags.PutAsync(new() { IdTag = "B", Status = "Blocked" });
        await using (var client = await central.BootAsync("CP-1"))
        {
            Assert.False(Of(central).IsInSync);
            var sending = central.Get<LocalListService>().SendAsync("CP-1", UpdateType.Full, "test");
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
            var sending = central.Get<LocalListService>().SendAsync("CP-1", UpdateType.Differential, "test");
            var changes = await client.AnswerAsync("SendLocalList", """{"status":"Accepted"}""");
            await sending;
            Assert.Equal("""{"listVersion":2,"localAuthorizationList":[{"idTag":"A"}],"updateType":"Differential"}""", changes.Payload.GetRawText());
            Assert.True(Of(central).IsInSync);
            Assert.Null(await central.Get<LocalListService>().SendAsync("CP-1", UpdateType.Differential, "test"));
        }
    }

    [Fact]
    public async Task House10_what_is_known_of_a_list_is_worked_out_once_until_something_changes()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        await central.Get<IdTagStore>().PutAsync(new() { IdTag = "A", Status = "Accepted" });
        var sending = central.Get<LocalListService>().SendAsync("CP-1", UpdateType.Full, "test");
        await client.AnswerAsync("SendLocalList", """{"status":"Accepted"}""");
        await sending;
        await Eventually.GetAsync(() => Task.FromResult(Of(central)), list => list.IsInSync, "the list is known");
        var first = Of(central);
        Assert.Same(first, Of(central));
        Assert.Same(first, central.Get<LocalListService>().Of("cp-1"));
        await central.Get<IdTagStore>().PutAsync(new() { IdTag = "B", Status = "Accepted" });
        Assert.Equal((1, 2), (Of(central).Changes, Of(central).Tags));
        Assert.Same(Of(central), Of(central));
        await central.Get<IdTagStore>().RemoveAsync("B");
        Assert.Equal(0, Of(central).Changes);
    }

    [Fact]
    public async Task Two_who_send_at_once_take_turns_and_versions_of_their_own()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        await central.Get<IdTagStore>().PutAsync(new() { IdTag = "A", Status = "Accepted" });
        var both = new[] { "one", "other" }.Select(by => central.Get<LocalListService>().SendAsync("CP-1", UpdateType.Full, by)).ToList();
        foreach (var version in new[] { 1, 2 })
            Assert.Equal(version, (await client.AnswerAsync("SendLocalList", """{"status":"Accepted"}""")).Payload.GetProperty("listVersion").GetInt32());
        await Task.WhenAll(both);
        Assert.Equal(2, Of(central).SentVersion);
    }

    [Fact]
    public async Task The_version_of_a_list_whose_answer_was_lost_is_not_given_again_also_over_a_restart()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await central.Get<IdTagStore>().PutAsync(new() { IdTag = "A", Status = "Accepted" });
        for (var version = 1; version <= 3; version++)
        {
            await using var client = await central.BootAsync("CP-1");
            var lost = central.Get<LocalListService>().SendAsync("CP-1", UpdateType.Full, "test");
            Assert.Equal(version, (await client.ExpectCallAsync("SendLocalList")).Payload.GetProperty("listVersion").GetInt32()); // it may have taken the one before
            client.Drop();
            await lost;
            await central.SnapshotAsync("CP-1", snapshot => !snapshot.Online, "offline");
            if (version == 2) await central.RestartAsync();
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
        var asking = central.Get<LocalListService>().AskAsync("CP-1", "test");
        await client.AnswerAsync("GetLocalListVersion", """{"listVersion":40}""");
        await asking;
        Assert.True(Of(central).NeedsFull);
        var sending = central.Get<LocalListService>().SendAsync("CP-1", UpdateType.Full, "test");
        var full = await client.AnswerAsync("SendLocalList", """{"status":"NotSupported"}""");
        await sending;
        Assert.Equal(42, full.Payload.GetProperty("listVersion").GetInt32());
        Assert.True(Of(central).IsNotSupported);
        Assert.Equal(41, Of(central).SentVersion);
    }

    [Fact]
    public async Task What_its_configuration_says_splits_a_list_and_warns_of_a_long_one()
    {
        await using var central = await TestCentralSystem.StartAsync();
        foreach (var tag in (string[])["A", "B", "C", "D", "E", "LONGER-THAN-TWENTY-CHARACTERS"]) await central.Get<IdTagStore>().PutAsync(new() { IdTag = tag, Status = "Accepted" });
        await using (var client = await central.BootAsync("CP-1"))
        {
            Assert.Equal((new LocalListLimits(), false), (Of(central).Limits, Of(central).IsTooLong));
            central.Start("CP-1", "GetConfiguration");
            await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"SendLocalListMaxLength","readonly":true,"value":"2"},{"key":"LocalAuthListMaxLength","readonly":true,"value":"4"}]}""");
            await Eventually.IsAsync(() => Of(central).Limits == new LocalListLimits(4, 2), "its limits are known");
            Assert.Equal((5, true), (Of(central).Tags, Of(central).IsTooLong));
            central.Start("CP-1", "GetConfiguration", """{"key":["HeartbeatInterval"]}""");
            await client.AnswerAsync("GetConfiguration", """{"configurationKey":[{"key":"HeartbeatInterval","readonly":false,"value":"60"}]}""");
        }
        await central.RestartAsync();
        await using (var client = await central.BootAsync("CP-1"))
        {
            var sending = central.Get<LocalListService>().SendAsync("CP-1", UpdateType.Full, "test");
            var parts = new List<string>();
            for (var i = 0; i < 3; i++)
            {
                var payload = (await client.AnswerAsync("SendLocalList", """{"status":"Accepted"}""")).Payload;
                parts.Add($"{payload.GetProperty("listVersion")} {payload.GetProperty("updateType")} {string.Join(' ', payload.GetProperty("localAuthorizationList").EnumerateArray().Select(entry => entry.GetProperty("idTag")))}");
            }
            Assert.Equal(["1 Full A B", "2 Differential C D", "3 Differential E"], parts);
            Assert.Equal((3, 3), (await sending is { } sent ? (sent.Sent, sent.Planned) : default));
            Assert.True(Of(central).IsInSync);
            await central.Get<IdTagStore>().PutAsync(new() { IdTag = "F", Status = "Accepted" });
            var refused = central.Get<LocalListService>().SendAsync("CP-1", UpdateType.Full, "test");
            await client.AnswerAsync("SendLocalList", """{"status":"Failed"}""");
            Assert.Equal((1, 3, "Failed"), (await refused is { } stopped ? (stopped.Sent, stopped.Planned, stopped.Last.Status) : default));
            central.Start("CP-1", "SendLocalList", """{"listVersion":50,"localAuthorizationList":[{"idTag":"1"},{"idTag":"2"},{"idTag":"3"},{"idTag":"LONGER-THAN-TWENTY-CHARACTERS"}],"updateType":"Full"}""");
            Assert.Equal(4, (await client.ExpectCallAsync("SendLocalList")).Payload.GetProperty("localAuthorizationList").GetArrayLength()); // a list that somebody wrote goes as it is
        }
    }

    private static LocalListView Of(TestCentralSystem central) => central.Get<LocalListService>().Of("cp-1");
}
