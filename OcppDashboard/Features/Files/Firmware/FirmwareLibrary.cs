using System.Collections.Immutable;
using System.Security.Cryptography;
using OcppDashboard.Configuration;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;
using OcppDashboard.Live;

namespace OcppDashboard.Features.Files.Firmware;

/// <summary>The firmware files that can be offered: taken from a browser, or put into the folder by hand.</summary>
public sealed class FirmwareLibrary
{
    private const int LongestName = 120;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly FileSpace space;
    private readonly HistoryWriter history;
    private readonly FilesSettings settings;
    private readonly TimeProvider time;
    private ImmutableList<FirmwareFile> files;
    private long lastId;

    public FirmwareLibrary(DashboardSettings settings, FileSpace space, FileQueries queries, HistoryWriter history, TimeProvider time)
    {
        (this.settings, this.space, this.history, this.time) = (settings.Files, space, history, time);
        Folder = Path.Combine(settings.Data.Directory, "firmware");
        var start = queries.AtStart();
        if (Directory.Exists(Incoming)) Directory.Delete(Incoming, recursive: true); // what never came whole
        (lastId, files) = (start.LastFirmware, [.. start.Firmware.Select(FirmwareFile.Of)]);
    }

    /// <summary>Full path of the folder; a file that is put here is offered after the next <see cref="AdoptAsync"/>.</summary>
    public string Folder { get; }

    private string Incoming => Path.Combine(Folder, ".incoming");

    /// <summary>Signals when the list changes; the key says nothing.</summary>
    public ChangeFeed<string> Changes { get; } = new();

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<FirmwareFile> Files => files;

    public FirmwareFile? Find(long? id) => files.Find(file => file.Id == id);

    public string PathOf(FirmwareFile file) => Path.Combine(Folder, file.StoredName);

    /// <summary>For sending; null when it was deleted since it was offered.</summary>
    public FileStream? Open(FirmwareFile? file)
    {
        if (file is null || Find(file.Id) is null) return null;
        try
        {
            return new FileStream(PathOf(file), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Takes a file as it comes; nothing is kept of one that does not come whole.</summary>
    /// <param name="name">As its owner calls it: a text, never a path.</param>
    /// <exception cref="FileRefusedException">Too large, or too little space.</exception>
    public async Task<FirmwareFile> AddAsync(Stream body, string name, FirmwareNote note, CancellationToken stop)
    {
        space.Check();
        Directory.CreateDirectory(Incoming);
        var stored = RandomNumberGenerator.GetHexString(16, lowercase: true) + ".bin";
        var part = Path.Combine(Incoming, stored);
        try
        {
            var (size, sha256) = await StoreAsync(body, part, stop);
            await oneAtATime.WaitAsync(stop);
            try
            {
                File.Move(part, Path.Combine(Folder, stored));
                return await PutAsync(new(Interlocked.Increment(ref lastId), TidyName(name), stored, note.Tidy(), size, sha256, time.GetUtcNow()));
            }
            finally
            {
                oneAtATime.Release();
            }
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    /// <summary>Changes what is said about a file.</summary>
    /// <returns>Null when it is no longer there.</returns>
    public async Task<FirmwareFile?> ChangeAsync(long id, FirmwareNote note) => Find(id) is { } file ? await PutAsync(file with { Note = note.Tidy() }) : null;

    /// <summary>Deletes a file. A charge point that is fetching it now gets it to the end.</summary>
    /// <returns>False when it was no longer there.</returns>
    public async Task<bool> RemoveAsync(long id)
    {
        if (Find(id) is not { } file) return false;
        await history.KeepAsync(new RemoveFirmwareFileWrite(id));
        lock (gate) files = files.RemoveAll(known => known.Id == id);
        File.Delete(PathOf(file));
        Changes.Signal("");
        return true;
    }

    /// <summary>Takes what was put into the folder by hand, also what was changed there, and forgets what was taken away.</summary>
    public async Task AdoptAsync(CancellationToken stop)
    {
        if (!Directory.Exists(Folder)) return;
        await oneAtATime.WaitAsync(stop);
        try
        {
            foreach (var file in new DirectoryInfo(Folder).EnumerateFiles().Where(file => file.LinkTarget is null && !file.Name.StartsWith('.')).ToList())
            {
                var known = files.Find(known => known.StoredName == file.Name);
                if (known?.Size == file.Length) continue;
                await using var content = file.OpenRead();
                var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, stop));
                await PutAsync(known is null
                    ? new(Interlocked.Increment(ref lastId), TidyName(file.Name), file.Name, FirmwareName.Guess(file.Name), content.Length, sha256, time.GetUtcNow())
                    : known with { Size = content.Length, Sha256 = sha256 });
            }
            foreach (var gone in files.Where(file => !File.Exists(PathOf(file)))) await RemoveAsync(gone.Id);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private async Task<FirmwareFile> PutAsync(FirmwareFile file)
    {
        await history.KeepAsync(new FirmwareFileWrite(file.ToEntity()));
        lock (gate) files = files.FindIndex(known => known.Id == file.Id) is var at and >= 0 ? files.SetItem(at, file) : files.Add(file);
        Changes.Signal("");
        return file;
    }

    private async Task<(long Size, string Sha256)> StoreAsync(Stream body, string part, CancellationToken stop)
    {
        await using var target = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        long size = 0, untilCheck = 0;
        while (await body.ReadAsync(buffer, stop) is var count and > 0)
        {
            size += count;
            if (size > settings.MaxFirmwareBytes) throw new FileRefusedException(FileRefusal.TooLarge, $"the file is larger than {settings.MaxFirmwareBytes >> 20} MB");
            if ((untilCheck -= count) < 0)
            {
                space.Check();
                await FlushAsync(target); // in steps: the commits of charge points' messages wait for the same disk
                untilCheck = 8 << 20;
            }
            hash.AppendData(buffer, 0, count);
            await target.WriteAsync(buffer.AsMemory(0, count), stop);
        }
        if (size == 0) throw new FileRefusedException(FileRefusal.Ended, "the file is empty");
        await FlushAsync(target);
        return (size, Convert.ToHexStringLower(hash.GetCurrentHash()));
    }

    private static Task FlushAsync(FileStream target) =>
        Task.Factory.StartNew(() => target.Flush(flushToDisk: true), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>The last part of what may be a path, without what an address or a header could trip over; the ending stays, some charge points look at it.</summary>
    private static string TidyName(string name)
    {
        var last = name[(name.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
        var tidy = string.Concat(last.Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter))).Trim();
        if (tidy.Trim('.').Length == 0) tidy = "firmware.bin";
        if (tidy.Length <= LongestName) return tidy;
        var ending = Path.GetExtension(tidy);
        return ending.Length is > 0 and < 12 ? tidy[..(LongestName - ending.Length)] + ending : tidy[..LongestName];
    }
}
