using Bunit;
using OcppDashboard.Components.Transactions;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Queries;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Transactions;

public class TransactionLineTests : PageTest
{
    private static readonly TransactionRow Ended = new(7, "P1", 1, null, "A", Noon.AddHours(-2), Noon.AddHours(-1), 0, 30_300, 30_300, "EVDisconnected", TransactionFlags.None);

    [Fact]
    public void A_running_one_shows_live_power_and_energy()
    {
        var line = Draw(Ended with { StoppedAt = null, EnergyWh = 1, StopReason = null }, new(Charging().Transaction!, Charging(), true));
        Assert.Equal("47.3 kW", line.Find(".c-power").TextContent.Trim());
        Assert.Equal("18.6 kWh", line.Find(".c-energy").TextContent.Trim());
        Assert.Equal("2 h", line.Find(".c-for").TextContent);
        Assert.Equal("charging", line.Find(".chip").GetAttribute("data-status"));
    }

    [Fact]
    public void A_running_one_of_an_offline_charge_point_has_no_power()
    {
        var line = Draw(Ended with { StoppedAt = null }, new(Charging().Transaction!, Charging(), false));
        Assert.Equal("–", line.Find(".c-power").TextContent.Trim());
        Assert.Equal("offline", line.Find(".chip").GetAttribute("data-status"));
    }

    [Fact]
    public void Flags_are_words_with_a_sentence()
    {
        var tags = Draw(Ended with { Flags = TransactionFlags.Offline | TransactionFlags.Clock }).FindAll(".tag");
        Assert.Equal(["offline", "clock"], tags.Select(tag => tag.TextContent));
        Assert.All(tags, tag => Assert.EndsWith(".", tag.GetAttribute("title")));
    }

    [Theory]
    [InlineData(null, TransactionFlags.None, "Local")]
    [InlineData("", TransactionFlags.Offline, "Local")]
    [InlineData("Remote", TransactionFlags.None, "Remote")]
    [InlineData(null, TransactionFlags.Superseded, "–")]
    [InlineData(null, TransactionFlags.Inferred, "–")]
    public void Stop_reason(string? reason, TransactionFlags flags, string text) => Assert.Equal(text, StopReasonText.Of(reason, flags));

    [Fact]
    public void Every_flag_has_a_word() =>
        Assert.All(Enum.GetValues<TransactionFlags>().Where(flag => flag != TransactionFlags.None), flag => Assert.Single(FlagWord.Of(flag)));

    [Fact]
    public void Long_and_hostile_texts_are_text()
    {
        var line = Draw(Ended with { IdTag = "<script>" + new string('T', 500), StopReason = "<b>" + new string('R', 500), ChargePointId = "a/<i>b" });
        Assert.Empty(line.FindAll("script"));
        Assert.True(line.Find(".c-tag").TextContent.Length < 40);
        Assert.Equal("/charge-points/a%2F%3Ci%3Eb", line.Find(".c-cp a").GetAttribute("href"));
    }

    [Theory]
    [InlineData("running", "a", "P1", TransactionState.Open, "a", "P1")]
    [InlineData("ended", " ", "", TransactionState.Closed, null, null)]
    [InlineData("nonsense", null, null, null, null, null)]
    public void The_address_is_a_filter(string? state, string? search, string? id, TransactionState? open, string? text, string? chargePoint) =>
        Assert.Equal(new TransactionFilter(chargePoint, null, open, null, null, text), new TransactionListQuery(state, search, id).ToFilter());

    private IRenderedComponent<TransactionLine> Draw(TransactionRow row, RunningTransaction? live = null) =>
        Context.Render<TransactionLine>(p => p.Add(l => l.Row, row).Add(l => l.Live, live).Add(l => l.Now, Noon));
}
