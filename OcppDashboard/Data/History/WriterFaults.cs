using OcppDashboard.Data.Queries;

namespace OcppDashboard.Data.History;

/// <summary>Says what goes wrong at writing: to the pages at once, to the log one line for each fault, however many messages it meets.</summary>
internal sealed class WriterFaults(StorageHealth health, TimeProvider time, ILogger<HistoryWriter> logger)
{
    private static readonly TimeSpan ToldAgain = TimeSpan.FromMinutes(10);
    private readonly Dictionary<string, long> told = [];
    private bool isTold;
    private int isDropping;

    /// <summary>The database takes nothing.</summary>
    public void Begin(HistoryException fault)
    {
        if (fault.IsOfFile) health.LostFile = fault.Message;
        else health.Fault = fault.Message;
        if (!MayTell(fault.Message)) return;
        isTold = true;
        logger.LogError("History could not be written: {Fault}. Nothing of it is answered; what nobody waits for is tried again", fault.Message);
    }

    /// <summary>A work of ours is wrong.</summary>
    public void OfWork(HistoryWrite work, Exception exception)
    {
        if (MayTell(work.GetType().Name + exception.Message)) logger.LogError(exception, "{Work} could not be written and was left out", work.GetType().Name);
    }

    /// <summary>All that waits was written.</summary>
    public void End()
    {
        if (health.Fault is null) return;
        health.Fault = null;
        health.LostFile = null;
        if (isTold) logger.LogInformation("The database takes writes again");
        isTold = false;
    }

    /// <summary>For any thread.</summary>
    public void Drops()
    {
        if (Interlocked.Exchange(ref isDropping, 1) == 0)
            logger.LogError("History is being dropped: more of it waits to be written than there is room for. Starts, stops and meter values wait unanswered and are not lost");
    }

    public void DropsNoMore() => Interlocked.Exchange(ref isDropping, 0);

    public void LeftAtStop(int count, string fault) =>
        logger.LogError("{Count} entries of history could not be written before the stop: {Fault}. What was answered is kept", count, fault);

    private bool MayTell(string what)
    {
        if (told.TryGetValue(what, out var at) && time.GetElapsedTime(at) < ToldAgain) return false;
        if (told.Count >= 100) told.Clear();
        told[what] = time.GetTimestamp();
        return true;
    }
}
