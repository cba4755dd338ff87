using OcppDashboard.Commands.Timeline;
using OcppDashboard.Components.ChargePointConfiguration;
using OcppDashboard.Features.ChargePointConfiguration;
using OcppDashboard.Tests.Components;

namespace OcppDashboard.Tests.Features.ChargePointConfiguration;

public class ConfigurationListTests
{
    private static readonly DateTimeOffset At = ComponentTest.Now;

    private static CommandSnapshot Command(int minute, string action, string request, string? response, string? status = null) => new()
    {
        Id = minute, ChargePointId = "CP", Action = action, Argument = "", RequestJson = request, RequestedBy = "t", RequestedAt = At.AddMinutes(minute), ResponseJson = response, Status = status,
    };

    private static readonly CommandSnapshot Read = Command(0, "GetConfiguration", "{}",
        """{"configurationKey":[{"key":"B","readonly":true,"value":"2"},{"key":"a","readonly":"false","value":1},{"key":"C"},7],"unknownKey":["X"]}""");

    [Fact]
    public void The_last_whole_reading_counts()
    {
        var list = ConfigurationList.From([Read], null);
        Assert.Equal(At, list.ReadAt);
        Assert.Equal([new("a", false, "1", null), new("B", true, "2", null), new("C", null, null, null)], list.Entries.ToArray());
        Assert.Equal(["X"], list.UnknownKeys.ToArray());
    }

    [Fact]
    public void A_change_shows_until_it_is_read_back_and_a_reboot_is_remembered()
    {
        var change = Command(1, "ChangeConfiguration", """{"key":"a","value":"60"}""", """{"status":"RebootRequired"}""", "RebootRequired");
        var back = Command(2, "GetConfiguration", """{"key":["a"]}""", """{"configurationKey":[{"key":"a","readonly":false,"value":"1"}]}""");
        Assert.Equal(new("a", false, "60", "RebootRequired"), ConfigurationList.From([change, Read], null).Entries[0]);
        var after = ConfigurationList.From([back, change, Read], null);
        Assert.Equal(new("a", false, "1", "RebootRequired", "60"), after.Entries[0]);
        Assert.True(after.NeedsReboot);
        Assert.False(ConfigurationList.From([back, change, Read], At.AddMinutes(3)).NeedsReboot);
    }

    [Fact]
    public void A_refused_change_keeps_the_value()
    {
        var refused = Command(1, "ChangeConfiguration", """{"key":"a","value":"60"}""", """{"status":"Rejected"}""", "Rejected");
        Assert.Equal(new("a", false, "1", "Rejected"), ConfigurationList.From([refused, Read], null).Entries[0]);
    }

    [Fact]
    public void A_key_in_another_case_is_the_same_key_I3()
    {
        var change = Command(1, "ChangeConfiguration", """{"key":"A","value":"60"}""", """{"status":"Accepted"}""", "Accepted");
        var list = ConfigurationList.From([change, Read], null);
        Assert.Equal([new("a", false, "60", "Accepted"), new("B", true, "2", null), new("C", null, null, null)], list.Entries.ToArray());
        var twice = Command(2, "GetConfiguration", "{}", """{"configurationKey":[{"key":"heartbeatInterval","readonly":false,"value":"1"},{"key":"HeartbeatInterval","readonly":false,"value":"2"}]}""");
        Assert.Equal("2", ConfigurationOther.Of("CP", ConfigurationList.From([twice], null)).Values["HEARTBEATINTERVAL"]);
    }

    [Fact]
    public void Never_read_is_empty()
    {
        Assert.Null(ConfigurationList.From([], null).ReadAt);
        Assert.Empty(ConfigurationList.From([Command(0, "GetConfiguration", "{}", "no json")], null).Entries);
    }
}
