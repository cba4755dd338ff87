using System.Diagnostics;
using System.Globalization;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;
using Xunit.Abstractions;

namespace OcppDashboard.Tests.Integration;

/// <summary>What repeats for years must not grow: the memory of the real process, native memory too, over transactions and pages.</summary>
public sealed class MemoryTests(ITestOutputHelper output) : IDisposable
{
    private const int ChargePoints = 50, Transactions = 20_000, Pages = 400;
    private const long MostGrowth = 16L << 20;
    private static readonly (string Path, string Drawn)[] Looked =
        [("/", "Charge points"), ("/transactions", "Transactions"), ("/charge-points/CP-1", "CP-1"), ("/work-list", "Work list")];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ocpp-memory-");

    /// <summary>One round; the environment variable OCPP_MEMORY_ROUNDS asks for more, which together may grow no more than one.</summary>
    [Fact]
    public async Task R0_twenty_thousand_transactions_and_four_hundred_pages_leave_the_memory_as_it_was()
    {
        if (!File.Exists("/proc/self/smaps_rollup")) return; // only Linux tells
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("OCPP_MEMORY_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 1;
        await using var server = await ServerProcess.StartAsync(folder.FullName);
        var clients = await Task.WhenAll(Enumerable.Range(1, ChargePoints).Select(i => RawOcppClient.OpenAsync(server.Port, $"/ocpp/CP-{i}")));
        using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{server.Port}/") };
        await FillCachesAsync(clients);
        await LookAsync(http, Pages);
        await PlayAsync(clients, Transactions / 2); // always last: what pages leave is collected while transactions are played
        var (before, now) = (server.PrivateBytes(), 0L);
        output.WriteLine($"{before >> 20} MiB after the warm-up");
        for (var round = 0; round < rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            await LookAsync(http, Pages);
            var (looked, looking) = (server.PrivateBytes(), Stopwatch.GetElapsedTime(began));
            await PlayAsync(clients, Transactions);
            now = server.PrivateBytes();
            output.WriteLine($"{(looked - before) >> 10} KiB more after {Pages} pages ({looking.TotalSeconds:0.0} s), "
                + $"{(now - before) >> 10} KiB more after {Transactions} starts and stops too ({(Stopwatch.GetElapsedTime(began) - looking).TotalSeconds:0.0} s)");
        }
        foreach (var client in clients) await client.DisposeAsync();
        Assert.True(now - before <= MostGrowth, $"the process grew by {(now - before) >> 10} KiB");
    }

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>SQLite keeps pages up to a limit, 32 MB for the writer: large messages reach it at once, transactions only after long.</summary>
    private static Task FillCachesAsync(RawOcppClient[] clients) => Task.WhenAll(clients.Select(async client =>
    {
        var text = new string('x', 30_000);
        for (var i = 0; i < 25; i++) await client.CallForResultAsync("DataTransfer", $$"""{"vendorId":"filler","messageId":"{{i}}","data":"{{text}}"}""");
    }));

    private static Task PlayAsync(RawOcppClient[] clients, int transactions) => Task.WhenAll(clients.Select(async client =>
    {
        for (var i = 0; i < transactions / clients.Length; i++)
        {
            var at = OcppTimestamp.Format(TimeProvider.System.GetUtcNow());
            var start = await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"TAG","meterStart":{{i}},"timestamp":"{{at}}"}""");
            var id = start.GetProperty("transactionId").GetInt32().ToString(CultureInfo.InvariantCulture);
            await client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"idTag":"TAG","meterStop":{{i + 5}},"timestamp":"{{at}}"}""");
        }
    }));

    private static Task LookAsync(HttpClient http, int pages) => Parallel.ForAsync(0, pages, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) =>
    {
        var (path, drawn) = Looked[i % Looked.Length];
        await using var page = await PageCircuit.OpenAsync(http, path, drawn);
        await page.CloseAsync(http);
    });
}
