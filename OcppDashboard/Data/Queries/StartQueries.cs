using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data.Queries;

/// <summary>What the live state is rebuilt from after a restart.</summary>
/// <param name="Measured">Registers of each open transaction, Wh.</param>
/// <param name="EnergyTodayWh">Within transactions since <c>midnight</c>.</param>
/// <param name="Registers">Last register of each connector without what is running, Wh.</param>
/// <param name="Heard">When a charge point last said something, by its key.</param>
public sealed record StartState(
    IReadOnlyList<ChargePointEntity> ChargePoints, IReadOnlyList<ConnectorEntity> Connectors, IReadOnlyList<TransactionEntity> OpenTransactions,
    IReadOnlyDictionary<int, MeasuredRegisters> Measured, double EnergyTodayWh, long LastMessage, long LastCommand,
    IReadOnlyDictionary<(int Key, int ConnectorId), double> Registers, IReadOnlyDictionary<int, DateTimeOffset> Heard);

/// <param name="Lowest">Wh, without those of 0.</param>
/// <param name="Highest">Wh.</param>
public sealed record MeasuredRegisters(double Lowest, double Highest);

public sealed class StartQueries(IDbContextFactory<OcppDbContext> contexts)
{
    private const int Part = 500; // ids in one statement: SQLite takes only so many parameters

    /// <param name="midnight">Start of the present day, UTC.</param>
    public StartState Read(DateTimeOffset midnight)
    {
        using var context = contexts.CreateDbContext();
        var open = context.Transactions.AsNoTracking().Where(t => t.StoppedAt == null).OrderBy(t => t.StartedAt).ToList();
        var registers = open.Select(t => (int?)t.Id).Chunk(Part).SelectMany(ids => context.MeterValues.Where(m => ids.Contains(m.TransactionId) && m.EnergyWh > 0)
            .GroupBy(m => m.TransactionId!.Value).Select(g => new { Id = g.Key, Lowest = g.Min(m => m.EnergyWh!.Value), Highest = g.Max(m => m.EnergyWh!.Value) }).ToList())
            .ToDictionary(r => r.Id, r => new MeasuredRegisters(r.Lowest, r.Highest));
        var today = context.Transactions.Where(t => t.StoppedAt == null || t.StoppedAt >= midnight).Select(t => (int?)t.Id).ToList();
        var energy = today.Chunk(Part).Sum(ids => context.MeterValues.Where(m => ids.Contains(m.TransactionId) && m.At >= midnight && m.EnergyWh > 0)
            .GroupBy(m => m.TransactionId).Select(g => g.Max(m => m.EnergyWh!.Value) - g.Min(m => m.EnergyWh!.Value)).ToList().Sum());
        context.Database.OpenConnection();
        var lastKnown = new LastKnown(context.Database.GetDbConnection());
        return new(
            context.ChargePoints.AsNoTracking().Where(c => c.RemovedAt == null).ToList(), context.Connectors.AsNoTracking().ToList(), open, registers, energy,
            context.Messages.Max(m => (long?)m.Id) ?? 0, context.Commands.Max(c => (long?)c.Id) ?? 0,
            lastKnown.Registers(), lastKnown.Messages());
    }
}
