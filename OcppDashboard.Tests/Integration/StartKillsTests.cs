using System.Globalization;
using Microsoft.Data.Sqlite;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>Killed or stopped at any moment of its start, the next start comes up.</summary>
public sealed class StartKillsTests : IDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(4);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ocpp-starts-");

    /// <summary>Two rounds; the environment variable OCPP_START_KILLS asks for more. Each has a first start and an ordinary one that are cut short.</summary>
    [Fact]
    public async Task R1_a_start_that_was_killed_or_stopped_at_any_moment_holds_up_no_other_start()
    {
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("OCPP_START_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 2;
        for (var round = 0; round < rounds; round++)
        {
            var data = folder.CreateSubdirectory(round.ToString(CultureInfo.InvariantCulture)).FullName;
            for (var cut = 0; cut < 3; cut++) await CutAsync(data, isKill: (round + cut) % 2 == 0);
            await ComesUpAsync(data);
            await CutAsync(data, isKill: round % 2 == 0);
            await ComesUpAsync(data);
        }
    }

    [Fact]
    public async Task R1_the_program_comes_up_on_a_folder_that_a_killed_migration_left()
    {
        await ComesUpAsync(folder.FullName);
        await using (var database = new SqliteConnection($"Data Source={Path.Combine(folder.FullName, "ocppdashboard.db")};Pooling=False"))
        {
            await database.OpenAsync();
            await using var left = database.CreateCommand();
            left.CommandText = "INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-11-30 12:00:00+00:00')";
            await left.ExecuteNonQueryAsync();
        }
        await ComesUpAsync(folder.FullName);
    }

    [Fact]
    public async Task R1_SIGTERM_ends_a_start_and_leaves_the_folder_free()
    {
        await using var server = ServerProcess.Begin(folder.FullName);
        await Eventually.IsAsync(() => File.Exists(Path.Combine(folder.FullName, "in-use")), "a start that is under way");
        await server.SignalAsync(ServerProcess.Terminate);
        Assert.True(server.ExitCode is 0 or 143, $"it ended with {server.ExitCode}: {server.Errors}");
        Assert.DoesNotContain("   at ", server.Errors, StringComparison.Ordinal);
        await ComesUpAsync(folder.FullName);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task CutAsync(string data, bool isKill)
    {
        await using var server = ServerProcess.Begin(data);
        var moment = TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * LongestStart.TotalMilliseconds);
        var comesUp = server.ListensAsync();
        await Task.WhenAny(comesUp, Task.Delay(moment)); // the moment is what is played
        if (isKill) await server.KillAsync();
        else await server.SignalAsync(ServerProcess.Terminate);
        await comesUp.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static async Task ComesUpAsync(string data)
    {
        await using var server = await ServerProcess.StartAsync(data);
        await using var client = await RawOcppClient.OpenAsync(server.Port, "/ocpp/CP-1");
        await client.CallForResultAsync("StartTransaction", """{"connectorId":1,"idTag":"T","meterStart":0,"timestamp":"2026-11-20T10:00:00Z"}""");
        await server.SignalAsync(ServerProcess.Terminate);
        Assert.True(server.ExitCode is 0 or 143, $"it ended with {server.ExitCode}: {server.Errors}");
    }
}
