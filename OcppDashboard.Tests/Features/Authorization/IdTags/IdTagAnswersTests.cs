using System.Text.Json;
using OcppDashboard.Configuration;
using OcppDashboard.Features.Authorization.IdTags;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Authorization.IdTags;

/// <summary>What charge points are answered with, over raw frames.</summary>
public sealed class IdTagAnswersTests
{
    [Fact]
    public async Task Authorize_answers_by_the_tag_ignoring_case_and_over_a_restart()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var book = central.Get<IdTagStore>();
        var soon = central.Time.GetUtcNow().AddHours(1);
        await book.PutAsync(new() { IdTag = "Good", Status = "Accepted", ParentIdTag = "FAMILY", ExpiresAt = soon });
        await book.PutAsync(new() { IdTag = "BLOCKED", Status = "Blocked" });
        await book.PutAsync(new() { IdTag = "BORN-EXPIRED", Status = "Expired" });
        await book.PutAsync(new() { IdTag = "PAST", Status = "Accepted", ExpiresAt = central.Time.GetUtcNow().AddHours(-1) });
        for (var round = 0; round < 2; round++)
        {
            await using (var client = await central.BootAsync("CP-1"))
            {
                var info = await AuthorizeAsync(client, "gOOD");
                Assert.Equal(("Accepted", "FAMILY"), (info.GetProperty("status").GetString(), info.GetProperty("parentIdTag").GetString()));
                Assert.Equal(OcppTimestamp.Format(soon), info.GetProperty("expiryDate").GetString());
                Assert.Equal("Blocked", Status(await AuthorizeAsync(client, "BLOCKED")));
                Assert.Equal("Expired", Status(await AuthorizeAsync(client, "BORN-EXPIRED")));
                Assert.Equal("Expired", Status(await AuthorizeAsync(client, "PAST")));
                Assert.Equal("Accepted", Status(await AuthorizeAsync(client, "NEVER-SEEN")));
            }
            if (round == 0) await central.RestartAsync();
        }
        await using var last = await central.BootAsync("CP-1");
        central.Get<AuthorizationOverrides>().Set("CP-1", AuthorizationStatus.Accepted);
        Assert.Equal("Accepted", Status(await AuthorizeAsync(last, "BLOCKED"))); // a commissioning run goes first
    }

    [Fact]
    public async Task X28_a_blocked_card_stays_blocked_however_its_bytes_are_written()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var book = central.Get<IdTagStore>();
        await book.PutAsync(new() { IdTag = "04A1B2C3D4E5F6", Status = "Blocked" });
        await book.PutAsync(new() { IdTag = "AB:CD:EF:01", Status = "Blocked" });
        for (var round = 0; round < 2; round++)
        {
            await using (var client = await central.BootAsync("CP-1"))
            {
                foreach (var spelling in new[] { "04 A1 B2 C3 D4 E5 F6", "04:a1:b2:c3:d4:e5:f6", "04-A1-B2-C3-D4-E5-F6", "04a1b2c3d4e5f6", "abcdef01", "AB CD EF 01 " })
                    Assert.Equal("Blocked", Status(await AuthorizeAsync(client, spelling)));
                Assert.Equal("Accepted", Status(await AuthorizeAsync(client, "04 A1 B2 C3 D4 E5 F7")));
                var started = await StartAsync(client, 1, "04 A1 B2 C3 D4 E5 F6", $"2026-05-12T10:0{round}:00Z");
                Assert.Equal("Blocked", started.GetProperty("idTagInfo").GetProperty("status").GetString());
            }
            if (round == 0) await central.RestartAsync();
        }
        Assert.True(central.Snapshot("CP-1").HasFinding("D32"));
    }

    [Fact]
    public async Task Unknown_tags_are_counted_and_learned_and_by_the_setting_invalid()
    {
        await using var central = await TestCentralSystem.StartAsync(settings => settings with { UnknownIdTags = UnknownIdTags.Invalid });
        await using var client = await central.BootAsync("CP-1");
        Assert.Equal("Invalid", Status(await AuthorizeAsync(client, "NEW")));
        Assert.Equal("Invalid", Status(await AuthorizeAsync(client, "new")));
        var started = await StartAsync(client, 1, "NEW", "2026-05-12T10:00:00Z");
        Assert.Equal("Invalid", started.GetProperty("idTagInfo").GetProperty("status").GetString());
        Assert.True(started.GetProperty("transactionId").GetInt32() > 0);
        var unknown = central.Get<UnknownIdTagStore>();
        var seen = Assert.Single(unknown.All);
        Assert.Equal(("NEW", 3, "CP-1"), (seen.IdTag, seen.Count, seen.ChargePointId));
        await unknown.LearnAsync(seen, "Accepted");
        Assert.Empty(unknown.All);
        Assert.Equal("Accepted", Status(await AuthorizeAsync(client, "NEW")));
        await AuthorizeAsync(client, "OTHER");
        await central.RestartAsync();
        Assert.Equal("OTHER", Assert.Single(central.Get<UnknownIdTagStore>().All).IdTag);
    }

    [Fact]
    public async Task Who_makes_up_tags_does_not_fill_the_memory()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var events = central.Get<ChargePointEvents>();
        for (var i = 0; i < UnknownIdTagStore.Most + 5; i++) events.Publish(new UnknownIdTagSeen("CP-1", central.Time.GetUtcNow().AddSeconds(i), $"T{i}"));
        events.Publish(new UnknownIdTagSeen("CP-1", central.Time.GetUtcNow(), new string('x', 500)));
        var all = central.Get<UnknownIdTagStore>().All;
        Assert.InRange(all.Count, 1, UnknownIdTagStore.Most);
        Assert.Equal($"T{UnknownIdTagStore.Most + 4}", all[0].IdTag);
    }

    [Fact]
    public async Task A_tag_that_charges_elsewhere_is_concurrent_unless_it_may_and_F9_a_replay_gets_the_same_answer()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await central.Get<IdTagStore>().PutAsync(new() { IdTag = "ONE", Status = "Accepted" });
        await using var first = await central.BootAsync("CP-1");
        await using var second = await central.BootAsync("CP-2");
        var now = OcppTimestamp.Format(central.Time.GetUtcNow());
        var started = await StartAsync(first, 1, "ONE", now);
        Assert.Equal("Accepted", Status(started.GetProperty("idTagInfo")));
        Assert.Equal("ConcurrentTx", Status(await AuthorizeAsync(second, "one")));
        Assert.Equal("Accepted", Status(await AuthorizeAsync(first, "ONE"))); // it may be there to stop
        var other = await StartAsync(second, 1, "ONE", now);
        Assert.Equal("ConcurrentTx", Status(other.GetProperty("idTagInfo")));
        Assert.True(other.GetProperty("transactionId").GetInt32() > 0);
        var again = await StartAsync(first, 1, "ONE", now);
        Assert.Equal(started.GetRawText(), again.GetRawText());
        await StopAsync(first, started.GetProperty("transactionId").GetInt32(), "\"idTag\":\"ONE\",");
        Assert.Equal(other.GetRawText(), (await StartAsync(second, 1, "ONE", now)).GetRawText());
        await StopAsync(second, other.GetProperty("transactionId").GetInt32(), "");
        Assert.Equal("Accepted", Status(await AuthorizeAsync(second, "ONE")));

        await central.Get<IdTagStore>().PutAsync(new() { IdTag = "MANY", Status = "Accepted", AllowsConcurrent = true });
        await StartAsync(first, 1, "MANY", now);
        Assert.Equal("Accepted", Status((await StartAsync(second, 1, "MANY", now)).GetProperty("idTagInfo")));
    }

    [Fact]
    public async Task A_running_transaction_counts_after_a_restart_and_for_a_tag_written_down_later()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using (var first = await central.BootAsync("CP-1"))
            await StartAsync(first, 1, "ONE", OcppTimestamp.Format(central.Time.GetUtcNow()));
        await central.Get<IdTagStore>().PutAsync(new() { IdTag = "ONE", Status = "Accepted" });
        await using (var second = await central.BootAsync("CP-2")) Assert.Equal("ConcurrentTx", Status(await AuthorizeAsync(second, "ONE")));
        await central.RestartAsync();
        await using (var second = await central.BootAsync("CP-2")) Assert.Equal("ConcurrentTx", Status(await AuthorizeAsync(second, "ONE")));
    }

    [Fact]
    public async Task F16_and_F17_a_stop_has_idTagInfo_only_for_a_tag()
    {
        await using var central = await TestCentralSystem.StartAsync(settings => settings with { UnknownIdTags = UnknownIdTags.Invalid });
        await central.Get<IdTagStore>().PutAsync(new() { IdTag = "ONE", Status = "Accepted", ParentIdTag = "FAMILY" });
        await using var client = await central.BootAsync("CP-1");
        foreach (var (tag, expected) in new[] { ("", null), ("\"idTag\":\"HardReset\",", null), ("\"idTag\":\"ONE\",", "Accepted"), ("\"idTag\":\"WHO\",", "Invalid") })
        {
            var started = await StartAsync(client, 1, "ONE", OcppTimestamp.Format(central.Time.GetUtcNow()));
            var answer = await StopAsync(client, started.GetProperty("transactionId").GetInt32(), tag);
            Assert.Equal(expected, answer.TryGetProperty("idTagInfo", out var info) ? Status(info) : null);
            central.Time.Advance(TimeSpan.FromSeconds(2));
        }
        Assert.Equal("WHO", Assert.Single(central.Get<UnknownIdTagStore>().All).IdTag);
    }

    [Fact]
    public async Task What_is_wrong_is_not_kept_and_a_removed_tag_is_unknown_again()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var book = central.Get<IdTagStore>();
        await Assert.ThrowsAsync<ArgumentException>(() => book.PutAsync(new() { IdTag = " ", Status = "Accepted" }));
        await Assert.ThrowsAsync<ArgumentException>(() => book.PutAsync(new() { IdTag = "A", Status = "ConcurrentTx" }));
        await book.PutAsync(new() { IdTag = "A", Status = "Blocked", Note = "lost" });
        await book.PutAsync(new() { IdTag = "a", Status = "Accepted" });
        var kept = Assert.Single(book.All);
        Assert.Equal(("A", "Accepted", null), (kept.IdTag, kept.Status, kept.Note));
        Assert.True(await book.RemoveAsync("a"));
        Assert.False(await book.RemoveAsync("a"));
        await central.RestartAsync();
        Assert.Empty(central.Get<IdTagStore>().All);
    }

    private static async Task<JsonElement> AuthorizeAsync(RawOcppClient client, string tag) => (await client.CallForResultAsync("Authorize", $$"""{"idTag":"{{tag}}"}""")).GetProperty("idTagInfo");

    private static Task<JsonElement> StartAsync(RawOcppClient client, int connector, string tag, string at) =>
        client.CallForResultAsync("StartTransaction", $$"""{"connectorId":{{connector}},"idTag":"{{tag}}","meterStart":5,"timestamp":"{{at}}"}""");

    private static Task<JsonElement> StopAsync(RawOcppClient client, int id, string tag) =>
        client.CallForResultAsync("StopTransaction", $$"""{{{tag}}"meterStop":9,"timestamp":"{{OcppTimestamp.Format(DateTimeOffset.UnixEpoch.AddYears(56))}}","transactionId":{{id}}}""");

    private static string? Status(JsonElement info) => info.GetProperty("status").GetString();
}
