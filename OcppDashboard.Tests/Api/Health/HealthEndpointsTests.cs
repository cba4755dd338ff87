using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using OcppDashboard.Api.Health;
using OcppDashboard.Data.Retention;
using OcppDashboard.Features.Files;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Api.Health;

public class HealthEndpointsTests
{
    [Fact]
    public async Task Alive_says_ok_and_nothing_else()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var browser = central.Browser();
        Assert.Equal("ok\n", await browser.GetStringAsync("/health/live"));
    }

    [Fact]
    public async Task Ready_means_that_a_row_was_written()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var browser = central.Browser();
        var before = central.Get<StorageFigures>().Commits;
        var answer = await browser.GetFromJsonAsync<JsonElement>("/health/ready");
        Assert.Equal("ready", answer.GetProperty("status").GetString());
        Assert.True(central.Get<StorageFigures>().Commits > before);
        Assert.All(answer.GetProperty("checks").EnumerateArray(), check => Assert.True(check.GetProperty("ok").GetBoolean()));
    }

    [Fact]
    public async Task A_full_disk_is_not_ready_and_says_why()
    {
        await using var central = await TestCentralSystem.StartAsync();
        central.Logs.Expect("of the disk is free");
        central.Get<FileSpace>().Free = _ => 0;
        await central.PassAsync(TimeSpan.FromSeconds(5), () => central.Get<FileSpace>().IsLow, "little space");
        using var browser = central.Browser();
        using var answer = await browser.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var disk = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "disk");
        Assert.Equal((false, "the disk of the data folder is nearly full"), (disk.GetProperty("ok").GetBoolean(), disk.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task A_database_that_takes_no_writes_is_not_ready_until_it_does()
    {
        await using var central = await TestCentralSystem.StartAsync();
        central.Logs.Expect("could not be written");
        using var browser = central.Browser();
        await using (var locked = new SqliteConnection($"Data Source={central.DatabaseFile};Pooling=False"))
        {
            await locked.OpenAsync();
            await using var begin = locked.CreateCommand();
            begin.CommandText = "BEGIN EXCLUSIVE";
            await begin.ExecuteNonQueryAsync();
            using var answer = await browser.GetAsync("/health/ready");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("checks")[1].GetProperty("reason").GetString());
            Assert.Equal("ok\n", await browser.GetStringAsync("/health/live"));
        }
        await Eventually.GetAsync(async () => (await browser.GetAsync("/health/ready")).StatusCode, status => status == HttpStatusCode.OK, "readiness");
    }

    [Fact]
    public async Task Metrics_are_in_the_format_and_count_what_happened()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var charger = await central.BootAsync("CP-1");
        for (var i = 0; i < 3; i++) await charger.CallForResultAsync("Heartbeat", "{}");
        var command = central.Start("CP-1", "ClearCache");
        await charger.AnswerAsync("ClearCache", """{"status":"Accepted"}""");
        await central.CommandAsync(command.Id, snapshot => snapshot.IsOver);
        using var browser = central.Browser();
        await charger.CallForResultAsync("Authorize", """{"idTag":"TAG"}"""); // by now the heartbeats are counted: that is when their answers have left
        await Eventually.GetAsync(() => browser.GetStringAsync("/metrics"), text => !text.Contains("\nocppdashboard_writer_commits_total 0\n", StringComparison.Ordinal), "commit");
        using var answer = await browser.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var samples = PrometheusSamples.Parse(await answer.Content.ReadAsStringAsync());

        double Value(string name, params (string, string)[] labels) => samples.Single(sample => sample.Name == name && sample.Is(labels)).Value;
        Assert.Equal(1, Value("ocpp_connections"));
        Assert.Equal(1, Value("ocpp_charge_points", ("state", "online")));
        Assert.Equal(3, Value("ocpp_messages_total", ("caller", "charge_point"), ("action", "Heartbeat"), ("result", "Answered")));
        Assert.Equal(1, Value("ocpp_messages_total", ("caller", "central_system"), ("action", "ClearCache"), ("result", "Answered")));
        Assert.Equal(3, Value("ocpp_call_duration_seconds_count", ("caller", "charge_point"), ("action", "Heartbeat")));
        Assert.Equal(1, Value("ocpp_call_duration_seconds_bucket", ("caller", "central_system"), ("action", "ClearCache"), ("le", "+Inf")));
        Assert.True(Value("ocppdashboard_database_bytes") > 0);
        Assert.True(Value("ocppdashboard_writer_commits_total") > 0);
    }

    [Fact]
    public async Task Made_up_actions_are_one_label_and_inject_nothing()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var charger = await central.BootAsync("EVIL");
        for (var i = 0; i < 50; i++) await charger.SendTextAsync($$"""[2,"x{{i}}","Evil\"} 1\nocpp_connections{a=\"{{i}}",{}]""");
        await charger.CallForResultAsync("Heartbeat", "{}");
        using var browser = central.Browser();
        var samples = PrometheusSamples.Parse(await browser.GetStringAsync("/metrics"));
        var other = samples.Single(sample => sample.Name == "ocpp_messages_total" && sample.Labels["action"] == "other");
        Assert.Equal((50, "CallError"), (other.Value, other.Labels["result"]));
        Assert.DoesNotContain(samples, sample => sample.Labels.Values.Any(value => value.Contains("vil", StringComparison.Ordinal)));
    }

    [Fact]
    public void Label_values_are_escaped()
    {
        var evil = "a\"}\\ 1\nocpp_connections 9";
        var text = new PrometheusText().Family("x_total", "counter", "Two\nlines \\ here.").Sample("x_total", 1.5, ("l", evil), ("m", "ß"));
        var sample = Assert.Single(PrometheusSamples.Parse(text.ToString()));
        Assert.Equal((evil, "ß", 1.5), (sample.Labels["l"], sample.Labels["m"], sample.Value));
    }
}
