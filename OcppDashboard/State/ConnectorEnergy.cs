using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.State;

/// <summary>How registers change a connector and the energy of its transaction. Pure functions; what a register is worth is said by <see cref="EnergyCount"/>.</summary>
public static class ConnectorEnergy
{
    private static readonly TimeSpan LongAgo = TimeSpan.FromDays(7), LongestStep = TimeSpan.FromMinutes(20);

    /// <summary>What the next register of a connector is measured against; null: nothing is known.</summary>
    public static RegisterReading? ExpectedRegister(this ConnectorSnapshot connector, DateTimeOffset now) =>
        connector.Transaction?.Count is { IsKnown: true } count ? count.Last : connector.LastRegister(now);

    /// <summary>The meter's own last good register; null: none is known.</summary>
    private static RegisterReading? LastRegister(this ConnectorSnapshot connector, DateTimeOffset now) =>
        connector.Transaction?.Count is { IsKnown: true, IsRelative: false } count ? count.Last
            : connector.RegisterWh is { } wh ? new RegisterReading(wh, connector.RegisterAt ?? now - LongAgo) : null;

    /// <summary>
    /// The points with registers set aside that cannot be this meter's: they are kept with the other readings, and no sum, chart or booking sees them.
    /// </summary>
    /// <param name="belongsToTransaction">True when the points are of the running transaction.</param>
    /// <returns>The same list, changed where something was set aside.</returns>
    public static List<MeterPoint> Screen(this ConnectorSnapshot? connector, List<MeterPoint> points, bool belongsToTransaction, DateTimeOffset receivedAt)
    {
        if (connector is null) return points;
        var running = belongsToTransaction ? connector.Transaction : null;
        var count = running is null ? connector.IdleCount(receivedAt) : running.Count ?? running.Begin(connector);
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i] is not { EnergyWh: { } wh } point) continue;
            var reading = new RegisterReading(wh, point.At, receivedAt);
            var verdict = RegisterVerdict.Counted;
            if (point.Context == ReadingContexts.TransactionBegin || connector.IsHistory(point))
                verdict = count.IsKnown && RegisterPlausibility.Judge(count.Last, reading) is RegisterFit.Beyond ? RegisterVerdict.SetAside : verdict;
            else
                count = (running is null ? count : running.Prepared(count, reading)).Take(reading, out verdict);
            if (verdict == RegisterVerdict.SetAside) points[i] = point.WithRegisterAside();
        }
        return points;
    }

    /// <summary>The running transaction after one more point of its own.</summary>
    internal static TransactionSnapshot With(this TransactionSnapshot running, ConnectorSnapshot connector, MeterPoint point, DateTimeOffset receivedAt)
    {
        var count = running.Count ?? running.Begin(connector);
        if (point.ReadWh is { } wh)
        {
            var reading = new RegisterReading(wh, point.At, receivedAt);
            count = running.Prepared(count, reading).Take(reading, out _);
        }
        var intervals = running.IntervalsWh;
        if (point.IntervalWh is { } flowed && !(point.At <= running.IntervalAt) && flowed <= running.MostSinceInterval(point)) intervals += flowed;
        var energy = Energy(running, count, intervals);
        var (integral, gained) = running.Compared(point, energy);
        return running with
        {
            Count = count, RegisterIsRelative = count.IsRelative, IntervalsWh = intervals, IntervalAt = point.IntervalWh is null ? running.IntervalAt : point.At,
            EnergyWh = energy, StateOfCharge = point.StateOfCharge ?? running.StateOfCharge, StartStateOfCharge = running.StartStateOfCharge ?? point.StateOfCharge,
            Power = point.PowerW is { } watts ? new PowerMark(point.At, watts, energy) : running.Power,
            PowerIntegralWh = running.PowerIntegralWh + integral, ComparedEnergyWh = running.ComparedEnergyWh + gained,
        };
    }

    /// <summary>A reading of the start that comes when later ones are known: it tells at most what the register counts from.</summary>
    public static ConnectorSnapshot WithBegin(this ConnectorSnapshot connector, MeterPoint point, DateTimeOffset? receivedAt = null)
    {
        if (connector.Transaction is not { } running || point.ReadWh is not { } wh) return connector;
        var (count, reading) = (running.Count ?? running.Begin(connector), new RegisterReading(wh, point.At, receivedAt ?? point.At));
        if (count.IsKnown && !running.IsBelowBefore(reading)) return connector;
        return connector with { Transaction = running.WithCount(running.Prepared(count, reading).Take(reading, out _)) };
    }

    /// <summary>A point from before the present reading (G16): registers only count up, so it can add to what is known, and nothing else.</summary>
    internal static ConnectorSnapshot WithHistory(this ConnectorSnapshot connector, MeterPoint point, bool belongsToTransaction, DateTimeOffset receivedAt)
    {
        if (point.ReadWh is not { } wh) return connector;
        var reading = new RegisterReading(wh, point.At, receivedAt);
        if (!belongsToTransaction || connector.Transaction is not { } running)
            return wh > connector.RegisterWh && connector.LastRegister(receivedAt) is { } last && RegisterPlausibility.MayFollow(last, reading)
                ? connector with { RegisterWh = wh, RegisterAt = receivedAt } : connector;
        var count = running.Count ?? running.Begin(connector);
        if (running.IsBelowBefore(reading))
        {
            var present = count.Last;
            count = running.Prepared(count, reading).Take(reading, out _);
            if (present.Wh > wh) count = count.Take(present, out _);
        }
        else if (count.IsKnown && wh > count.Last.Wh && RegisterPlausibility.MayFollow(count.Last, reading))
        {
            count = count.Take(reading, out _);
        }
        var after = running.WithCount(count);
        var register = RegisterAfter(new(connector.RegisterWh, connector.RegisterAt, connector.RegisterIsOfTransactions, connector.Idle), running, after);
        return connector with { Transaction = after, RegisterWh = register.Wh, RegisterAt = register.At, RegisterIsOfTransactions = register.IsOfTransactions };
    }

    /// <summary>What a point tells of the connector's register.</summary>
    /// <param name="before">The transaction that the point belongs to, as it was; null: none.</param>
    /// <param name="after">The same with the point.</param>
    internal static ConnectorRegister RegisterAfter(
        this ConnectorSnapshot connector, TransactionSnapshot? before, TransactionSnapshot? after, MeterPoint point, DateTimeOffset receivedAt)
    {
        var known = new ConnectorRegister(connector.RegisterWh, connector.RegisterAt, connector.RegisterIsOfTransactions, connector.Idle);
        if (point.ReadWh is not { } wh) return known;
        return before is null || after is null ? connector.RegisterOutside(known, new(wh, point.At, receivedAt)) : RegisterAfter(known, before, after);
    }

    /// <summary>A register that counts from the start of the transaction is not the connector's: the next start is not measured against it.</summary>
    private static ConnectorRegister RegisterAfter(ConnectorRegister known, TransactionSnapshot before, TransactionSnapshot after)
    {
        if (after.Count is not { IsKnown: true } count) return known;
        if (count.IsRelative) return after.MeterStartWh > 0 ? known with { IsOfTransactions = true } : known;
        if ((before.Count is { } was && was.Last == count.Last) || (count.Last.Wh <= 0 && known.Wh is not (null or 0))) return known;
        return known with { Wh = count.Last.Wh, At = count.Last.ReceivedAt, IsOfTransactions = known.IsOfTransactions && !count.HasGrown };
    }

    private static ConnectorRegister RegisterOutside(this ConnectorSnapshot connector, ConnectorRegister known, RegisterReading reading)
    {
        if (known.Wh is not { } wh || wh == 0) return Register.IsCredible(reading.Wh) ? known with { Wh = reading.Wh, At = reading.ReceivedAt } : known;
        if (connector.Transaction is not null || (known.IsOfTransactions && Register.IsBelow(reading.Wh, wh)))
            return reading.Wh > wh && connector.LastRegister(reading.ReceivedAt) is { } last && RegisterPlausibility.MayFollow(last, reading)
                ? known with { Wh = reading.Wh, At = reading.ReceivedAt } : known;
        var count = connector.IdleCount(reading.ReceivedAt).Take(reading, out var verdict);
        known = known with { Idle = count.IsInDoubt ? new IdleRegister(count) : null };
        return verdict == RegisterVerdict.Counted ? known with { Wh = count.Last.Wh, At = reading.ReceivedAt } : known;
    }

    /// <summary>A transaction begins: its first register is the last one known, unless it comes late and a later one is (F10), or it cannot be.</summary>
    public static ConnectorSnapshot Beginning(this ConnectorSnapshot connector, TransactionSnapshot transaction, bool isLate)
    {
        var last = connector.LastRegister(transaction.ReceivedAt);
        var count = transaction.EnergyFromWh is { } from ? EnergyCount.From(new(from, transaction.StartedAt, transaction.ReceivedAt), last) : (EnergyCount?)null;
        var begun = connector.WithoutTransaction() with { Transaction = transaction with { Count = count }, Idle = null };
        if (transaction.MeterStartWh is not > 0 || (isLate && connector.RegisterWh > transaction.MeterStartWh) || count is { IsInDoubt: true }) return begun;
        return begun with { RegisterWh = transaction.MeterStartWh, RegisterAt = transaction.ReceivedAt };
    }

    private static EnergyCount IdleCount(this ConnectorSnapshot connector, DateTimeOffset now) =>
        connector.Idle?.Count ?? (connector.LastRegister(now) is { Wh: > 0 } last ? EnergyCount.Restored(0, last, false) : default);

    /// <summary>Where a count begins that is not there yet: at the start, or after a restart at what is known.</summary>
    private static EnergyCount Begin(this TransactionSnapshot running, ConnectorSnapshot connector)
    {
        if (running.EnergyWh > 0 || running.RegisterIsRelative)
        {
            var last = running.RegisterIsRelative ? running.EnergyWh : connector.RegisterWh ?? running.EnergyFromWh + running.EnergyWh;
            if (last is { } wh) return EnergyCount.Restored(running.EnergyWh ?? 0, new(wh, running.StartedAt, running.ReceivedAt), running.RegisterIsRelative);
        }
        return EnergyCount.From(running.EnergyFromWh is { } from ? new RegisterReading(from, running.StartedAt, running.ReceivedAt) : null);
    }

    /// <summary>A reading below the register from before proves that the 0 of the start holds (G10).</summary>
    private static EnergyCount Prepared(this TransactionSnapshot running, EnergyCount count, RegisterReading reading) =>
        !count.IsRelative && running.IsBelowBefore(reading) ? EnergyCount.FromZero(running.StartedAt, running.ReceivedAt) : count;

    private static bool IsBelowBefore(this TransactionSnapshot running, RegisterReading reading) =>
        !running.RegisterIsRelative && reading.Wh > 0 && Register.IsBelow(reading.Wh, running.RegisterBeforeWh);

    private static TransactionSnapshot WithCount(this TransactionSnapshot running, EnergyCount count) =>
        running with { Count = count, RegisterIsRelative = count.IsRelative, EnergyWh = Energy(running, count, running.IntervalsWh) };

    /// <summary>Intervals count where no register tells of energy (X29).</summary>
    private static double? Energy(TransactionSnapshot running, EnergyCount count, double intervals) =>
        intervals > 0 && !(count.EnergyWh > 0) ? intervals : count.EnergyWh ?? running.EnergyWh;

    private static double MostSinceInterval(this TransactionSnapshot running, MeterPoint point) =>
        RegisterPlausibility.MostBetween(new(0, running.IntervalAt ?? running.StartedAt), new(0, point.At));

    /// <summary>
    /// Power over time beside what the register gained in the same time, Wh (G2): since the last reading of power of the same transaction. Where readings
    /// are far apart nothing is compared.
    /// </summary>
    private static (double Integral, double Gained) Compared(this TransactionSnapshot running, MeterPoint point, double? energy)
    {
        if (point.PowerW is not { } watts || energy is not { } to || running.Power is not { EnergyWh: { } from } last) return default;
        var span = point.At - last.At;
        return span <= TimeSpan.Zero || span > LongestStep ? default : (Math.Max(0, (last.Watts + watts) / 2 * span.TotalHours), Math.Max(0, to - from));
    }
}

/// <summary>What is known of a connector's register; see <see cref="ConnectorSnapshot"/>.</summary>
internal readonly record struct ConnectorRegister(double? Wh, DateTimeOffset? At, bool IsOfTransactions, IdleRegister? Idle);
