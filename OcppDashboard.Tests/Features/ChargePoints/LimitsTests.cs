using System.Net;
using OcppDashboard.Features.Accounts;
using OcppDashboard.Features.ChargePointConfiguration;
using OcppDashboard.Tests.Api.V1;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.ChargePoints;

/// <summary>What people and programs can make has a limit too, and says so.</summary>
public class LimitsTests
{
    [Fact]
    public async Task Keys_of_programs_have_a_limit_and_a_revoked_one_makes_room()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var keys = central.Get<ApiKeyStore>();
        var made = await Task.WhenAll(Enumerable.Range(0, ApiKeyStore.Most).Select(i => keys.CreateAsync($"key {i}")));
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => keys.CreateAsync("one more"));
        Assert.Contains("revoke one", refused.Message, StringComparison.Ordinal);
        await keys.RevokeAsync(made[0].Entry.Id);
        await keys.CreateAsync("one more");
    }

    [Fact]
    public async Task Templates_have_a_limit_and_one_that_is_there_can_be_changed()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var templates = central.Get<ConfigurationTemplates>();
        KeyValuePair<string, string>[] values = [new("HeartbeatInterval", "300")];
        await Task.WhenAll(Enumerable.Range(0, ConfigurationTemplates.Most).Select(i => templates.PutAsync($"template {i}", values)));
        await Assert.ThrowsAsync<ArgumentException>(() => templates.PutAsync("one more", values));
        await templates.PutAsync("template 7", values);
    }

    [Fact]
    public async Task Settings_are_kept_for_as_many_charge_points_as_may_be_known()
    {
        await using var central = await TestCentralSystem.StartAsync(ocpp => ocpp with { MaxKnown = 2 });
        using var api = new ApiClient(central);
        foreach (var id in new[] { "CP-1", "CP-2", "CP-1" }) (await api.PutAsync($"charge-points/{id}", """{"name":"Yard"}""")).Ok();
        Assert.Contains("Ocpp:MaxKnown", (await api.PutAsync("charge-points/CP-3", "{}")).Problem(HttpStatusCode.Conflict),
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync("charge-points/CP-1?history=delete")).Status);
        (await api.PutAsync("charge-points/CP-3", "{}")).Ok();
    }
}
