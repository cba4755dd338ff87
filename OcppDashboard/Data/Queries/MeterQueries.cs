using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data.Entities;
using OcppDashboard.Metering;

namespace OcppDashboard.Data.Queries;

/// <summary>Meter points for charts and exports, oldest first.</summary>
public sealed class MeterQueries(IDbContextFactory<OcppDbContext> contexts)
{
    /// <param name="limit">At most so many: the newest are kept.</param>
    public async Task<IReadOnlyList<MeterPoint>> OfTransactionAsync(int transactionId, int limit = 20_000, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var rows = await context.MeterValues.AsNoTracking().Where(m => m.TransactionId == transactionId)
            .OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Take(limit).ToListAsync(stop);
        return InOrder(rows);
    }

    /// <summary>What was kept of a transaction behind a row, oldest first, and the last row.</summary>
    /// <param name="after">Number of the last row that is known; negative: none is.</param>
    public async Task<(IReadOnlyList<MeterPoint> Points, long Last)> OfTransactionAfterAsync(int transactionId, long after, int limit = 20_000, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var rows = await context.MeterValues.AsNoTracking().Where(m => m.TransactionId == transactionId && m.Id > after)
            .OrderByDescending(m => m.Id).Take(limit).ToListAsync(stop);
        return (InOrder(rows), rows.Count == 0 ? after : rows[0].Id);
    }

    /// <summary>A part of what a transaction measured, oldest first, however much that is.</summary>
    public async Task<Page<MeterPoint>> OfTransactionAsync(int transactionId, int skip, int take, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var mine = context.MeterValues.AsNoTracking().Where(m => m.TransactionId == transactionId);
        return new([.. (await mine.OrderBy(m => m.At).ThenBy(m => m.Id).Skip(skip).Take(take).ToListAsync(stop)).Select(ToPoint)], await mine.CountAsync(stop));
    }

    /// <summary>What a connector measured in a span of time, within transactions and outside of them.</summary>
    public async Task<IReadOnlyList<MeterPoint>> OfConnectorAsync(
        string chargePointId, int connectorId, DateTimeOffset from, DateTimeOffset to, int limit = 20_000, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var key = await context.ChargePoints.Where(c => c.Id == chargePointId).Select(c => (int?)c.Key).FirstOrDefaultAsync(stop);
        if (key is null) return [];
        var transactions = await context.Transactions.Where(t => t.ChargePointKey == key && t.ConnectorId == connectorId && t.StartedAt <= to
            && (t.StoppedAt == null || t.StoppedAt >= from)).Select(t => (int?)t.Id).ToListAsync(stop);
        var within = await context.MeterValues.AsNoTracking().Where(m => transactions.Contains(m.TransactionId) && m.At >= from && m.At <= to)
            .OrderByDescending(m => m.At).Take(limit).ToListAsync(stop);
        var outside = new List<MeterValueEntity>();
        var blocks = await context.MeterBlocks.Where(b => b.ChargePointKey == key).OrderByDescending(b => b.Block).Select(b => b.Block).ToListAsync(stop);
        foreach (var block in blocks)
        {
            long first = LogBlocks.First(block), last = LogBlocks.Last(block);
            var rows = await context.MeterValues.AsNoTracking()
                .Where(m => m.Id >= first && m.Id <= last && m.ChargePointKey == key && m.TransactionId == null).OrderByDescending(m => m.Id).ToListAsync(stop);
            outside.AddRange(rows.Where(m => m.ConnectorId == connectorId && m.At >= from && m.At <= to));
            if (outside.Count >= limit || (rows.Count > 0 && rows[^1].At < from.AddDays(-1))) break; // ids follow the time of receipt, nearly
        }
        return InOrder([.. within, .. outside]);
    }

    /// <summary>What a charge point measured in a span of time, within transactions and outside of them, newest first.</summary>
    /// <param name="connectorId">Null: at all of them.</param>
    public async Task<IReadOnlyList<MeterRow>> OfChargePointAsync(
        string chargePointId, int? connectorId, DateTimeOffset from, DateTimeOffset to, int limit = 20_000, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var key = await context.ChargePoints.Where(c => c.Id == chargePointId).Select(c => (int?)c.Key).FirstOrDefaultAsync(stop);
        if (key is null) return [];
        var transactions = context.Transactions.Where(t => t.ChargePointKey == key && t.StartedAt <= to && (t.StoppedAt == null || t.StoppedAt >= from)).Select(t => (int?)t.Id);
        var rows = await context.MeterValues.AsNoTracking()
            .Where(m => m.TransactionId != null && transactions.Contains(m.TransactionId) && (connectorId == null || m.ConnectorId == connectorId) && m.At >= from && m.At <= to)
            .OrderByDescending(m => m.At).Take(limit).ToListAsync(stop);
        foreach (var block in await context.MeterBlocks.Where(b => b.ChargePointKey == key).OrderByDescending(b => b.Block).Select(b => b.Block).ToListAsync(stop))
        {
            long first = LogBlocks.First(block), last = LogBlocks.Last(block);
            var outside = await context.MeterValues.AsNoTracking()
                .Where(m => m.Id >= first && m.Id <= last && m.ChargePointKey == key && m.TransactionId == null).OrderByDescending(m => m.Id).ToListAsync(stop);
            rows.AddRange(outside.Where(m => (connectorId is null || m.ConnectorId == connectorId) && m.At >= from && m.At <= to));
            if (rows.Count >= 2 * limit || (outside.Count > 0 && outside[^1].At < from.AddDays(-1))) break; // ids follow the time of receipt, nearly
        }
        return [.. rows.OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Take(limit).Select(m => new MeterRow(m.ConnectorId, m.TransactionId, ToPoint(m)))];
    }

    private static List<MeterPoint> InOrder(IEnumerable<MeterValueEntity> rows) => [.. rows.OrderBy(m => m.At).ThenBy(m => m.Id).Select(ToPoint)];

    private static MeterPoint ToPoint(MeterValueEntity m) => new()
    {
        At = m.At, TransactionId = m.TransactionId, Context = m.Context, EnergyWh = m.EnergyWh, PowerW = m.PowerW,
        CurrentL1A = m.CurrentL1A, CurrentL2A = m.CurrentL2A, CurrentL3A = m.CurrentL3A, CurrentA = m.CurrentA,
        VoltageL1V = m.VoltageL1V, VoltageL2V = m.VoltageL2V, VoltageL3V = m.VoltageL3V, VoltageV = m.VoltageV,
        CurrentOfferedA = m.CurrentOfferedA, PowerOfferedW = m.PowerOfferedW, StateOfCharge = m.StateOfCharge, TemperatureC = m.TemperatureC, OtherJson = m.OtherJson,
    };
}

/// <param name="TransactionId">Our id; null: outside of transactions.</param>
public sealed record MeterRow(int ConnectorId, int? TransactionId, MeterPoint Point);
