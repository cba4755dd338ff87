namespace OcppDashboard.State;

/// <summary>Power and energy over all charge points: what the wall counts.</summary>
public sealed class FleetMeter
{
    /// <summary>Total power of the last half hour, W, one value each 15 s, oldest first.</summary>
    public IReadOnlyList<double> RecentPowerW => [];

    /// <summary>Energy since local midnight of the server, Wh: summed increments of the registers within transactions.</summary>
    public double EnergyTodayWh => 0;
}
