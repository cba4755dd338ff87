using System.Text.Json;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Features.Authorization.IdTags;
using OcppDashboard.Features.Authorization.LocalLists;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Conformance;

/// <summary>Local authorization list.</summary>
public sealed class LocalListTests(ConformanceSystem system) : ConformanceTest(system)
{
    private const string Accepted = """{"status":"Accepted"}""";

    private const string Full = """
        {"listVersion":1,"localAuthorizationList":[{"idTag":"TAG-1","idTagInfo":{"status":"Accepted"}},{"idTag":"TAG-2","idTagInfo":{"expiryDate":"2030-01-01T00:00:00Z","parentIdTag":"GROUP","status":"Blocked"}}],"updateType":"Full"}
        """;

    [Fact]
    public async Task TC_008_start_with_an_id_tag_of_the_local_list()
    {
        await using var chargePoint = await BootedAsync();
        await chargePoint.OperatorAsync("GetLocalListVersion", "{}", """{"listVersion":0}""");
        await EndedAsync(await chargePoint.OperatorAsync("SendLocalList", Full, Accepted), CommandState.Done);
        await chargePoint.StatusAsync(1, "Preparing");
        var (_, status) = await chargePoint.StartAsync(1, "TAG-1");
        Assert.Equal("Accepted", status);
        await chargePoint.StatusAsync(1, "Charging");
    }

    [Fact]
    public async Task TC_042_1_local_list_version_is_not_supported()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("GetLocalListVersion", "{}", """{"listVersion":-1}""");
        Assert.Equal("version -1", (await EndedAsync(command, CommandState.Done)).Steps[^1].Emphasis);
        await ShowsAsync(chargePoint, list => list.IsNotSupported);
        await chargePoint.OperatorRefusedAsync("GetLocalListVersion", "{}", "NotSupported");
    }

    [Fact]
    public async Task TC_042_2_local_list_version_of_an_empty_list()
    {
        await using var chargePoint = await BootedAsync();
        await EndedAsync(await chargePoint.OperatorAsync("SendLocalList", """{"listVersion":1,"updateType":"Full"}""", Accepted), CommandState.Done);
        var command = await chargePoint.OperatorAsync("GetLocalListVersion", "{}", """{"listVersion":0}""");
        Assert.Equal("version 0", (await EndedAsync(command, CommandState.Done)).Steps[^1].Emphasis);
        await ShowsAsync(chargePoint, list => list is { SaidVersion: 0, SentVersion: 1, SentEntries: 0 });
    }

    [Fact]
    public Task TC_043_1_local_list_is_not_supported() => RefusedAsync("NotSupported");

    [Fact]
    public Task TC_043_2_local_list_with_a_version_that_does_not_fit() => RefusedAsync("VersionMismatch");

    [Fact]
    public Task TC_043_3_local_list_update_failed() => RefusedAsync("Failed");

    [Fact]
    public async Task TC_043_4_local_list_full_update()
    {
        await using var chargePoint = await BootedAsync();
        await FullAsync(chargePoint);
    }

    [Fact]
    public async Task TC_043_5_local_list_differential_update()
    {
        await using var chargePoint = await BootedAsync();
        await FullAsync(chargePoint);
        await IdTags.RemoveAsync("LIST-2");
        await IdTags.PutAsync(new() { IdTag = "LIST-3", Status = "Accepted" });
        var update = await SendAsync(chargePoint, UpdateType.Differential);
        Assert.Equal(("Differential", 2), (update.GetProperty("updateType").GetString(), update.GetProperty("listVersion").GetInt32()));
        Assert.Equal(["""{"idTag":"LIST-3","idTagInfo":{"status":"Accepted"}}""", """{"idTag":"LIST-2"}"""], update.GetProperty("localAuthorizationList").EnumerateArray().Select(entry => entry.GetRawText()));
        await chargePoint.OperatorAsync("GetLocalListVersion", "{}", """{"listVersion":2}""");
        await ShowsAsync(chargePoint, list => list is { IsInSync: true, SentVersion: 2, SaidVersion: 2, SentEntries: 2 });
    }

    private IdTagStore IdTags => Central.Get<IdTagStore>();

    /// <summary>Sends the id tags of the server: one that is accepted, one of a group that is blocked and expires.</summary>
    private async Task FullAsync(PlayedChargePoint chargePoint)
    {
        foreach (var tag in IdTags.All) await IdTags.RemoveAsync(tag.IdTag);
        await IdTags.PutAsync(new() { IdTag = "LIST-1", Status = "Accepted" });
        await IdTags.PutAsync(new() { IdTag = "LIST-2", ParentIdTag = "GROUP", Status = "Blocked", ExpiresAt = new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        var update = await SendAsync(chargePoint, UpdateType.Full);
        Assert.Equal(("Full", 1), (update.GetProperty("updateType").GetString(), update.GetProperty("listVersion").GetInt32()));
        var expected = Json("""[{"idTag":"LIST-1","idTagInfo":{"status":"Accepted"}},{"idTag":"LIST-2","idTagInfo":{"expiryDate":"2040-01-01T00:00:00Z","parentIdTag":"GROUP","status":"Blocked"}}]""");
        Assert.True(JsonElement.DeepEquals(expected, update.GetProperty("localAuthorizationList")), update.ToString());
        await chargePoint.OperatorAsync("GetLocalListVersion", "{}", """{"listVersion":1}""");
        await ShowsAsync(chargePoint, list => list is { IsInSync: true, SentVersion: 1, SaidVersion: 1, SentEntries: 2 });
    }

    /// <returns>The payload that the charge point got and accepted.</returns>
    private async Task<JsonElement> SendAsync(PlayedChargePoint chargePoint, UpdateType type)
    {
        var sending = Central.Get<LocalListService>().SendAsync(chargePoint.Id, type, "test");
        var call = await chargePoint.Client.AnswerAsync("SendLocalList", Accepted);
        Assert.Equal("Accepted", (await sending)!.Last.Status);
        return call.Payload;
    }

    private Task ShowsAsync(PlayedChargePoint chargePoint, Predicate<LocalListView> isSo) =>
        Eventually.GetAsync(() => Central.Get<LocalListService>().Of(chargePoint.Id), isSo, "such local list");

    private async Task RefusedAsync(string status)
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("SendLocalList", Full, $$"""{"status":"{{status}}"}""");
        Assert.Equal(status, (await EndedAsync(command, CommandState.Refused)).Status);
        await ShowsAsync(chargePoint, list => list.LastStatus == status && list.SentVersion is null && list.IsNotSupported == (status == "NotSupported"));
    }
}
