using Bunit;
using OcppDashboard.Components.Shared;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Shared;

public class StatusChipTests : PageTest
{
    public static TheoryData<ChargePointStatus> All => [.. Enum.GetValues<ChargePointStatus>()];

    [Theory, MemberData(nameof(All))]
    public void A_status_is_a_colour_a_word_and_an_icon(ChargePointStatus status)
    {
        var chip = Context.Render<StatusChip>(p => p.Add(c => c.Connector, new ConnectorSnapshot { Id = 1, Status = status })).Find(".chip");
        var token = status.ToString().ToLowerInvariant();
        Assert.Equal(token, chip.GetAttribute("data-status"));
        Assert.Equal(status.ToString(), chip.TextContent);
        Assert.EndsWith("#st-" + token, chip.QuerySelector("use")!.GetAttribute("href"));
    }

    [Theory, MemberData(nameof(All))]
    public void Offline_hides_the_last_status(ChargePointStatus status)
    {
        var chip = Context.Render<StatusChip>(p => p.Add(c => c.Connector, new ConnectorSnapshot { Id = 1, Status = status }).Add(c => c.Online, false)).Find(".chip");
        Assert.Equal("offline", chip.GetAttribute("data-status"));
        Assert.Equal("Offline", chip.TextContent);
    }

    [Fact]
    public void A_status_of_its_own_is_shown_as_text_and_cut()
    {
        var odd = "<script>alert(1)</script>" + new string('x', 500);
        var chip = Context.Render<StatusChip>(p => p.Add(c => c.Status, odd)).Find(".chip");
        Assert.Empty(chip.QuerySelectorAll("script"));
        Assert.StartsWith("<script>", chip.TextContent);
        Assert.True(chip.TextContent.Length < 40);
        Assert.Equal(odd, chip.GetAttribute("title"));
    }

    [Fact]
    public void No_status_yet_says_so() => Assert.Equal("No status yet", Context.Render<StatusChip>().Find(".chip").TextContent);
}
