using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data;
using OcppDashboard.Data.Entities;

namespace OcppDashboard.Tests.Support;

/// <summary>An empty history database in memory, for queries and the pages that use them.</summary>
public sealed class MemoryHistory : IDbContextFactory<OcppDbContext>, IDisposable
{
    private readonly SqliteConnection keepAlive;
    private readonly DbContextOptions<OcppDbContext> options;
    private int opened;

    public MemoryHistory()
    {
        var source = $"Data Source={Guid.NewGuid():N};Mode=Memory;Cache=Shared";
        keepAlive = new(source);
        keepAlive.Open();
        options = new DbContextOptionsBuilder<OcppDbContext>().UseSqlite(source).Options;
        using var context = CreateDbContext();
        context.Database.EnsureCreated();
    }

    /// <summary>When true, every query fails as on a broken disk.</summary>
    public bool IsBroken { get; set; }

    /// <summary>How often a context was asked for.</summary>
    public int Opened => Volatile.Read(ref opened);

    public OcppDbContext CreateDbContext()
    {
        Interlocked.Increment(ref opened);
        return IsBroken ? throw new SqliteException("disk I/O error", 10) : new(options);
    }

    /// <summary>Adds a transaction and, where it is new, its charge point.</summary>
    public void Add(int id, string chargePointId, DateTimeOffset startedAt, DateTimeOffset? stoppedAt = null, int connectorId = 1)
    {
        using var context = CreateDbContext();
        var owner = context.ChargePoints.FirstOrDefault(c => c.Id == chargePointId);
        if (owner is null)
        {
            owner = new() { Id = chargePointId, FirstSeenAt = startedAt };
            context.Add(owner);
            context.SaveChanges();
        }
        context.Add(new TransactionEntity
        {
            Id = id, ChargePointKey = owner.Key, ConnectorId = connectorId, IdTag = "TAG-" + id, StartedAt = startedAt, StartReceivedAt = startedAt, MeterStartWh = 1000,
            StoppedAt = stoppedAt, StopReceivedAt = stoppedAt, EnergyWh = stoppedAt is null ? null : 30_300, IdTagStatus = "Accepted",
        });
        context.SaveChanges();
    }

    public void Change(Action<OcppDbContext> change)
    {
        using var context = CreateDbContext();
        change(context);
        context.SaveChanges();
    }

    public void Dispose() => keepAlive.Dispose();
}
