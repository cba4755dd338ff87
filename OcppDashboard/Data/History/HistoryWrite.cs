namespace OcppDashboard.Data.History;

/// <summary>Something to write. It runs on the writer's thread within a transaction and may run again when its group failed.</summary>
public abstract class HistoryWrite
{
    /// <summary>Memory that it holds while it waits, bytes, roughly.</summary>
    internal virtual int Size => 500;

    /// <summary>True for what gives way first when the disk does not keep up: it says nothing that is not said elsewhere.</summary>
    internal virtual bool GivesWay => false;

    /// <summary>Somebody waits for it; otherwise it is put back and tried again when the database takes nothing. Set by the writer.</summary>
    internal bool IsAwaited { get; set; }

    internal abstract void Apply(HistoryDatabase database);

    /// <summary>It is on disk.</summary>
    internal virtual void Committed() { }

    internal virtual void Failed(Exception exception) { }
}

/// <summary>Something to write that somebody waits for.</summary>
public abstract class HistoryWrite<TResult> : HistoryWrite
{
    private readonly TaskCompletionSource<TResult> kept = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult result = default!;

    internal Task<TResult> Kept => kept.Task;

    internal override void Apply(HistoryDatabase database) => result = Write(database);

    internal abstract TResult Write(HistoryDatabase database);

    internal override void Committed() => kept.TrySetResult(result);

    internal override void Failed(Exception exception) =>
        kept.TrySetException(new Ocpp.Abstractions.StorageFailedException("the database did not take it: " + exception.Message, exception));
}
