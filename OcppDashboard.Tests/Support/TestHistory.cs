using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OcppDashboard.Configuration;
using OcppDashboard.Data;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Setup;

namespace OcppDashboard.Tests.Support;

/// <summary>The history database as a file of its own, with its writer and nothing else.</summary>
internal sealed class TestHistory : IDbContextFactory<OcppDbContext>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ocpp-").FullName;

    public TestHistory()
    {
        Settings = new DashboardSettings(RunMode.Lab, 0, new DataSettings(folder, 14, 10), new OcppSettings());
        DatabaseSetup.Prepare(Settings.Data, this, Time);
        Health = new StorageHealth(Time);
        Writer = new HistoryWriter(Settings, Health, Time, new Logger<HistoryWriter>(LoggerFactory.Create(logging => logging.AddProvider(Logs))));
    }

    public DashboardSettings Settings { get; }
    public MovableTime Time { get; } = new();
    public TestLoggerProvider Logs { get; } = new();
    public StorageHealth Health { get; }
    public HistoryWriter Writer { get; }

    public string Folder => folder;
    public string DatabaseFile => Settings.Data.DatabaseFile;

    public OcppDbContext CreateDbContext() =>
        new(new DbContextOptionsBuilder<OcppDbContext>().UseSqlite($"Data Source={Path.Combine(folder, "ocppdashboard.db")};Pooling=False").Options);

    /// <summary>Writes and reads as the writer's thread does.</summary>
    public Task<T> DoAsync<T>(Func<HistoryDatabase, T> work) => Writer.KeepAsync(new Work<T>(work));

    public void Dispose()
    {
        Directory.CreateDirectory(folder); // a test may have moved it away
        Writer.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private sealed class Work<T>(Func<HistoryDatabase, T> work) : HistoryWrite<T>
    {
        internal override T Write(HistoryDatabase database) => work(database);
    }
}
