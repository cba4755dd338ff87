using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Configuration;
using OcppDashboard.Data.Retention;

namespace OcppDashboard.Data;

/// <summary>Brings the database to the present schema. A copy of the file is kept before a migration runs.</summary>
public static class DatabaseSetup
{
    /// <exception cref="DataFolderException">The file cannot be used; the message is a sentence for the operator.</exception>
    public static void Prepare(DataSettings settings, IDbContextFactory<OcppDbContext> contexts, TimeProvider time)
    {
        try
        {
            using var context = contexts.CreateDbContext();
            var exists = File.Exists(settings.DatabaseFile);
            if (exists && context.Database.GetAppliedMigrations().Except(context.Database.GetMigrations()).Any())
                throw new DataFolderException($"The database {settings.DatabaseFile} was made by a newer OcppDashboard. It was left as it is; start that one, or name another folder with Data:Directory.");
            if (exists && context.Database.GetPendingMigrations().Any()) KeepCopy(settings.DatabaseFile, time);
            if (!exists) DatabaseSpace.Create(settings.DatabaseFile);
            context.Database.Migrate();
            if (exists) Compact(settings);
        }
        catch (SqliteException exception)
        {
            throw new DataFolderException($"The database {settings.DatabaseFile} cannot be used ({exception.Message}). It was left as it is; name another folder with Data:Directory.", exception);
        }
    }

    /// <summary>What was freed can only then be given back. Where there is no space for it the database stays as it was, and serves as well.</summary>
    private static void Compact(DataSettings settings)
    {
        try
        {
            DatabaseSpace.Compact(settings.DatabaseFile, settings.CompactsAtStart);
        }
        catch (SqliteException) when (!settings.CompactsAtStart)
        {
            // the next start tries again
        }
    }

    /// <exception cref="DataFolderException">The folder cannot be made or written to.</exception>
    public static void CheckFolder(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            var probe = Path.Combine(directory, ".write-probe");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException($"The data folder {directory} cannot be written to; name another one with Data:Directory or change its permissions.", exception);
        }
    }

    private static void KeepCopy(string file, TimeProvider time)
    {
        var copy = $"{file}.before-{time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        using var source = new SqliteConnection($"Data Source={file};Pooling=False");
        using var target = new SqliteConnection($"Data Source={copy};Pooling=False");
        source.Open();
        target.Open();
        source.BackupDatabase(target); // the write-ahead log included
    }
}

/// <summary>The data folder or database cannot be used; the message is a sentence for the operator.</summary>
public sealed class DataFolderException(string message, Exception? inner = null) : Exception(message, inner);
