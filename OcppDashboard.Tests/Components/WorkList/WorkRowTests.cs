using Bunit;
using OcppDashboard.Components.WorkList;
using OcppDashboard.Features.WorkList;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.WorkList;

/// <summary>A line of the work list: what, where, the next step, and what can be done at once.</summary>
public class WorkRowTests : PageTest
{
    [Fact]
    public void Every_kind_has_its_word_and_its_next_step()
    {
        foreach (var kind in Enum.GetValues<WorkKind>())
        {
            Assert.NotEmpty(WorkTexts.Kind(kind));
            Assert.EndsWith(".", WorkTexts.NextStep(Item(kind)), StringComparison.Ordinal);
        }
        foreach (var code in Enum.GetValues<ChargePointErrorCode>())
            Assert.EndsWith(".", WorkTexts.NextStep(Item(WorkKind.Faulted) with { ErrorCode = code }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_leads_to_its_charge_point_and_can_be_marked_as_seen()
    {
        WorkItem? seen = null;
        var item = Item(WorkKind.Faulted) with { ErrorCode = ChargePointErrorCode.GroundFailure };
        var row = Context.Render<WorkRow>(p => p.Add(r => r.Line, new WorkLine(item, false)).Add(r => r.Now, Noon).Add(r => r.OnSeen, marked => seen = marked));
        Assert.Equal("/charge-points/CP%201", row.Find("a.strong").GetAttribute("href"));
        Assert.Contains("electrician", row.Find(".work-next").TextContent, StringComparison.Ordinal);
        row.Find("button").Click();
        Assert.Same(item, seen);
    }

    [Fact]
    public void Texts_of_strangers_stay_text_and_an_alarm_cannot_be_marked_away()
    {
        var hostile = Item(WorkKind.Refused) with { Subject = ComponentTest.Hostile, Detail = ComponentTest.Hostile };
        Assert.Empty(Row(hostile, false).FindAll("script, img"));
        Assert.Empty(Row(Item(WorkKind.Storage), false).FindAll("button"));
        Assert.Empty(Row(hostile, true).FindAll("button"));
        Assert.Equal(2, Row(Item(WorkKind.NotAnswering), false).FindAll("button").Count);
    }

    private IRenderedComponent<WorkRow> Row(WorkItem item, bool isSeen) => Context.Render<WorkRow>(p => p.Add(r => r.Line, new WorkLine(item, isSeen)).Add(r => r.Now, Noon));

    private static WorkItem Item(WorkKind kind) => new(kind, "key", kind is WorkKind.Storage or WorkKind.Space or WorkKind.Refused ? [] : ["CP 1"], "CP 1", "", Noon.AddMinutes(-5), "1");
}
