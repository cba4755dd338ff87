using OcppDashboard.Components.Wall;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Tests.Components.Wall;

public class WallStepTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 12, 12, 0, 0, TimeSpan.Zero);

    [Theory, InlineData(31, 1), InlineData(3, 1), InlineData(1, 13)]
    public void House16_a_tile_is_drawn_as_often_as_what_it_shows_moves(int minutes, int atLeast)
    {
        var chargePoint = Online(new() { Id = 1, Status = ChargePointStatus.Available, Since = Noon.AddMinutes(-minutes) });
        var steps = Enumerable.Range(0, 13).Select(i => WallStep.Of(chargePoint, Noon.AddSeconds(i * 5 - 1))).Distinct().Count();
        Assert.InRange(steps, atLeast, atLeast == 1 ? 2 : 13);
    }

    [Fact]
    public void House16_a_young_transaction_or_a_young_silence_counts_in_seconds()
    {
        var charging = Online(new()
        {
            Id = 1, Status = ChargePointStatus.Charging, Since = Noon.AddHours(-1), Transaction = new() { Id = 1, ConnectorId = 1, StartedAt = Noon.AddSeconds(-20) },
        });
        Assert.Equal(Noon.AddSeconds(25), WallStep.Of(charging, Noon.AddSeconds(27)));
        Assert.Equal(Noon.AddSeconds(25), WallStep.Of(charging with { Online = false, OfflineSince = Noon }, Noon.AddSeconds(27)));
        Assert.Equal(Noon, WallStep.Of(charging with { Online = false, OfflineSince = Noon.AddHours(-2) }, Noon.AddSeconds(27)));
    }

    /// <summary>A duration never runs backwards when its step becomes longer.</summary>
    [Fact]
    public void House16_durations_never_run_backwards()
    {
        var chargePoint = Online(new() { Id = 1, Status = ChargePointStatus.Available, Since = Noon.AddSeconds(-7) });
        var shown = Enumerable.Range(0, 400).Select(i => WallStep.Of(chargePoint, Noon.AddSeconds(i)) - Noon.AddSeconds(-7)).Select(age => age < TimeSpan.FromMinutes(1) ? age : TimeSpan.FromMinutes((int)age.TotalMinutes)).ToList();
        Assert.Equal(shown.Order(), shown);
    }

    private static ChargePointSnapshot Online(ConnectorSnapshot connector) => new() { Id = "P1", Online = true, ConnectedAt = Noon.AddHours(-3), Connectors = [connector] };
}
