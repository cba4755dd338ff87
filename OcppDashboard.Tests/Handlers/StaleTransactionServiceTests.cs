using OcppDashboard.Handlers;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Tests.Handlers;

/// <summary>When a transaction without a stop counts as over.</summary>
public class StaleTransactionServiceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 12, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(ChargePointStatus.Available)]
    [InlineData(ChargePointStatus.Reserved)]
    public void A_connector_that_was_freed_a_minute_ago_has_no_transaction_any_more(ChargePointStatus status)
    {
        Assert.Equal(Noon.AddSeconds(-60), EndOf(Freed(60) with { Status = status }));
        Assert.Null(EndOf(Freed(59) with { Status = status }));
        Assert.Null(InferredEnd.Of(new() { Id = "CP-1", Online = false }, Freed(60), Noon)); // what it does now nobody knows
    }

    [Fact]
    public void What_was_free_before_the_start_or_still_draws_power_goes_on()
    {
        Assert.Null(EndOf(Freed(600, startedAgo: 300)));
        Assert.Null(EndOf(Freed(600) with { DrawsAt = Noon }));
        Assert.NotNull(EndOf(Freed(600) with { DrawsAt = Noon.AddMinutes(-20) }));
        Assert.Null(EndOf(Freed(600) with { Status = ChargePointStatus.Finishing }));
        Assert.Null(EndOf(Freed(600) with { Transaction = null }));
    }

    [Theory]
    [InlineData(ChargePointStatus.Available, true)]
    [InlineData(ChargePointStatus.Preparing, true)]
    [InlineData(ChargePointStatus.Finishing, true)]
    [InlineData(ChargePointStatus.Reserved, true)]
    [InlineData(ChargePointStatus.Unavailable, true)]
    [InlineData(ChargePointStatus.Faulted, true)]
    [InlineData(ChargePointStatus.Charging, false)]
    [InlineData(ChargePointStatus.SuspendedEV, false)]
    [InlineData(ChargePointStatus.SuspendedEVSE, false)]
    public void After_a_boot_the_status_tells_whether_it_goes_on(ChargePointStatus status, bool isOver)
    {
        foreach (var statusAgo in new[] { 7200, 60 }) // the same as before the boot, or new
            Assert.Equal(isOver, EndOf(Freed(statusAgo) with { Status = status }, connectedAgo: 110, bootedAgo: 100) is not null);
        Assert.Equal(isOver ? Noon.AddSeconds(-100) : null, EndOf(Freed(7200) with { Status = status }, connectedAgo: 110, bootedAgo: 100));
        Assert.Null(EndOf(Freed(7200) with { Status = status }, connectedAgo: 60, bootedAgo: 59)); // it may still tell
        Assert.Null(EndOf(Freed(7200) with { Status = status }, connectedAgo: 7200, bootedAgo: 100)); // on the same connection: it was asked for
        Assert.Null(EndOf(Freed(30) with { Status = status }, connectedAgo: 110, bootedAgo: 100));
    }

    [Fact]
    public void After_a_boot_readings_that_name_it_or_power_keep_it_running()
    {
        var idle = Freed(7200) with { Status = ChargePointStatus.Preparing };
        Assert.Null(EndOf(idle with { Transaction = idle.Transaction! with { NamedAt = Noon.AddSeconds(-50) } }, 110, 100));
        Assert.NotNull(EndOf(idle with { Transaction = idle.Transaction! with { NamedAt = Noon.AddSeconds(-200) } }, 110, 100));
        Assert.Null(EndOf(idle with { DrawsAt = Noon.AddSeconds(-50) }, 110, 100));
    }

    [Fact]
    public void Of_a_charge_point_that_reports_no_status_long_silence_tells_as_much()
    {
        var silent = Freed(7200) with { Status = default, Since = null };
        Assert.Null(EndOf(silent, 899, 899));
        Assert.NotNull(EndOf(silent, 900, 900));
        Assert.Null(EndOf(silent)); // it did not boot
    }

    [Theory]
    [InlineData(null, true)] // what it said before the boot is worth no more than silence
    [InlineData(7000, true)]
    [InlineData(850, false)]
    public void A_charge_point_that_said_that_it_charges_before_it_booted_says_so_again_where_it_does(int? toldAgo, bool isOver)
    {
        var charging = Freed(7200) with { Status = ChargePointStatus.Charging, ToldAt = toldAgo is { } ago ? Noon.AddSeconds(-ago) : null };
        Assert.Equal(isOver, EndOf(charging, 901, 900) is not null);
        Assert.Null(EndOf(charging, 899, 898));
    }

    [Fact]
    public void A_start_that_came_late_or_was_refused_is_over_where_nothing_charges()
    {
        var before = Freed(7200, startedAgo: 60) with { Status = ChargePointStatus.Available };
        Assert.Null(EndOf(before));
        Assert.Equal(Noon.AddHours(-2), EndOf(before with { Transaction = before.Transaction! with { IsLate = true } }));
        Assert.Equal(Noon.AddSeconds(-60), EndOf(before with { Transaction = before.Transaction! with { IsRefused = true } }));
        Assert.Null(EndOf(before with { Transaction = before.Transaction! with { IsLate = true, NamedAt = Noon.AddSeconds(-10) } }));
        Assert.Null(EndOf(before with { Transaction = before.Transaction! with { IsRefused = true, EnergyWh = 20 } })); // it charges all the same
        Assert.NotNull(EndOf(before with { Status = default, Since = null, Transaction = before.Transaction! with { IsRefused = true } }));
        Assert.Null(EndOf(before with { Status = ChargePointStatus.Charging, Transaction = before.Transaction! with { IsLate = true, IsRefused = true } }));
        Assert.Null(EndOf(Freed(7200, startedAgo: 59) with { Transaction = before.Transaction! with { IsLate = true, ReceivedAt = Noon.AddSeconds(-59) } }));
    }

    private static DateTimeOffset? EndOf(ConnectorSnapshot connector, int connectedAgo = 90_000, int bootedAgo = 90_000) => InferredEnd.Of(
        new() { Id = "CP-1", Online = true, ConnectedAt = Noon.AddSeconds(-connectedAgo), Boot = new(null, null, null, null, null, null, null, null, null, Noon.AddSeconds(-bootedAgo)) }, connector, Noon);

    private static ConnectorSnapshot Freed(int secondsAgo, int startedAgo = 3600) => new()
    {
        Id = 1, Status = ChargePointStatus.Available, Since = Noon.AddSeconds(-secondsAgo),
        Transaction = new() { Id = 7, ConnectorId = 1, StartedAt = Noon.AddHours(-3), ReceivedAt = Noon.AddSeconds(-startedAgo) },
    };
}
