using OcppDashboard.Commands.Timeline;
using OcppDashboard.Components.ChargingProfiles;
using OcppDashboard.Features.ChargingProfiles;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Components.ChargingProfiles;

public class CompositeAnswerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 12, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_newest_answer_about_the_connector_and_span_counts()
    {
        CommandSnapshot[] commands =
        [
            Command(3, 1, 3600, null), Command(2, 1, 3600, """{"status":"Accepted","connectorId":1,"scheduleStart":"2026-05-12T12:00:01Z","chargingSchedule":{"chargingRateUnit":"W","chargingSchedulePeriod":[{"startPeriod":60,"limit":5},{"startPeriod":0,"limit":7000.5}]}}"""),
            Command(1, 1, 3600, """{"status":"Rejected"}"""),
        ];
        var answer = CompositeAnswer.Find(commands, 1, 3600)!;
        Assert.Equal((Noon.AddSeconds(1), ChargingRateUnit.W, "Accepted"), (answer.From, answer.Unit, answer.Status));
        Assert.Equal([new(0, 7000.5m), new(60, 5m)], answer.Periods);
        Assert.Null(CompositeAnswer.Find(commands, 2, 3600));
        Assert.Null(CompositeAnswer.Find(commands, 1, 60));
        Assert.Equal("Rejected", CompositeAnswer.Find([commands[2]], 1, 3600)!.Status);
    }

    [Theory]
    [InlineData(16, 300, 10, null)]
    [InlineData(16, 301, 10, null)]
    [InlineData(16.1, 300, 10, null)]
    [InlineData(13, 300, 10, 2)]
    [InlineData(16, 400, 10, 302)]
    [InlineData(16, 300, 12, 302)]
    public void A_difference_is_told_from_where_it_begins(decimal first, int step, decimal then, int? differs)
    {
        var answer = new CompositeAnswer(Noon, Noon, 3600, ChargingRateUnit.A, "Accepted", [new(0, first), new(step, then)]);
        Assert.Equal(differs, answer.Difference([new(0, 16m), new(300, 10m)])?.Start);
    }

    [Fact]
    public void Where_no_profile_limits_it_may_say_what_it_can() =>
        Assert.Null(new CompositeAnswer(Noon, Noon, 3600, ChargingRateUnit.A, "Accepted", [new(0, 32m)]).Difference([new CompositePeriod(0, null)]));

    [Theory]
    [InlineData("""{"status":"Accepted"}""", false, null)]
    [InlineData("""{"status":"Accepted","connectorId":1,"scheduleStart":"2026-05-12T12:00:00Z","chargingSchedule":{"duration":86400,"chargingRateUnit":"A","chargingSchedulePeriod":[]}}""", true, null)]
    [InlineData("""{"status":"Accepted","connectorId":1,"scheduleStart":"1970-01-01T00:00:00Z","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16}]}}""", true, 1970)]
    public void X17_an_answer_without_periods_or_with_an_impossible_start_is_an_answer(string json, bool hasSchedule, int? oddYear)
    {
        var answer = CompositeAnswer.Find([Command(1, 1, 3600, json)], 1, 3600)!;
        Assert.Equal((true, hasSchedule, oddYear, Noon), (answer.IsAccepted, answer.HasSchedule, answer.OddStart?.Year, answer.From));
    }

    private static CommandSnapshot Command(long id, int connector, int duration, string? answer) => new()
    {
        Id = id, ChargePointId = "CP-1", Action = "GetCompositeSchedule", Argument = "", RequestJson = $$"""{"connectorId":{{connector}},"duration":{{duration}}}""", RequestedBy = "test", RequestedAt = Noon, ResponseJson = answer,
    };
}
