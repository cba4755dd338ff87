using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data.Entities;
using OcppDashboard.Metering;

namespace OcppDashboard.Data.Queries;

/// <summary>What the live state is rebuilt from after a restart.</summary>
/// <param name="Measured">What the readings of each open transaction tell.</param>
/// <param name="EnergyTodayWh">Within transactions since <c>midnight</c>.</param>
/// <param name="Registers">Last register of each connector without what is running.</param>
/// <param name="Heard">When a charge point last said something, by its key.</param>
public sealed record StartState(
    IReadOnlyList<ChargePointEntity> ChargePoints, IReadOnlyList<ConnectorEntity> Connectors, IReadOnlyList<TransactionEntity> OpenTransactions,
    IReadOnlyDictionary<int, MeasuredEnergy> Measured, double EnergyTodayWh, long LastMessage, long LastCommand,
    IReadOnlyDictionary<(int Key, int ConnectorId), RegisterReading> Registers, IReadOnlyDictionary<int, DateTimeOffset> Heard);

public sealed class StartQueries(IDbContextFactory<OcppDbContext> contexts)
{
    /// <param name="midnight">Start of the present day, UTC.</param>
    public StartState Read(DateTimeOffset midnight)
    {
        using var context = contexts.CreateDbContext();
        var open = context.Transactions.AsNoTracking().Where(t => t.StoppedAt == null).OrderBy(t => t.StartedAt).ToList();
        var today = context.Transactions.AsNoTracking().Where(t => t.StoppedAt >= midnight).ToList();
        context.Database.OpenConnection();
        var lastKnown = new LastKnown(context.Database.GetDbConnection());
        var registers = lastKnown.Registers();
        var measured = EnergyReplay.Of(context, [.. open, .. today.Where(t => t.StartedAt < midnight)], registers, midnight);
        var energy = open.Sum(t => measured.TryGetValue(t.Id, out var of) ? (of.EnergyWh ?? 0) - of.EnergyBeforeWh : 0)
            + today.Sum(t => Math.Max(0, (t.EnergyWh ?? 0) - (measured.TryGetValue(t.Id, out var of) ? of.EnergyBeforeWh : 0)));
        return new(
            context.ChargePoints.AsNoTracking().Where(c => c.RemovedAt == null).ToList(), context.Connectors.AsNoTracking().ToList(), open, measured, energy,
            context.Messages.Max(m => (long?)m.Id) ?? 0, context.Commands.Max(c => (long?)c.Id) ?? 0,
            registers, lastKnown.Messages());
    }
}
