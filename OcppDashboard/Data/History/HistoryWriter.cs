using System.Diagnostics;
using OcppDashboard.Configuration;
using OcppDashboard.Data.Queries;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Data.History;

/// <summary>
/// The one writer of the database (design rule 1): takes what is waiting, commits it as one group with <c>synchronous=FULL</c>, then
/// releases those who wait. When a group fails for one of its rows each work is tried alone, so a bad row spoils no other. When the whole
/// database is at fault, those who wait are told at once; what nobody waits for is put back in its order and tried again.
/// </summary>
public sealed class HistoryWriter : IDisposable
{
    private const int MaxGroup = 1000;
    private const int GoodGroup = 256;
    internal const int MaxWaiting = 200_000; // the last quarter is for what somebody waits for
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(250);
    private readonly object gate = new();
    private readonly Thread thread;
    private readonly HistoryDatabase database;
    private readonly StorageHealth health;
    private readonly WriterFaults faults;
    private readonly ILogger<HistoryWriter> logger;
    private readonly UnawaitedRoom room = new();
    private readonly List<HistoryWrite> putBack = [];
    private List<HistoryWrite> incoming = [];
    private HistoryException? lastFault;
    private bool stopping, sleeping;
    private long dropped, commits, failedAt; // 0: the last try did not fail
    private int inHand, retrySize = MaxGroup;

    /// <exception cref="HistoryException">The database cannot be opened for writing.</exception>
    public HistoryWriter(DashboardSettings settings, StorageHealth health, TimeProvider time, ILogger<HistoryWriter> logger)
    {
        (this.health, this.logger) = (health, logger);
        faults = new(health, time, logger);
        database = new HistoryDatabase(settings.Data.DatabaseFile, time);
        thread = new Thread(Run) { IsBackground = true, Name = "history writer" };
        thread.Start();
    }

    /// <summary>Groups committed since the start.</summary>
    public long Commits => Volatile.Read(ref commits);

    /// <summary>What waits to be written or is being written.</summary>
    public int Waiting
    {
        get { lock (gate) return incoming.Count + inHand + putBack.Count; }
    }

    /// <summary>History that nobody waited for and that was not written since the start: there was no room for it, or it was wrong.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>What is told outward and kept with what it tells. Set once, before anything is written.</summary>
    internal IHistoryOutbox? Outbox
    {
        get => database.Outbox;
        set => database.Outbox = value;
    }

    /// <summary>Writes something and completes when it is on disk.</summary>
    /// <exception cref="StorageFailedException">It was not written.</exception>
    public Task<TResult> KeepAsync<TResult>(HistoryWrite<TResult> work) =>
        Add(work, isAwaited: true) ? work.Kept : throw new StorageFailedException("the writer is stopping or cannot keep up");

    /// <summary>Writes something soon; nobody waits for it. Dropped, and counted, when the disk does not keep up.</summary>
    public void Keep(HistoryWrite work)
    {
        if (Add(work, isAwaited: false)) return;
        Interlocked.Increment(ref dropped);
        if (!Volatile.Read(ref stopping)) faults.Drops();
    }

    /// <summary>Looks whether the database file is still where it was, and says so on the pages.</summary>
    /// <returns>A sentence; null: it is.</returns>
    internal string? LookAtFile() => health.LostFile = database.FileFault;

