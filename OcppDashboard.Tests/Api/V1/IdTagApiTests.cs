using System.Net;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Api.V1;

/// <summary>Id tags and reservations over the API.</summary>
public class IdTagApiTests
{
    [Fact]
    public async Task Id_tags_may_be_created_expired_or_blocked_and_charge_points_are_answered_so()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        (await api.PutAsync("id-tags/ANN", """{"parentIdTag":"FAMILY","note":"desk"}""")).Ok();
        (await api.PutAsync("id-tags/BOB", """{"status":"Blocked"}""")).Ok();
        (await api.PutAsync("id-tags/OLD", """{"expiryDate":"2020-01-01T00:00:00Z"}""")).Ok();
        foreach (var (tag, status) in ((string, string)[])[("ANN", "Accepted"), ("bob", "Blocked"), ("OLD", "Expired")])
            Assert.Equal(status, (await client.CallForResultAsync("Authorize", $$"""{"idTag":"{{tag}}"}""")).GetProperty("idTagInfo").GetProperty("status").GetString());
        var ann = (await api.GetAsync("id-tags/ann")).Ok();
        Assert.Equal(("ANN", "Accepted", "FAMILY", "desk"), (ann.Text("idTag"), ann.Text("status"), ann.Text("parentIdTag"), ann.Text("note")));
        Assert.Equal(["ANN", "BOB", "OLD"], (await api.GetAsync("id-tags")).Items().Select(tag => tag.Text("idTag")));
        Assert.Equal("BOB", Assert.Single((await api.GetAsync("id-tags?status=blocked")).Items()).Text("idTag"));
        Assert.Equal("ANN", Assert.Single((await api.GetAsync("id-tags?q=family")).Items()).Text("idTag"));
        Assert.Equal("text/csv", (await api.GetAsync("id-tags?format=csv")).MediaType);
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync("id-tags/ANN")).Status);
        (await api.DeleteAsync("id-tags/ANN")).Problem(HttpStatusCode.NotFound);
        (await api.GetAsync("id-tags/ANN")).Problem(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("A/B")]
    [InlineData("A%2FB")]
    [InlineData("Ä ?#+&")]
    public async Task An_id_tag_is_what_its_address_says_whatever_is_in_it(string tag)
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        var path = $"id-tags/{Uri.EscapeDataString(tag)}";
        Assert.Equal(tag, (await api.PutAsync(path, """{"status":"Blocked"}""")).Ok().Text("idTag"));
        Assert.Equal(tag, (await api.GetAsync(path)).Ok().Text("idTag"));
        Assert.Equal([tag], (await api.GetAsync("id-tags")).Items().Select(one => one.Text("idTag")));
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync(path)).Status);
    }

    [Theory]
    [InlineData("A", """{"status":"Perhaps"}""", "status")]
    [InlineData("A", """{"idTag":"B"}""", "idTag")]
    [InlineData("A", """{"expiryDate":"soon"}""", "expiryDate")]
    [InlineData("A", """{"colour":1}""", "colour")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234x", "{}", "idTag")]
    public async Task What_is_wrong_with_an_id_tag_is_named(string tag, string json, string field)
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        (await api.PutAsync($"id-tags/{tag}", json)).Names(field);
        Assert.Empty((await api.GetAsync("id-tags")).Items());
    }

    [Fact]
    public async Task Reservations_are_listed_with_their_status_and_an_accepted_cancel_cancels()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        var asked = api.PostAsync("charge-points/CP-1/commands/ReserveNow", """{"connectorId":1,"expiryDate":"2099-01-01T00:00:00Z","idTag":"T"}""");
        var id = (await client.AnswerAsync("ReserveNow", """{"status":"Accepted"}""")).Payload.GetProperty("reservationId").GetInt32();
        (await asked).Ok();
        await Eventually.GetAsync(async () => (await api.GetAsync("reservations?chargePointId=CP-1")).Items().SingleOrDefault(), one => one.ValueKind == System.Text.Json.JsonValueKind.Object && one.Text("status") == "Accepted", "accepted reservation");
        var refused = api.PostAsync("charge-points/CP-1/commands/CancelReservation", $$"""{"reservationId":{{id}}}""");
        await client.AnswerAsync("CancelReservation", """{"status":"Rejected"}""");
        (await refused).Ok();
        Assert.Equal("Gone", (await api.GetAsync($"reservations/{id}")).Ok().Text("status")); // the charge point knows no such reservation
        var cancelled = api.PostAsync("charge-points/CP-1/commands/CancelReservation", $$"""{"reservationId":{{id}}}""");
        await client.AnswerAsync("CancelReservation", """{"status":"Accepted"}""");
        (await cancelled).Ok();
        await Eventually.GetAsync(async () => (await api.GetAsync($"reservations/{id}")).Ok().Text("status")!, status => status == "Cancelled", "cancelled reservation");
        (await api.GetAsync("reservations/9999")).Problem(HttpStatusCode.NotFound);
        (await api.GetAsync("reservations?status=Lost")).Names("status");
    }
}
