using System.Net;
using Microsoft.AspNetCore.SignalR.Client;
using OcppDashboard.Features.Accounts;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Hosting;

/// <summary>Hub, health and metrics behind the door of programs. A foreign host name stands for "not this machine's own browser".</summary>
public class ProgramDoorTests
{
    [Theory]
    [InlineData("GET", "/metrics")]
    [InlineData("GET", "/health/ready")]
    [InlineData("POST", "/hubs/live/negotiate?negotiateVersion=1")]
    public async Task From_elsewhere_a_key_is_needed_and_enough(string method, string path)
    {
        await using var central = await TestCentralSystem.StartAsync();
        var (entry, key) = await central.Get<ApiKeyStore>().CreateAsync("wallboard");
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(central, method, path, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(central, method, path, key[..^1]));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(central, method, path, key));
        await central.Get<ApiKeyStore>().RevokeAsync(entry.Id);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(central, method, path, key));
    }

    [Fact]
    public async Task Whether_it_is_alive_may_be_asked_by_all()
    {
        await using var central = await TestCentralSystem.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await AskAsync(central, "GET", "/health/live", null));
    }

    [Fact]
    public async Task The_clients_of_the_hub_show_their_key_as_a_token()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var charger = await central.BootAsync("CP-1");
        var (_, key) = await central.Get<ApiKeyStore>().CreateAsync("wallboard");
        foreach (var (token, works) in new[] { (key, true), ("ocd_wrong", false) })
        {
            await using var hub = new HubConnectionBuilder().WithUrl($"http://localhost:{central.Port}/hubs/live", options => options.AccessTokenProvider = () => Task.FromResult<string?>(token)).Build();
            if (!works)
            {
                await Assert.ThrowsAsync<HttpRequestException>(() => hub.StartAsync());
                continue;
            }
            await hub.StartAsync();
            var stream = await hub.StreamAsChannelAsync<System.Text.Json.JsonElement>("Subscribe", new[] { "status" }, null);
            Assert.Equal("CP-1", (await stream.ReadAsync().AsTask().WaitAsync(RawOcppClient.Deadline)).GetProperty("chargePointId").GetString());
        }
    }

    private static async Task<HttpStatusCode> AskAsync(TestCentralSystem central, string method, string path, string? key)
    {
        using var browser = central.Browser();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Host = "ocpp.example";
        if (key is not null) request.Headers.Add("X-Api-Key", key);
        using var answer = await browser.SendAsync(request);
        return answer.StatusCode;
    }
}
