using System.Globalization;
using System.IO.Compression;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using OcppDashboard.Configuration;
using OcppDashboard.Data;
using OcppDashboard.Data.Setup;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Data;

/// <summary>
/// A database that the first build wrote (SQLite 3.40, EF Core 10.0.14; six charge points of a load generator) opens, migrates and keeps
/// everything.
/// </summary>
public sealed class ReleasedDatabaseTests : IDbContextFactory<OcppDbContext>, IDisposable
{
    private static readonly string[] Sums =
    [
        "SELECT COUNT(*) || ' ' || SUM(EnergyWh) || ' ' || SUM(StartedAt) || ' ' || SUM(StoppedAt) FROM Transactions",
        "SELECT COUNT(*) || ' ' || SUM(EnergyWh) || ' ' || SUM(At) FROM MeterValues",
        "SELECT COUNT(*) || ' ' || SUM(LENGTH(Call)) || ' ' || SUM(LENGTH(Answer)) FROM Messages",
        "SELECT COUNT(*) || ' ' || SUM(At) FROM Statuses",
        "SELECT COUNT(*) FROM Occurrences",
        "SELECT group_concat(Id) FROM ChargePoints",
        "SELECT group_concat(IdTag || Note) FROM IdTags",
        "SELECT COUNT(*) FROM ChargePointSettings",
        "SELECT COUNT(*) FROM Findings",
    ];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ocpp-released-");
    private readonly DataSettings settings;

    public ReleasedDatabaseTests()
    {
        settings = new(folder.FullName, 14, 10);
        using var packed = File.OpenRead(Repository.PathOf("OcppDashboard.Tests", "Data", "Released", "first-build.db.gz"));
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        using var file = File.Create(settings.DatabaseFile);
        unpacked.CopyTo(file);
    }

    [Fact]
    public async Task A_database_of_the_first_build_opens_migrates_and_keeps_everything()
    {
        var before = Sums.Select(Scalar).ToList();
        Assert.StartsWith("129 1510.0 ", before[0], StringComparison.Ordinal);
        await Task.Run(() => DatabaseSetup.Prepare(settings, this, new MovableTime(), NullLogger.Instance));
        await using var context = CreateDbContext();
        Assert.Empty(await context.Database.GetPendingMigrationsAsync());
        Assert.Equal(before, Sums.Select(Scalar));
        Assert.Equal("ok", Scalar("PRAGMA integrity_check"));
        Assert.Equal(129, await context.Transactions.CountAsync());
    }

    public OcppDbContext CreateDbContext() =>
        new(new DbContextOptionsBuilder<OcppDbContext>().UseSqlite($"Data Source={settings.DatabaseFile};Pooling=False").Options);

    public void Dispose() => folder.Delete(recursive: true);

    private string Scalar(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={settings.DatabaseFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }
}
