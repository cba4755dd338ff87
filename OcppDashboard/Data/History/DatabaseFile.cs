using System.Runtime.InteropServices;
using System.Text;

namespace OcppDashboard.Data.History;

/// <summary>
/// Tells whether the database and its write-ahead log still have their names. Unix lets files be deleted, replaced or moved while they are
/// open: what is written then goes into a file that nobody can open again.
/// </summary>
internal sealed class DatabaseFile
{
    private readonly NamedFile database, log;
    private readonly FileId? opened, openedLog;

    /// <param name="path">Of a database that is open and was read from: its write-ahead log is there.</param>
    public DatabaseFile(string path)
    {
        database = new(Path.GetFullPath(path));
        log = new(database.Path + "-wal");
        var buffer = NewBuffer();
        opened = database.Look(buffer);
        openedLog = log.Look(buffer);
    }

    public static byte[] NewBuffer() => new byte[256]; // struct statx is the same on every processor

    /// <summary>For any thread, each with a buffer of its own.</summary>
    /// <returns>A sentence; null: all is well.</returns>
    public string? Fault(byte[] buffer)
    {
        if (database.Look(buffer) is not { } now) return $"the database file {database.Path} was deleted or moved while it was in use";
        if (now != opened) return $"the database file {database.Path} was replaced while it was in use";
        if (openedLog is not null && log.Look(buffer) != openedLog) return $"the write-ahead log {log.Path} was deleted or replaced while it was in use";
        return null;
    }

    /// <summary>Device and number of a file; where the system tells none both are 0.</summary>
    private readonly record struct FileId(ulong Device, ulong Number);

    private sealed class NamedFile(string path)
    {
        private const int WorkingDirectory = -100; // AT_FDCWD
        private const uint WithNumber = 0x100; // STATX_INO
        private readonly byte[] name = Encoding.UTF8.GetBytes(path + "\0");

        public string Path { get; } = path;

        /// <returns>Null: there is none of that name.</returns>
        public FileId? Look(byte[] buffer)
        {
            if (!OperatingSystem.IsLinux()) return File.Exists(Path) ? default(FileId) : null;
            return statx(WorkingDirectory, name, 0, WithNumber, buffer) == 0 ? new(BitConverter.ToUInt64(buffer, 136), BitConverter.ToUInt64(buffer, 32)) : null;
        }

        [DllImport("libc")]
        private static extern int statx(int directory, byte[] path, int flags, uint mask, byte[] found);
    }
}
