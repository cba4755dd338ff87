using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Configuration;
using OcppDashboard.Data.Retention;
using SQLitePCL;

namespace OcppDashboard.Data.Setup;

/// <summary>Brings the database to the present schema. A copy of the file is kept before a migration runs.</summary>
public static class DatabaseSetup
{
    private const string UnfinishedCopy = ".copying";
    private const int NoSpaceOnUnix = 28, NoSpaceOnWindows = unchecked((int)0x80070070);
    private static readonly TimeSpan LongestLook = TimeSpan.FromMinutes(1);

    /// <summary>Whoever calls it holds the data folder: nobody else migrates.</summary>
    /// <exception cref="DataFolderException">The file cannot be used; the message is a sentence for the operator.</exception>
    public static void Prepare(DataSettings settings, IDbContextFactory<OcppDbContext> contexts, TimeProvider time, ILogger? logger = null, CancellationToken stop = default)
    {
        var file = settings.DatabaseFile;
        try
        {
            var isNew = IsEmpty(file);
            if (isNew)
            {
                SayThatItIsNew(settings, logger);
                KeepLog(file, time);
                DatabaseSpace.Create(file); // connections never make one: a page that reads must put no empty file where one was deleted
            }
            using var context = contexts.CreateDbContext();
            List<string> applied = [];
            StartStep.Within(LongestLook, settings.Directory, () => applied = [.. context.Database.GetAppliedMigrations()]);
            var known = context.Database.GetMigrations().ToList();
            if (applied.Except(known).Any())
                throw new DataFolderException($"The database {file} was made by a newer OcppDashboard. It was left as it is; start that one, or name another folder with Data:Directory.");
            stop.ThrowIfCancellationRequested();
            if (applied.Count < known.Count)
            {
                if (!isNew) KeepCopy(file, time, logger);
                stop.ThrowIfCancellationRequested();
                RemoveLeftLock(file, logger);
                context.Database.MigrateAsync(stop).GetAwaiter().GetResult();
            }
            if (!isNew) Compact(settings);
        }
        catch (SqliteException exception)
        {
            throw Refused(file, exception.SqliteErrorCode, exception.Message, exception);
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

    /// <summary>Why the database cannot be used, and what to do.</summary>
    public static DataFolderException Refused(string file, int code, string words, Exception exception) => new((code & 0xFF) switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"The database {file} is held by another program, such as a backup or sqlite3. Close that and start again; nothing was changed.",
        raw.SQLITE_FULL => $"The disk of {file} is full. Free some space and start again: nothing was lost, and charge points keep their transactions until then.",
        _ => $"The database {file} cannot be used ({words}). It was left as it is; name another folder with Data:Directory.",
    }, exception);

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
        catch (IOException exception) when (exception.HResult is NoSpaceOnUnix or NoSpaceOnWindows)
        {
            throw Refused(directory, raw.SQLITE_FULL, exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException($"The data folder {directory} cannot be written to; name another one with Data:Directory or change its permissions.", exception);
        }
    }

    private static bool IsEmpty(string file) => new FileInfo(file) is not { Exists: true, Length: > 0 };

    /// <summary>A database that is missing or empty beside other data of ours is hardly what somebody wants.</summary>
    private static void SayThatItIsNew(DataSettings settings, ILogger? logger)
    {
        var others = Directory.EnumerateFileSystemEntries(settings.Directory).Select(Path.GetFileName)
            .Where(name => name is not null && name != "in-use" && name != Path.GetFileName(settings.DatabaseFile)).Order(StringComparer.Ordinal).Take(3).ToList();
        if (others.Count == 0 && !File.Exists(settings.DatabaseFile)) return;
        var what = File.Exists(settings.DatabaseFile) ? "is empty (0 bytes)" : "is missing";
        var beside = others.Count == 0 ? "" : $", although the data folder holds {string.Join(", ", others)}";
        logger?.LogWarning("The database {File} {What}{Beside}. A new one is begun; if that is not meant, stop, put the right file there and start again",
            settings.DatabaseFile, what, beside);
    }

    /// <summary>SQLite deletes a write-ahead log that it finds beside an empty database: it may hold what somebody looks for.</summary>
    private static void KeepLog(string file, TimeProvider time)
    {
        var log = new FileInfo(file + "-wal");
        if (log is { Exists: true, Length: > 0 }) log.MoveTo($"{log.FullName}.left-{Stamp(time)}", overwrite: true);
    }

    private static string Stamp(TimeProvider time) => time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);

    /// <summary>EF Core waits for ever for the row that a migration holds; one that was killed leaves it.</summary>
    private static void RemoveLeftLock(string file, ILogger? logger)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False;Default Timeout=5");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'";
        if ((long)command.ExecuteScalar()! == 0) return;
        command.CommandText = "DELETE FROM \"__EFMigrationsLock\"";
        if (command.ExecuteNonQuery() > 0) logger?.LogWarning("The last start was interrupted while it prepared the database; it goes on now");
    }

    /// <summary>Under its name once it is whole: a copy that was interrupted is none.</summary>
    private static void KeepCopy(string file, TimeProvider time, ILogger? logger)
    {
        var copy = $"{file}.before-{Stamp(time)}";
        File.Delete(file + UnfinishedCopy);
        using (var source = new SqliteConnection($"Data Source={file};Pooling=False"))
        using (var target = new SqliteConnection($"Data Source={file + UnfinishedCopy};Pooling=False"))
        {
            source.Open();
            target.Open();
            source.BackupDatabase(target); // the write-ahead log included
        }
        File.Move(file + UnfinishedCopy, copy, overwrite: true);
        logger?.LogInformation("The database is brought to the present form; a copy from before is kept as {Copy}", copy);
    }
}

/// <summary>The data folder or database cannot be used; the message is a sentence for the operator.</summary>
public sealed class DataFolderException(string message, Exception? inner = null) : Exception(message, inner);
