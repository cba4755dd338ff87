using OcppDashboard.Features.ChargingProfiles;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Features.ChargingProfiles;

public class CompositeScheduleTests
{
    private static readonly DateTimeOffset Noon = Booked.Noon;

    [Fact]
    public void Without_a_profile_there_is_no_limit() => Assert.Equal([new CompositePeriod(0, null)], Of([], 1));

    [Fact]
    public void The_highest_stack_level_leads_as_long_as_it_says_something()
    {
        var low = Booked.Default(1, 1, 0, (0, 10), (1800, 8));
        var high = Booked.Default(2, 1, 3, (0, 20)).Scheduled(s => s with { Duration = 600 });
        Assert.Equal([(0, 20m, 2), (600, 10m, 1), (1800, 8m, 1)], Steps(Of([low, high], 1)));
    }

    [Fact]
    public void The_profile_of_the_transaction_goes_before_the_default_and_the_connectors_before_that_of_all()
    {
        StoredChargingProfile[] profiles = [Booked.Default(1, 0, 9, (0, 32)), Booked.Default(2, 1, 0, (0, 16)), Booked.Tx(3, 1, 0, 7, (0, 6)), Booked.Default(4, 2, 0, (0, 25))];
        Assert.Equal([(0, 16m, 2)], Steps(Of(profiles, 1)));
        Assert.Equal([(0, 6m, 3)], Steps(Of(profiles, 1, transaction: (7, Noon))));
        Assert.Equal([(0, 16m, 2)], Steps(Of(profiles, 1, transaction: (8, Noon)))); // of another transaction
        Assert.Equal([(0, 25m, 4)], Steps(Of(profiles, 2)));
        Assert.Equal([(0, 32m, 1)], Steps(Of(profiles, 3)));
    }

    [Fact]
    public void The_whole_charge_points_limit_cuts_and_raises_nothing()
    {
        StoredChargingProfile[] profiles = [Booked.Max(1, 0, (0, 20), (900, 10)), Booked.Default(2, 1, 0, (0, 16), (600, 8), (1200, 32))];
        Assert.Equal([(0, 16m, 2), (600, 8m, 2), (1200, 10m, 1)], Steps(Of(profiles, 1)));
        Assert.Equal([(0, 20m, 1), (900, 10m, 1)], Steps(Of(profiles, 0)));
        Assert.Equal([(0, 20m, 1), (900, 10m, 1)], Steps(Of([profiles[0]], 1)));
    }

    [Fact]
    public void Refused_and_cleared_profiles_count_for_nothing()
    {
        StoredChargingProfile[] profiles = [Booked.Default(1, 1, 5, (0, 6)) with { Status = "Rejected" }, Booked.Default(2, 1, 4, (0, 7)) with { ClearedAt = Noon }];
        Assert.Equal([new CompositePeriod(0, null)], Of(profiles, 1));
    }

    [Fact]
    public void A_validity_begins_and_ends_between_steps()
    {
        var profile = Booked.Default(1, 1, 0, (0, 16)).With(p => p with { ValidFrom = Noon.AddMinutes(10), ValidTo = Noon.AddMinutes(20) });
        Assert.Equal([(0, null, null), (600, 16m, 1), (1200, (decimal?)null, (int?)null)], Steps(Of([profile], 1)));
    }

    [Fact]
    public void A_daily_schedule_recurs_and_does_not_count_before_it_began()
    {
        // 17:00 to 20:00 nothing, otherwise 32 A; begun yesterday at midnight
        var daily = Recurring(RecurrencyKind.Daily, Noon.AddHours(-36), (0, 32), (17 * 3600, 0), (20 * 3600, 32));
        Assert.Equal([(0, 32m, 1), (5 * 3600, 0m, 1), (8 * 3600, 32m, 1), (29 * 3600, 0m, 1), (32 * 3600, 32m, 1)], Steps(Of([daily], 1, hours: 40)));
        var tomorrow = Recurring(RecurrencyKind.Daily, Noon.AddHours(12), (0, 10));
        Assert.Equal([(0, null, null), (12 * 3600, (decimal?)10, (int?)1)], Steps(Of([tomorrow], 1, hours: 40)));
    }

    [Fact]
    public void A_weekly_schedule_recurs_after_seven_days()
    {
        var weekly = Recurring(RecurrencyKind.Weekly, Noon, (0, 32), (86400, 16));
        Assert.Equal([(0, 32m, 1), (86400, 16m, 1), (7 * 86400, 32m, 1), (8 * 86400, 16m, 1)], Steps(Of([weekly], 1, hours: 9 * 24)));
    }

    [Fact]
    public void A_relative_schedule_counts_from_the_start_of_the_transaction()
    {
        var relative = Booked.Tx(1, 1, 0, null, (0, 32), (3600, 16)).With(p => p with { ChargingProfileKind = ChargingProfileKind.Relative });
        Assert.Equal([(0, 32m, 1), (1800, 16m, 1)], Steps(Of([relative], 1, transaction: (7, Noon.AddMinutes(-30)))));
        var unfixed = Booked.Default(2, 1, 0, (0, 32), (3600, 16)).Scheduled(s => s with { StartSchedule = null });
        Assert.Equal([(0, 32m, 2), (1800, 16m, 2)], Steps(Of([unfixed], 1, transaction: (7, Noon.AddMinutes(-30)))));
        Assert.Equal([(0, 32m, 2), (3600, 16m, 2)], Steps(Of([unfixed], 1, hours: 2)));
    }

    [Fact]
    public void Ampere_and_watt_are_compared_in_the_unit_asked_for()
    {
        var ampere = Booked.Default(1, 1, 0, (0, 16));
        var watt = Booked.Max(2, 0, (0, 6900)).Scheduled(s => s with { ChargingRateUnit = ChargingRateUnit.W });
        Assert.Equal([(0, 10m, 2)], Steps(Of([ampere, watt], 1)));
        Assert.Equal([(0, 6900m, 2)], Steps(CompositeSchedule.Of([ampere, watt], 1, Noon, 3600, ChargingRateUnit.W, null)));
        var onePhase = ampere.Scheduled(s => s with { ChargingSchedulePeriod = [new(0, 16, 1)] });
        Assert.Equal([(0, 3680m, 1)], Steps(CompositeSchedule.Of([onePhase, watt], 1, Noon, 3600, ChargingRateUnit.W, null)));
    }

    private static StoredChargingProfile Recurring(RecurrencyKind kind, DateTimeOffset start, params (int, decimal)[] periods) =>
        Booked.Default(1, 1, 0, periods).With(p => p with { ChargingProfileKind = ChargingProfileKind.Recurring, RecurrencyKind = kind }).Scheduled(s => s with { StartSchedule = start });

    private static IEnumerable<CompositePeriod> Of(IEnumerable<StoredChargingProfile> profiles, int connector, int hours = 1, (int, DateTimeOffset)? transaction = null) =>
        CompositeSchedule.Of(profiles, connector, Noon, hours * 3600, ChargingRateUnit.A, transaction);

    private static IEnumerable<(int, decimal?, int?)> Steps(IEnumerable<CompositePeriod> periods) => periods.Select(p => (p.Start, p.Limit, p.ProfileId));
}
