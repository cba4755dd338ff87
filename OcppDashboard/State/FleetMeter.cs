namespace OcppDashboard.State;

/// <summary>Power and energy over all charge points: what the wall counts.</summary>
public sealed class FleetMeter(ChargePointStore store, TimeProvider time)
{
    private const int Kept = 120;
    private readonly Lock gate = new();
    private readonly Queue<FleetPower> recent = new();
    private DateTime day;
    private double energyToday;

    /// <summary>How often total power is taken.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>Total power of the last half hour, one value each <see cref="Interval"/>, oldest first.</summary>
    public IReadOnlyList<FleetPower> RecentPower
    {
        get { lock (gate) return [.. recent]; }
    }

    /// <summary>Energy since local midnight of the server, Wh: summed increments of the registers within transactions.</summary>
    public double EnergyTodayWh
    {
        get { lock (gate) return Today() ? energyToday : 0; }
    }

    /// <summary>Power now, W, over all online charge points.</summary>
    public double PowerW => store.All.Where(c => c.Online).Sum(c => c.RealConnectors.Sum(connector => connector.Transaction is null ? 0 : connector.PowerW ?? 0));

    /// <param name="wattHours">What was gained; negative where something turned out not to have been.</param>
    public void AddEnergy(double wattHours)
    {
        if (wattHours == 0 || !double.IsFinite(wattHours)) return;
        lock (gate)
        {
            Today();
            energyToday = Math.Max(0, energyToday + wattHours);
        }
    }

    /// <summary>Power that was measured too long ago is no longer the present one: takes it away and signals.</summary>
    internal void Expire()
    {
        var now = time.GetUtcNow();
        foreach (var chargePoint in store.All)
            foreach (var connector in chargePoint.Connectors)
                if (connector.IsStale(now)) Expire(chargePoint.Id, connector.Id, now);
    }

    private void Expire(string chargePointId, int connectorId, DateTimeOffset now) => store.Update(chargePointId, snapshot =>
        snapshot.Connector(connectorId) is { } present && present.IsStale(now) ? snapshot.With(present.WithoutPower()) : snapshot);

    internal void Sample()
    {
        var power = PowerW;
        lock (gate)
        {
            recent.Enqueue(new(time.GetUtcNow(), power));
            if (recent.Count > Kept) recent.Dequeue();
        }
    }

    private bool Today()
    {
        var now = time.GetLocalNow().Date;
        if (day != now) (day, energyToday) = (now, 0);
        return true;
    }
}

/// <summary>Total power at a moment.</summary>
public readonly record struct FleetPower(DateTimeOffset At, double Watts);

/// <summary>Feeds the wall's power line, and lets power expire that is no longer measured.</summary>
public sealed class FleetSampler(FleetMeter meter, TimeProvider time, ILogger<FleetSampler> logger) : GuardedBackgroundService(time, logger)
{
    protected override Task RunAsync(CancellationToken stop) => EachAsync(FleetMeter.Interval, Look, stop, atOnce: true);

    private void Look()
    {
        meter.Expire();
        meter.Sample();
    }
}
