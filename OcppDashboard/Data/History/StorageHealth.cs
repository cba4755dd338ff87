namespace OcppDashboard.Data.History;

public enum StorageFaultKind
{
    /// <summary>The database refused: it is full, locked, read-only or broken.</summary>
    Refused,

    /// <summary>The database file has no longer its name: what is written would be lost.</summary>
    Lost,

    /// <summary>The disk does not answer.</summary>
    Silent,
}

/// <summary>Why nothing can be kept.</summary>
/// <param name="Reason">In words.</param>
public sealed record StorageFault(StorageFaultKind Kind, string Reason, DateTimeOffset Since);

/// <summary>Whether what happens can be kept. Set by the writer, asked by pages.</summary>
public sealed class StorageHealth(TimeProvider? time = null)
{
    /// <summary>A commit that takes longer is said on the pages. Longer than SQLite waits for another program that holds the database.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private readonly TimeProvider time = time ?? TimeProvider.System;
    private volatile StorageFault? refused, lost;
    private volatile Writing? writing;

    /// <summary>Null while all is well.</summary>
    public StorageFault? Current => lost ?? (writing is { } under && time.GetElapsedTime(under.Since) >= Patience ? under.Fault(time) : refused);

    /// <summary>Why nothing can be written at present, in words; null while all is well.</summary>
    public string? Fault
    {
        get => Current?.Reason;
        internal set => refused = Next(refused, StorageFaultKind.Refused, value);
    }

    /// <summary>What became of the database file, a sentence; null: it is where it was.</summary>
    internal string? LostFile
    {
        get => lost?.Reason;
        set => lost = Next(lost, StorageFaultKind.Lost, value);
    }

    /// <summary>From now on the disk has something to do.</summary>
    internal void Begin() => writing = new(time.GetTimestamp());

    internal void End() => writing = null;

    /// <summary>The same fault goes on since it began, whatever words it has.</summary>
    private StorageFault? Next(StorageFault? before, StorageFaultKind kind, string? reason) => reason is null ? null : new(kind, reason, before?.Since ?? time.GetUtcNow());

    private sealed class Writing(long since)
    {
        private StorageFault? fault;

        public long Since { get; } = since;

        public StorageFault Fault(TimeProvider time) =>
            fault ??= new(StorageFaultKind.Silent, "the disk does not answer", time.GetUtcNow() - time.GetElapsedTime(Since));
    }
}
