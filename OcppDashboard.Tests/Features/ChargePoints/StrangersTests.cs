using OcppDashboard.Configuration;
using OcppDashboard.State;
using OcppDashboard.Tests.Api.V1;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.ChargePoints;

/// <summary>Identities that nobody approved take no place for good: they expire, and give way to a charge point that a person set up.</summary>
public class StrangersTests
{
    private const string Start = """{"connectorId":1,"idTag":"T","meterStart":0,"timestamp":"2026-01-01T00:00:00Z"}""";

    [Theory]
    [InlineData(Onboarding.Open)]
    [InlineData(Onboarding.Approve)]
    public async Task A_full_book_of_strangers_never_refuses_a_charge_point_that_a_person_set_up(Onboarding onboarding)
    {
        await using var central = await TestCentralSystem.StartAsync(ocpp => ocpp with { MaxKnown = 3 });
        for (var i = 1; i <= 3; i++)
            await using (await central.BootAsync($"MADE-UP-{i}")) { }
        using var api = new ApiClient(central);
        (await api.PutAsync("charge-points/YARD-1", """{"name":"Yard 1"}""")).Ok();
        await using (await central.BootAsync("YARD-1")) await Eventually.IsAsync(() => central.Store.Count <= 3,
            "a book that is not too full");
        Assert.NotNull(central.Store.Find("MADE-UP-3")); // the oldest gave way
        Assert.Null(central.Store.Find("MADE-UP-1"));

        (await api.PutAsync("charge-points/YARD-2", """{"password":"correct horse battery"}""")).Ok();
        await central.StopAsync();
        await using var again = await TestCentralSystem.StartAsync(
            settings => settings with { Ocpp = settings.Ocpp with { MaxKnown = 3, Onboarding = onboarding } },
                folder: Copy(central.Folder));
        await using var two = await RawOcppClient.ConnectAsync(again.Port);
        var handshake = new RawHandshake("/ocpp/YARD-2") { Credentials = "YARD-2:correct horse battery"u8.ToArray() };
        Assert.Equal(101, (await two.UpgradeAsync(handshake)).Status);
        Assert.NotNull(again.Store.Find("YARD-1"));
    }

    [Fact]
    public async Task Where_all_are_wanted_or_connected_one_that_a_person_set_up_still_comes_in()
    {
        await using var central = await TestCentralSystem.StartAsync(ocpp => ocpp with { MaxKnown = 2 });
        await using var one = await central.BootAsync("CP-1");
        await using var two = await central.BootAsync("CP-2");
        using var api = new ApiClient(central);
        (await api.PutAsync("charge-points/CP-3", """{"name":"Yard"}""")).Ok();
        await using var three = await central.BootAsync("CP-3");
        Assert.All(["CP-1", "CP-2", "CP-3"], id => Assert.True(central.Snapshot(id).Online));
        await using var stranger = await RawOcppClient.ConnectAsync(central.Port);
        Assert.Equal(503, (await stranger.UpgradeAsync(new RawHandshake("/ocpp/CP-4"))).Status);
    }

    [Fact]
    public async Task Identities_that_nobody_approved_expire_after_seven_days_and_all_others_stay()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        (await api.PutAsync("charge-points/NAMED", """{"name":"Yard"}""")).Ok();
        (await api.PutAsync("charge-points/NEVER-CAME", """{"name":"Yard"}""")).Ok();
        foreach (var id in new[] { "MADE-UP", "NAMED", "CHARGED" })
        {
            await using var client = await central.BootAsync(id);
            if (id == "CHARGED") await client.CallForResultAsync("StartTransaction", Start);
        }
        await Eventually.IsAsync(() => central.Store.All.All(snapshot => !snapshot.Online), "all offline");
        central.Time.Advance(TimeSpan.FromDays(6.5));
        await using var late = await central.BootAsync("LATE");
        central.Time.Advance(TimeSpan.FromDays(1));
        await central.PassAsync(TimeSpan.FromMinutes(30), () => central.Store.Find("MADE-UP") is null, "an expired identity");
        Assert.Equal(["CHARGED", "LATE", "NAMED"], central.Store.All.Select(snapshot => snapshot.Id).Order(StringComparer.Ordinal));
        Assert.True(central.Get<ChargePointSettingsStore>().Has("NEVER-CAME"));
        await central.RestartAsync();
        Assert.Equal(["CHARGED", "LATE", "NAMED"], central.Store.All.Select(snapshot => snapshot.Id).Order(StringComparer.Ordinal));
        await using var back = await central.BootAsync("MADE-UP"); // as a new one
    }

    private static string Copy(string folder)
    {
        var copy = Directory.CreateTempSubdirectory("ocpp-").FullName;
        foreach (var file in Directory.GetFiles(folder, "ocppdashboard.db*")) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }
}
