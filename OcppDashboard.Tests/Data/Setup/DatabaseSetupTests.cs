using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;
using OcppDashboard.Configuration;
using OcppDashboard.Data;
using OcppDashboard.Data.Setup;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Data.Setup;

/// <summary>Whatever an interrupted start or migration left behind, the next start comes up or says in one sentence why not.</summary>
public sealed class DatabaseSetupTests : IDbContextFactory<OcppDbContext>, IDisposable
{
    private const string Locked = """
        CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
        INSERT OR REPLACE INTO "__EFMigrationsLock" VALUES (1, '2026-11-30 12:00:00+00:00');
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ocpp-setup-");
    private readonly TestLoggerProvider logs = new();
    private readonly DataSettings settings;

    public DatabaseSetupTests()
    {
        settings = new(folder.FullName, 14, 10);
    }

    [Theory]
    [InlineData(null)] // nothing but the lock: killed in its first start
    [InlineData("Initial")]
    [InlineData("Acceptance")]
    [InlineData("RegisterBefore")]
    public async Task R1_a_lock_that_a_killed_start_left_holds_up_no_other_start(string? migratedTo)
    {
        await using (var context = CreateDbContext())
            if (migratedTo is not null) await context.GetService<IMigrator>().MigrateAsync(migratedTo);
        Execute(Locked);
        await PrepareAsync();
        await using var after = CreateDbContext();
        Assert.Empty(await after.Database.GetPendingMigrationsAsync());
        Assert.Equal(0, await after.Transactions.CountAsync());
    }

    [Fact]
    public async Task R1_where_no_migration_is_pending_none_is_run()
    {
        await PrepareAsync();
        Execute("DROP TABLE \"__EFMigrationsLock\"");
        await PrepareAsync();
        Assert.Equal(0L, Scalar("SELECT COUNT(*) FROM sqlite_master WHERE name = '__EFMigrationsLock'"));
    }

    [Fact]
    public async Task R1_a_database_of_a_newer_program_is_refused_in_one_sentence_and_left_as_it_is()
    {
        await PrepareAsync();
        Execute("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29991231000000_Later', '99.0')");
        Execute(Locked);
        var refused = await Assert.ThrowsAsync<DataFolderException>(PrepareAsync);
        Assert.Contains("newer OcppDashboard", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1L, Scalar("SELECT COUNT(*) FROM \"__EFMigrationsLock\""));
    }

    [Fact]
    public async Task R1_a_database_that_another_program_holds_is_said_in_one_sentence()
    {
        await using (var context = CreateDbContext()) await context.GetService<IMigrator>().MigrateAsync("Acceptance");
        await using var other = new SqliteConnection($"Data Source={settings.DatabaseFile};Pooling=False");
        await other.OpenAsync();
        await using var begin = other.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        await begin.ExecuteNonQueryAsync();
        var refused = await Assert.ThrowsAsync<DataFolderException>(PrepareAsync);
        Assert.Contains("another program", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "is empty (0 bytes)")]
    [InlineData(false, "is missing")]
    public async Task R11_an_empty_database_beside_other_data_is_said_in_the_log(bool isThere, string words)
    {
        folder.CreateSubdirectory("received");
        if (isThere) File.WriteAllText(settings.DatabaseFile, "");
        await File.WriteAllTextAsync(settings.DatabaseFile + "-wal", "what somebody may look for");
        await PrepareAsync();
        var line = Assert.Single(logs.Records, record => record.Level == LogLevel.Warning).Message;
        Assert.Contains(words, line, StringComparison.Ordinal);
        Assert.Contains("received", line, StringComparison.Ordinal);
        Assert.Single(folder.EnumerateFiles("*-wal.left-*"));
        await PrepareAsync();
        Assert.Single(logs.Records, record => record.Level == LogLevel.Warning);
    }

    [Fact]
    public async Task R11_a_first_start_says_nothing_of_the_kind()
    {
        await PrepareAsync();
        Assert.DoesNotContain(logs.Records, record => record.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task R1_a_copy_from_before_a_migration_is_whole_or_has_no_name()
    {
        await using (var context = CreateDbContext()) await context.GetService<IMigrator>().MigrateAsync("Acceptance");
        await File.WriteAllTextAsync(settings.DatabaseFile + ".copying", "what a killed start left of its copy");
        await PrepareAsync();
        var copy = Assert.Single(folder.EnumerateFiles("*.before-*"));
        await using var database = new SqliteConnection($"Data Source={copy.FullName};Mode=ReadOnly;Pooling=False");
        await database.OpenAsync();
        await using var check = database.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", await check.ExecuteScalarAsync());
        Assert.False(File.Exists(settings.DatabaseFile + ".copying"));
    }

    [Theory]
    [InlineData(13, "full")]
    [InlineData(5, "another program")]
    [InlineData(26, "cannot be used")]
    public void R13_what_the_database_says_at_the_start_is_one_sentence_with_a_next_step(int code, string words)
    {
        var sentence = DatabaseSetup.Refused("/data/ocppdashboard.db", code, "some words", new IOException()).Message;
        Assert.Contains(words, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', sentence);
    }

    public OcppDbContext CreateDbContext() => new(new DbContextOptionsBuilder<OcppDbContext>().UseSqlite($"Data Source={settings.DatabaseFile};Pooling=False;Default Timeout=1").Options);

    public void Dispose() => folder.Delete(recursive: true);

    private Task PrepareAsync() => Task.Run(() => DatabaseSetup.Prepare(settings, this, new MovableTime(), logs.CreateLogger("setup"))).WaitAsync(RawOcppClient.Deadline);

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={settings.DatabaseFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private long Scalar(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={settings.DatabaseFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
