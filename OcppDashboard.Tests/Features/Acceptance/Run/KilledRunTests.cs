using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OcppDashboard.Tests.Browser;
using OcppDashboard.Tests.Features.Acceptance.Support;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Run;

/// <summary>The real program is killed or told to abort in the middle of a run: what the run changed at the charge point is put back.</summary>
public sealed class KilledRunTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(150);
    private readonly RememberingChargePoint point = new();
    private DashboardProcess dashboard = null!;
    private HttpClient http = null!;

    public async Task InitializeAsync()
    {
        dashboard = await DashboardProcess.StartAsync("--lab");
        http = new HttpClient { BaseAddress = new Uri(dashboard.Address) };
        Assert.True(await point.ConnectAsync(dashboard.Port));
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await point.DisposeAsync();
        await dashboard.DisposeAsync();
    }

    [Fact]
    public async Task A_key_that_was_changed_when_the_server_was_killed_is_put_back_and_the_run_goes_on()
    {
        var held = point.HoldAfter(IsChange);
        var id = await StartAsync(5);
        await held.WaitAsync(Deadline);
        Assert.NotEqual(RememberingChargePoint.FirstKeys, point.Keys);
        await KillAndStartAsync();
        Assert.True(await point.ConnectAsync(dashboard.Port));
        var run = await EndAsync(id);
        Assert.Equal(("Finished", "Pass"), (run.GetProperty("state").GetString(), run.GetProperty("legs")[0].GetProperty("verdict").GetString()));
        Assert.Equal(RememberingChargePoint.FirstKeys, point.Keys);
        dashboard.AssertCalm();
    }

    [Fact]
    public async Task A_key_that_was_changed_when_the_run_was_aborted_is_put_back()
    {
        var held = point.HoldAfter(IsChange);
        var id = await StartAsync(5);
        await held.WaitAsync(Deadline);
        Assert.NotEqual(RememberingChargePoint.FirstKeys, point.Keys);
        await AbortAsync(id);
        point.LetGo();
        Assert.Equal("Aborted", (await EndAsync(id)).GetProperty("state").GetString());
        Assert.Equal(RememberingChargePoint.FirstKeys, point.Keys);
        dashboard.AssertCalm();
    }

    [Fact]
    public async Task A_connector_that_was_Inoperative_when_the_server_was_killed_ends_Operative_and_the_run_goes_on()
    {
        var held = point.HoldAfter(IsInoperative);
        var id = await StartAsync(3);
        await held.WaitAsync(Deadline);
        Assert.Contains("Inoperative", point.Availability);
        await KillAndStartAsync();
        Assert.True(await point.ConnectAsync(dashboard.Port));
        Assert.Equal("Finished", (await EndAsync(id)).GetProperty("state").GetString());
        Assert.All(point.Availability, availability => Assert.Equal("Operative", availability));
        dashboard.AssertCalm();
    }

    /// <summary>No status tells that the connector is Unavailable: it must be known from before the kill.</summary>
    [Fact]
    public async Task A_connector_that_nobody_reported_as_Unavailable_ends_Operative_when_the_run_is_aborted_after_the_kill()
    {
        var held = point.HoldAfter(IsInoperative);
        var id = await StartAsync(3);
        await held.WaitAsync(Deadline);
        await KillAndStartAsync();
        await AbortAsync(id);
        Assert.True(await point.ConnectAsync(dashboard.Port, reports: false));
        Assert.Equal("Aborted", (await EndAsync(id)).GetProperty("state").GetString());
        Assert.All(point.Availability, availability => Assert.Equal("Operative", availability));
        dashboard.AssertCalm();
    }

    [Fact]
    public async Task A_charge_point_that_was_kept_offline_when_the_server_was_killed_may_come_back()
    {
        var id = await StartAsync(14);
        await point.ClosedAsync(Deadline);
        Assert.Equal("true", point.Keys["LocalAuthorizeOffline"]);
        Assert.False(await point.ConnectAsync(dashboard.Port)); // within the window
        await KillAndStartAsync();
        Assert.True(await point.ConnectAsync(dashboard.Port));
        await point.ClosedAsync(Deadline); // the leg begins once more, with a window of its own
        await AbortAsync(id);
        await Eventually.GetAsync(() => point.ConnectAsync(dashboard.Port), isIn => isIn, "way in after the abort", Deadline);
        Assert.Equal("Aborted", (await EndAsync(id)).GetProperty("state").GetString());
        Assert.Equal(RememberingChargePoint.FirstKeys, point.Keys);
        dashboard.AssertCalm();
    }

    private static bool IsChange(RawCall call) => call.Action == "ChangeConfiguration"
        && RememberingChargePoint.FirstKeys[call.Payload.GetProperty("key").GetString()!] != call.Payload.GetProperty("value").GetString();

    private static bool IsInoperative(RawCall call) => call.Action == "ChangeAvailability" && call.Payload.GetProperty("type").GetString() == "Inoperative";

    private async Task KillAndStartAsync()
    {
        await dashboard.KillAsync();
        await dashboard.StartAsync();
    }

    private async Task<long> StartAsync(int function)
    {
        var plan = new { tester = "m.kuhn", functions = new[] { function }, timeouts = new { statusChange = 5, offlineWindow = 600 } };
        using var answer = await http.PostAsJsonAsync("/api/v1/acceptance-runs", new { chargePointId = RememberingChargePoint.Id, plan });
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
    }

    private async Task AbortAsync(long id)
    {
        using var answer = await http.PostAsync($"/api/v1/acceptance-runs/{id}/abort", null);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private Task<JsonElement> EndAsync(long id) => Eventually.GetAsync(
        () => http.GetFromJsonAsync<JsonElement>($"/api/v1/acceptance-runs/{id}"), run => run.GetProperty("endedAt").ValueKind == JsonValueKind.String, "end of the run", Deadline);
}
