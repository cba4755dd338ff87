using OcppDashboard.Commands.Timeline;

namespace OcppDashboard.Tests.Commands.Timelines;

/// <summary>What follows a ChangeAvailability.</summary>
public sealed class AvailabilityTests : TimelineTest
{
    private const string Scheduled = """{"status":"Scheduled"}""";

    [Fact]
    public async Task Kind8_operative_is_not_done_by_Unavailable()
    {
        await StatusAsync(1, "Unavailable");
        var command = await SendAsync("ChangeAvailability", """{"connectorId":1,"type":"Operative"}""");
        await StatusAsync(1, "Unavailable");
        await LineAsync(command, "Connector 1 reports Unavailable");
        Assert.False(Now(command).IsOver);
        await StatusAsync(1, "Available");
        var ended = await EndAsync(command);
        Assert.Equal((CommandState.Done, "Connector 1 became Available"), (ended.State, Lines(ended)[^1]));
    }

    [Fact]
    public async Task Kind8_operative_that_stays_Unavailable_has_failed_and_one_that_charges_at_once_is_done()
    {
        foreach (var connector in new[] { 1, 2 }) await StatusAsync(connector, "Unavailable");
        var one = await SendAsync("ChangeAvailability", """{"connectorId":1,"type":"Operative"}""");
        var two = await SendAsync("ChangeAvailability", """{"connectorId":2,"type":"Operative"}""");
        await StatusAsync(1, "Unavailable");
        await StatusAsync(2, "Preparing");
        Assert.Equal("Connector 2 became Preparing", Lines(await EndAsync(two))[^1]);
        await LineAsync(one, "Connector 1 reports Unavailable");
        await Central.PassAsync(TimeSpan.FromMinutes(1), () => Now(one).IsOver, "end of the wait");
        Assert.Equal((CommandState.Refused, "Not in service: connector 1 reports Unavailable"), (Now(one).State, Lines(Now(one))[^1]));
    }

    [Fact]
    public async Task Kind8_scheduled_is_followed_until_it_happened_also_over_a_restart()
    {
        await StatusAsync(1, "Charging");
        var command = await SendAsync("ChangeAvailability", """{"connectorId":1,"type":"Inoperative"}""", Scheduled);
        Assert.Equal(CommandState.Watching, Now(command).State);
        var begun = Central.Time.GetUtcNow();
        await Central.PassAsync(TimeSpan.FromMinutes(5), () => Central.Time.GetUtcNow() - begun >= TimeSpan.FromMinutes(5), "more than a status takes");
        await Client.DisposeAsync();
        await Central.RestartAsync();
        Client = await OpenAsync();
        Assert.Equal(CommandState.Watching, Now(command).State);
        await StatusAsync(1, "Unavailable");
        var ended = await EndAsync(command);
        Assert.Equal((CommandState.Done, "Connector 1 became Unavailable"), (ended.State, Lines(ended)[^1]));
    }

    [Fact]
    public async Task Kind8_inoperative_for_all_needs_all_connectors()
    {
        var command = await SendAsync("ChangeAvailability", """{"connectorId":0,"type":"Inoperative"}""");
        await StatusAsync(0, "Unavailable");
        await StatusAsync(1, "Unavailable");
        await LineAsync(command, "Connector 1 became Unavailable");
        Assert.False(Now(command).IsOver);
        await StatusAsync(2, "Unavailable");
        var ended = await EndAsync(command);
        Assert.Equal((CommandState.Done, "Connector 2 became Unavailable"), (ended.State, Lines(ended)[^1]));
    }

    [Fact]
    public async Task Kind8_a_scheduled_change_of_all_leaves_out_the_connector_that_a_later_command_is_about()
    {
        await StatusAsync(1, "Charging");
        var all = await SendAsync("ChangeAvailability", """{"connectorId":0,"type":"Inoperative"}""", Scheduled);
        var one = await SendAsync("ChangeAvailability", """{"connectorId":1,"type":"Operative"}""");
        await LineAsync(all, $"Connector 1 follows #{one} now");
        await StatusAsync(2, "Unavailable");
        Assert.Equal("Connector 2 became Unavailable", Lines(await EndAsync(all))[^1]);
    }

    [Fact]
    public async Task Kind8_what_is_so_already_is_said_and_not_waited_for()
    {
        var ended = await EndAsync(await SendAsync("ChangeAvailability", """{"connectorId":1,"type":"Operative"}"""));
        Assert.Equal((CommandState.Done, "Connector 1 is in service already"), (ended.State, Lines(ended)[^1]));
    }
}
