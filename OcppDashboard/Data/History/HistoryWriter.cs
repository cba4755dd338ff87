using System.Diagnostics;
using OcppDashboard.Configuration;
using OcppDashboard.Data.Queries;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Data.History;

/// <summary>
/// The one writer of the database (design rule 1): takes what is waiting, commits it as one group with <c>synchronous=FULL</c>, then
/// releases those who wait. When a group fails for one of its rows each work is tried alone, so a bad row spoils no other; when the whole
/// database is at fault nothing is tried twice.
/// </summary>
public sealed class HistoryWriter : IDisposable
{
    private const int MaxGroup = 1000;
    private const int GoodGroup = 256;
    internal const int MaxWaiting = 200_000; // the last quarter is for what somebody waits for
    private const int MaxUnawaited = 150_000;
    private const long MaxUnawaitedBytes = 128L << 20;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(3);
    private readonly object gate = new();
    private readonly Thread thread;
    private readonly HistoryDatabase database;
    private readonly StorageHealth health;
    private readonly ILogger<HistoryWriter> logger;
    private List<HistoryWork> incoming = [];
    private bool stopping, sleeping;
    private long dropped, waitingBytes, commits;
    private int inHand;

    /// <exception cref="HistoryException">The database cannot be opened for writing.</exception>
    public HistoryWriter(DashboardSettings settings, StorageHealth health, TimeProvider time, ILogger<HistoryWriter> logger)
    {
        (this.health, this.logger) = (health, logger);
        database = new HistoryDatabase(settings.Data.DatabaseFile, time);
        thread = new Thread(Run) { IsBackground = true, Name = "history writer" };
        thread.Start();
    }

    /// <summary>Groups committed since the start.</summary>
    public long Commits => Volatile.Read(ref commits);

    /// <summary>What waits to be written or is being written.</summary>
    public int Waiting
    {
        get { lock (gate) return incoming.Count + inHand; }
    }

    /// <summary>History that nobody waited for and that was dropped since the start, because the disk did not keep up.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Writes something and completes when it is on disk.</summary>
    /// <exception cref="KeepingFailedException">It was not written.</exception>
    public Task<TResult> KeepAsync<TResult>(HistoryWork<TResult> work) =>
        Add(work, isAwaited: true) ? work.Kept : throw new KeepingFailedException("the writer is stopping or cannot keep up");

    /// <summary>Writes something soon; nobody waits for it. Dropped, and counted, when the disk does not keep up.</summary>
    public void Keep(HistoryWork work)
    {
        if (!Add(work, isAwaited: false) && Interlocked.Increment(ref dropped) % 10_000 == 1) logger.LogError("History is being dropped: the disk does not keep up");
    }

    private bool Add(HistoryWork work, bool isAwaited)
    {
        lock (gate)
        {
            if (stopping || incoming.Count >= (isAwaited ? MaxWaiting : MaxUnawaited) || (!isAwaited && waitingBytes >= MaxUnawaitedBytes)) return false;
            incoming.Add(work);
            waitingBytes += work.Size;
            if (sleeping)
            {
                sleeping = false;
                Monitor.Pulse(gate);
            }
            return true;
        }
    }

    private void Run()
    {
        var group = new List<HistoryWork>();
        var lastCommit = 0L;
        while (true)
        {
            // under load a short wait makes larger groups, and each page of the database is written once per group
            if (Stopwatch.GetElapsedTime(lastCommit) < Gather && Volatile.Read(ref incoming).Count < GoodGroup) Thread.Sleep(Gather);
            lock (gate)
            {
                inHand = 0;
                while (incoming.Count == 0 && !stopping)
                {
                    sleeping = true;
                    Monitor.Wait(gate);
                }
                if (incoming.Count == 0) return;
                (group, incoming, waitingBytes) = (incoming, group, 0);
                inHand = group.Count;
            }
            for (var start = 0; start < group.Count; start += MaxGroup) Write(group, start, Math.Min(group.Count, start + MaxGroup));
            group.Clear();
            lastCommit = Stopwatch.GetTimestamp();
        }
    }

    private void Write(List<HistoryWork> works, int start, int end)
    {
        try
        {
            database.Begin();
            for (var i = start; i < end; i++) works[i].Apply(database);
            database.Commit();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            RollBack(exception);
            if (end - start == 1 || exception is HistoryException { IsOfDatabase: true })
                for (var i = start; i < end; i++) works[i].Failed(exception);
            else
                for (var i = start; i < end; i++) Write(works, i, i + 1);
            return;
        }
        if (health.Fault is not null)
        {
            logger.LogInformation("The database takes writes again");
            health.Fault = null;
        }
        Interlocked.Increment(ref commits);
        for (var i = start; i < end; i++) works[i].Committed();
    }

    private void RollBack(Exception exception)
    {
        if (health.Fault != exception.Message) logger.LogError(exception, "A group of history could not be written");
        health.Fault = exception.Message;
        try
        {
            database.Rollback();
        }
        catch (HistoryException again)
        {
            logger.LogError(again, "Rolling back failed");
        }
    }

    /// <summary>Writes what is waiting, moves it all into the database file and ends. Blocks until then.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (stopping) return;
            stopping = true;
            Monitor.Pulse(gate);
        }
        thread.Join();
        try
        {
            database.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (HistoryException exception)
        {
            logger.LogWarning(exception, "The last checkpoint failed; the write-ahead log keeps everything");
        }
        database.Dispose();
    }
}