    private bool Add(HistoryWrite work, bool isAwaited)
    {
        lock (gate)
        {
            if (stopping || incoming.Count >= MaxWaiting || (!isAwaited && !room.Take(work))) return false;
            work.IsAwaited = isAwaited;
            incoming.Add(work);
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
        var group = new List<HistoryWrite>();
        var lastCommit = 0L;
        while (true)
        {
            // under load a short wait makes larger groups, and each page of the database is written once per group
            if (Stopwatch.GetElapsedTime(lastCommit) < Gather && Volatile.Read(ref incoming).Count < GoodGroup) Thread.Sleep(Gather);
            bool isLast;
            lock (gate)
            {
                inHand = 0;
                WaitForWork();
                isLast = stopping;
                if (incoming.Count == 0 && putBack.Count == 0) return;
                (group, incoming) = (incoming, group);
                inHand = group.Count;
            }
            if (putBack.Count == 0) WriteAll(group);
            else WriteBehindFault(group);
            group.Clear();
            lastCommit = Stopwatch.GetTimestamp();
            if (isLast && putBack.Count > 0 && lastFault is not null && !HasIncoming()) GiveUp();
        }
    }

    /// <summary>Returns when something came, when what was put back is due, or at the stop.</summary>
    private void WaitForWork()
    {
        while (incoming.Count == 0 && !stopping && !(putBack.Count > 0 && IsRetryDue))
        {
            sleeping = true;
            if (putBack.Count == 0) Monitor.Wait(gate);
            else Monitor.Wait(gate, RetryPause);
        }
        sleeping = false;
    }

    private bool IsRetryDue => failedAt == 0 || Stopwatch.GetElapsedTime(failedAt) >= RetryPause;

    private bool HasIncoming()
    {
        lock (gate) return incoming.Count > 0;
    }

    private void WriteAll(List<HistoryWrite> works)
    {
        for (var start = 0; start < works.Count; start += MaxGroup)
        {
            var end = Math.Min(works.Count, start + MaxGroup);
            if (Write(works, start, end) is not { } fault) continue;
            Fail(works, end, works.Count, fault); // the rest would only take as long again to fail
            return;
        }
    }

    /// <summary>Who waits goes first: history that does not fit holds up no start or stop. Then what was put back, in the order in which it came.</summary>
    private void WriteBehindFault(List<HistoryWrite> group)
    {
        foreach (var work in group)
            if (!work.IsAwaited) PutBack(work);
        group.RemoveAll(work => !work.IsAwaited);
        if (group.Count > 0) WriteAll(group);
        if (!IsRetryDue && !Volatile.Read(ref stopping)) return;
        while (putBack.Count > 0)
        {
            var size = Math.Min(putBack.Count, retrySize);
            var next = putBack.GetRange(0, size);
            lock (gate) putBack.RemoveRange(0, size);
            var later = putBack.Count;
            if (Write(next, 0, size) is not null)
            {
                ToFront(putBack.Count - later);
                retrySize = Math.Max(1, size / 2);
                return;
            }
            retrySize = Math.Min(MaxGroup, size * 2);
            if (HasIncoming()) return;
        }
    }

    /// <summary>What was put back last goes in front of the others.</summary>
    private void ToFront(int count)
    {
        lock (gate)
        {
            var last = putBack.GetRange(putBack.Count - count, count);
            putBack.RemoveRange(putBack.Count - count, count);
            putBack.InsertRange(0, last);
        }
    }

    /// <returns>Why the database takes nothing; null: it took what is right.</returns>
    private HistoryException? Write(List<HistoryWrite> works, int start, int end)
    {
        var isCommitted = false;
        health.Begin();
        try
        {
            if (lastFault is not null || health.LostFile is not null) database.CheckFile();
            database.Begin();
            for (var i = start; i < end; i++) works[i].Apply(database);
            database.Commit();
            isCommitted = true;
            database.CheckFile();
        }
        catch (HistoryException fault) when (fault.IsOfDatabase)
        {
            RollBack();
            lastFault = fault;
            failedAt = Stopwatch.GetTimestamp();
            faults.Begin(fault);
            if (isCommitted) Forget(works, start, end, fault);
            else Fail(works, start, end, fault);
            return fault;
        }
        catch (Exception exception)
        {
            RollBack();
            if (end - start > 1) return WriteAlone(works, start, end);
            faults.OfWork(works[start], exception);
            Forget(works, start, end, exception);
            return null;
        }
        finally
        {
            health.End();
        }
        lastFault = null;
        failedAt = 0;
        Interlocked.Increment(ref commits);
        TellOutbox();
        for (var i = start; i < end; i++) works[i].Committed();
        if (room.Free(works, start, end, gate)) faults.DropsNoMore();
        if (putBack.Count == 0) faults.End();
        return null;
    }

    private HistoryException? WriteAlone(List<HistoryWrite> works, int start, int end)
    {
        for (var i = start; i < end; i++)
            if (Write(works, i, i + 1) is { } fault)
            {
                Fail(works, i + 1, end, fault);
                return fault;
            }
        return null;
    }

    /// <summary>The database takes nothing: who waits is told, the rest is put back.</summary>
    private void Fail(List<HistoryWrite> works, int start, int end, Exception fault)
    {
        for (var i = start; i < end; i++)
            if (works[i].IsAwaited) works[i].Failed(fault);
            else PutBack(works[i]);
    }

    /// <summary>They are not tried again.</summary>
    private void Forget(List<HistoryWrite> works, int start, int end, Exception fault)
    {
        for (var i = start; i < end; i++)
        {
            if (!works[i].IsAwaited) Interlocked.Increment(ref dropped);
            works[i].Failed(fault);
        }
        room.Free(works, start, end, gate);
    }

    private void PutBack(HistoryWrite work)
    {
        lock (gate) putBack.Add(work); // its room was taken when it came
    }

    /// <summary>Whatever a listener of its does: what was kept is kept.</summary>
    private void TellOutbox()
    {
        try
        {
            database.Outbox?.Committed();
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "What was kept could not be handed on; it is at the next start");
        }
    }

    private void GiveUp()
    {
        faults.LeftAtStop(putBack.Count, lastFault!.Message);
        Interlocked.Add(ref dropped, putBack.Count);
        lock (gate) putBack.Clear();
    }

    private void RollBack()
    {
        try
        {
            database.Rollback();
        }
        catch (Exception again)
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
