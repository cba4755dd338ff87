using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>The real program under load, stopped and killed: who listens hears of each start and stop that is stored, and of no other.</summary>
public sealed class WebhookKillsTests : IDisposable
{
    private const int ChargePoints = 8, MostAhead = 300;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ocpp-webhooks-");
    private int answered;

    /// <summary>One orderly stop and one kill; the environment variable OCPP_WEBHOOK_KILLS asks for more of each.</summary>
    [Fact]
    public async Task R4_each_stored_start_and_stop_is_told_over_stops_and_kills_and_none_out_of_nothing()
    {
        var each = int.TryParse(Environment.GetEnvironmentVariable("OCPP_WEBHOOK_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 1;
        await using var receiver = await WebhookReceiver.StartAsync();
        var lastStart = new string?[ChargePoints];
        for (var round = 0; round < 2 * each; round++)
        {
            await using var server = await ServerProcess.StartAsync(folder.FullName);
            if (round == 0) await AddWebhookAsync(server, receiver);
            var load = Enumerable.Range(0, ChargePoints).Select(i => LoadAsync(server.Port, i, lastStart, receiver)).ToList();
            var enough = Volatile.Read(ref answered) + 120 + Random.Shared.Next(80);
            await Eventually.IsAsync(() => Volatile.Read(ref answered) >= enough, "answers under load");
            if (round % 2 == 0) await server.SignalAsync(ServerProcess.Terminate);
            else await server.KillAsync();
            await Task.WhenAll(load);
        }
        await using var last = await ServerProcess.StartAsync(folder.FullName);
        var waiting = await Eventually.GetAsync(() => QueryAsync("SELECT Id FROM WebhookDeliveries WHERE NextAttemptAt IS NOT NULL"), rows => rows.Count == 0, "end of the deliveries");
        Assert.Empty(waiting);
        var told = receiver.Requests.Waiting.ToLookup(request => request.Event, request => JsonDocument.Parse(request.Body).RootElement.GetProperty("data").GetProperty("transactionId").GetInt64());
        var started = await QueryAsync("SELECT Id FROM Transactions");
        var stopped = await QueryAsync("SELECT Id FROM Transactions WHERE StoppedAt IS NOT NULL");
        Assert.True(stopped.Count > 20, $"only {stopped.Count} transactions");
        Assert.Equal(started.Order(), told["transaction.started"].Distinct().Order());
        Assert.Equal(stopped.Order(), told["transaction.stopped"].Distinct().Order());
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task AddWebhookAsync(ServerProcess server, WebhookReceiver receiver)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{server.Port}") };
        using var added = await http.PostAsJsonAsync("/api/v1/webhooks", new { url = receiver.Url + "/hook", events = new[] { "transaction.started", "transaction.stopped" } });
        Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync());
    }

    /// <summary>Transactions until the server is gone; a start without an answer comes again first, word for word.</summary>
    private async Task LoadAsync(int port, int number, string?[] lastStart, WebhookReceiver receiver)
    {
        try
        {
            await using var client = await RawOcppClient.OpenAsync(port, $"/ocpp/CP-{number}");
            while (client.IsOpen)
            {
                var start = lastStart[number] ??= $$"""{"connectorId":1,"idTag":"{{Guid.NewGuid().ToString("N")[..20]}}","meterStart":0,"timestamp":"{{OcppTimestamp.Format(TimeProvider.System.GetUtcNow())}}"}""";
                var id = (await client.CallForResultAsync("StartTransaction", start)).GetProperty("transactionId").GetInt32();
                lastStart[number] = null;
                Interlocked.Increment(ref answered);
                await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":10,"timestamp":"{{OcppTimestamp.Format(TimeProvider.System.GetUtcNow())}}"}""");
                Interlocked.Increment(ref answered);
                await Eventually.IsAsync(() => !client.IsOpen || Volatile.Read(ref answered) - receiver.Requests.Waiting.Count < MostAhead, "deliveries that keep up");
            }
        }
        catch (Exception exception) when (exception is IOException or EndOfStreamException or System.Net.Sockets.SocketException or InvalidOperationException)
        {
            // the server is gone
        }
    }

    private async Task<List<long>> QueryAsync(string sql)
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(folder.FullName, "ocppdashboard.db")};Pooling=False");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<long>();
        while (await reader.ReadAsync()) rows.Add(reader.GetInt64(0));
        return rows;
    }
}
