using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Configuration;
using OcppDashboard.Data;
using OcppDashboard.Data.Setup;

namespace OcppDashboard.Tests.Support;

/// <summary>A database as a first start leaves it, migrated once for all tests: migrating anew for each of them took a third of their time.</summary>
internal static class EmptyDatabase
{
    private static readonly Lazy<byte[]> File = new(Make);

    public static void WriteTo(string file) => System.IO.File.WriteAllBytes(file, File.Value);

    private static byte[] Make()
    {
        var folder = Directory.CreateTempSubdirectory("ocpp-empty-");
        try
        {
            var settings = new DataSettings(folder.FullName, 14, 100);
            DatabaseSetup.Prepare(settings, new Contexts(settings.DatabaseFile), TimeProvider.System);
            SqliteConnection.ClearAllPools(); // the last connection brings the write-ahead log into the file
            return System.IO.File.ReadAllBytes(settings.DatabaseFile);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed class Contexts(string file) : IDbContextFactory<OcppDbContext>
    {
        public OcppDbContext CreateDbContext() => new(new DbContextOptionsBuilder<OcppDbContext>().UseSqlite($"Data Source={file};Pooling=False").Options);
    }
}
