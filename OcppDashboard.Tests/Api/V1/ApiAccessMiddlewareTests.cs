using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OcppDashboard.Configuration;
using OcppDashboard.Features.Accounts;
using OcppDashboard.Hosting;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Api.V1;

/// <summary>Who gets in: with a key from anywhere, without one only at home.</summary>
public class ApiAccessMiddlewareTests
{
    public static TheoryData<string> Doors => [.. (string[])["/api/v1/charge-points", "/openapi/v1.json", "/api/v1/none"]];

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Pages_of_other_sites_stay_outside_and_a_key_opens(string path)
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        Assert.NotEqual(HttpStatusCode.Unauthorized, (await api.GetAsync(path)).Status); // lab mode, at home
        Assert.NotEqual(HttpStatusCode.Unauthorized, (await api.GetAsync(path, ("Origin", $"http://localhost:{central.Port}"))).Status);
        Assert.Contains("key", (await api.GetAsync(path, ("Origin", "https://evil.example"))).Problem(HttpStatusCode.Unauthorized), StringComparison.Ordinal);
        (await api.GetAsync(path, ("Host", "evil.example"))).Problem(HttpStatusCode.Unauthorized); // a name that was bent to this machine
        (await api.GetAsync(path, ("X-Api-Key", "ocd_wrong"))).Problem(HttpStatusCode.Unauthorized); // also at home: somebody means to use one
        var (_, key) = await central.Get<ApiKeyStore>().CreateAsync("bench");
        Assert.NotEqual(HttpStatusCode.Unauthorized, (await api.GetAsync(path, ("Host", "csms.example:5016"), ("X-Api-Key", key))).Status);
        Assert.NotEqual(HttpStatusCode.Unauthorized, (await api.GetAsync(path, ("Origin", "https://bench.example"), ("X-Api-Key", key))).Status);
        (await api.GetAsync(path, ("Host", "csms.example:5016"), ("X-Api-Key", key + "0"))).Problem(HttpStatusCode.Unauthorized);
        (await api.GetAsync(path, ("Host", "csms.example:5016"), ("X-Api-Key", key.ToUpperInvariant()))).Problem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_form_of_another_site_changes_nothing()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        (await api.SendAsync(HttpMethod.Put, "charge-points/CP-1", "{}", ("Origin", "http://localhost:1"))).Problem(HttpStatusCode.Unauthorized);
        (await api.SendAsync(HttpMethod.Put, "charge-points/CP-1", "{}", ("Origin", "null"))).Problem(HttpStatusCode.Unauthorized);
        Assert.False(central.Get<OcppDashboard.State.ChargePointSettingsStore>().Has("CP-1"));
        Assert.Equal(HttpStatusCode.Forbidden, (await api.GetAsync("/", ("Host", "evil.example"))).Status); // a key is for programs, pages stay at home
        var (_, key) = await central.Get<ApiKeyStore>().CreateAsync("bench");
        Assert.Equal(HttpStatusCode.Forbidden, (await api.GetAsync("/", ("Host", "evil.example"), ("X-Api-Key", key))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await api.GetAsync("/messages.csv", ("Host", "evil.example"), ("X-Api-Key", key))).Status);
    }

    [Fact]
    public async Task A_key_is_kept_as_a_hash_opens_after_a_restart_and_is_revoked_for_good()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var (entry, key) = await central.Get<ApiKeyStore>().CreateAsync(" bench ");
        Assert.Equal("bench", entry.Name);
        Assert.StartsWith(entry.Prefix, key, StringComparison.Ordinal);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)), (await central.ReadAsync(context => context.ApiKeys.SingleAsync())).Hash);
        await Assert.ThrowsAsync<ArgumentException>(() => central.Get<ApiKeyStore>().CreateAsync("  "));
        await Assert.ThrowsAsync<ArgumentException>(() => central.Get<ApiKeyStore>().CreateAsync(new string('x', 81)));
        await central.RestartAsync();
        using (var api = new ApiClient(central)) Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("charge-points", ("Host", "a.example"), ("X-Api-Key", key))).Status);
        Assert.NotNull((await central.ReadAsync(context => context.ApiKeys.SingleAsync(), row => row.LastUsedAt is not null, "last use")).LastUsedAt);
        Assert.True(await central.Get<ApiKeyStore>().RevokeAsync(entry.Id));
        Assert.False(await central.Get<ApiKeyStore>().RevokeAsync(entry.Id));
        using (var api = new ApiClient(central)) (await api.GetAsync("charge-points", ("X-Api-Key", key))).Problem(HttpStatusCode.Unauthorized);
        await central.RestartAsync();
        using (var api = new ApiClient(central)) (await api.GetAsync("charge-points", ("X-Api-Key", key))).Problem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Commands_say_whose_key_sent_them()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var api = new ApiClient(central);
        await using var client = await central.BootAsync("CP-1");
        var (_, key) = await central.Get<ApiKeyStore>().CreateAsync("night bench");
        var asked = api.SendAsync(HttpMethod.Post, "charge-points/CP-1/commands/ClearCache", "{}", ("X-Api-Key", key));
        await client.AnswerAsync("ClearCache", """{"status":"Accepted"}""");
        (await asked).Ok();
        Assert.Equal("api: night bench", Assert.Single(central.Commands.Recent("CP-1")).RequestedBy);
    }

    [Fact]
    public async Task In_real_use_a_key_is_needed_at_home_too()
    {
        var folder = Directory.CreateTempSubdirectory("ocpp-").FullName;
        await using (var app = DashboardApp.Create(RunMode.Normal, ["--Port=0", $"--Data:Directory={folder}"], builder => builder.Logging.ClearProviders()))
        {
            await app.StartAsync();
            var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(a => a.StartsWith("http:", StringComparison.Ordinal));
            using var http = new HttpClient { BaseAddress = new UriBuilder(address) { Host = "localhost" }.Uri };
            using var refused = await http.GetAsync("/api/v1/charge-points");
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            var (_, key) = await app.Services.GetRequiredService<ApiKeyStore>().CreateAsync("bench");
            http.DefaultRequestHeaders.Add("X-Api-Key", key);
            using var taken = await http.GetAsync("/api/v1/charge-points");
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
            Assert.Equal("nosniff", taken.Headers.GetValues("X-Content-Type-Options").Single());
            await app.StopAsync();
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
