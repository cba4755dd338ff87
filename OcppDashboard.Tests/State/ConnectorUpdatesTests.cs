using OcppDashboard.Metering;
using OcppDashboard.State;

namespace OcppDashboard.Tests.State;

public class ConnectorUpdatesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 12, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Energy_counts_from_the_start_and_never_falls()
    {
        var connector = Charging(1000).With(Point(1400), true).With(Point(1200), true);
        Assert.Equal(400, connector.Transaction!.EnergyWh);
        Assert.Equal(400, connector.With(Point(0), true).Transaction!.EnergyWh);
        Assert.Equal(1400, connector.With(Point(0), true).RegisterWh);
    }

    [Fact]
    public void A_register_below_the_start_counts_from_the_start_of_the_transaction_G9()
    {
        var connector = Charging(4_000_000).With(Point(250), true);
        Assert.Equal((true, 250d), (connector.Transaction!.RegisterIsRelative, connector.Transaction.EnergyWh));
        Assert.Equal(900, connector.With(Point(900), true).Transaction!.EnergyWh);
    }

    [Fact]
    public void After_a_start_of_0_energy_counts_from_the_register_before_unless_a_lower_one_comes_G10()
    {
        var connector = Charging(0, before: 5000);
        Assert.Equal(0, connector.With(Point(0), true).Transaction!.EnergyWh);
        Assert.Equal(300, connector.With(Point(5300), true).Transaction!.EnergyWh);
        Assert.Equal(5300, connector.With(Point(200), true).With(Point(5300), true).Transaction!.EnergyWh);
        Assert.Equal(5300, connector.WithBegin(Point(2)).With(Point(5300), true).Transaction!.EnergyWh);
        Assert.Equal(300, connector.WithBegin(Point(5000)).With(Point(5300), true).Transaction!.EnergyWh);
        var late = connector.With(Point(5300), true).With(Point(5100) with { At = Noon.AddHours(-1) }, true);
        Assert.Equal((300d, 400d), (late.Transaction!.EnergyWh, late.With(Point(5400), true).Transaction!.EnergyWh));
        Assert.True(late.With(Point(100) with { At = Noon.AddHours(-1) }, true).Transaction!.RegisterIsRelative);
    }

    [Fact]
    public void Points_of_another_transaction_leave_the_energy_alone() => Assert.Equal(0, Charging(1000).With(Point(1400), false).Transaction!.EnergyWh);

    [Fact]
    public void At_the_end_no_power_flows_and_the_register_stays_G19()
    {
        var after = Charging(1000).With(Point(1400) with { PowerW = 7000, CurrentL1A = 16, StateOfCharge = 55 }, true).WithoutTransaction();
        Assert.Equal((null, null, null, null, 1400d), (after.Transaction, after.PowerW, after.Reading!.CurrentL1A, after.Reading.StateOfCharge, after.RegisterWh));
    }

    [Fact]
    public void An_older_point_does_not_replace_the_present_readings()
    {
        var connector = Charging(0).With(Point(10) with { PowerW = 100 }, true).With(Point(5) with { At = Noon.AddHours(-1), PowerW = 900 }, true);
        Assert.Equal(100, connector.PowerW);
    }

    [Fact]
    public void A_charge_point_holds_64_connectors_and_no_negative_ones()
    {
        var snapshot = new ChargePointSnapshot { Id = "x" };
        Assert.False(ConnectorUpdates.MayHold(snapshot, -1));
        for (var i = 0; i < ConnectorUpdates.MaxConnectors; i++) snapshot = snapshot.With(new ConnectorSnapshot { Id = i * 7 });
        Assert.True(ConnectorUpdates.MayHold(snapshot, 7));
        Assert.False(ConnectorUpdates.MayHold(snapshot, 8));
        Assert.Equal(snapshot.Connectors.Select(c => c.Id).Order(), snapshot.Connectors.Select(c => c.Id));
    }

    private static ConnectorSnapshot Charging(double meterStart, double? before = null) =>
        new() { Id = 1, Transaction = new() { Id = 5, ConnectorId = 1, StartedAt = Noon, MeterStartWh = meterStart, RegisterBeforeWh = before, EnergyWh = 0 } };

    private static MeterPoint Point(double register) => new() { At = Noon, Context = "Sample.Periodic", EnergyWh = register };
}
