using OcppDashboard.Data.Entities;
using OcppDashboard.Features.Authorization.LocalLists;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Features.Authorization.LocalLists;

public sealed class LocalListPlanTests
{
    [Fact]
    public void The_difference_has_what_is_new_what_changed_and_what_is_gone()
    {
        var sent = LocalListPlan.Entries([Tag("A"), Tag("B"), Tag("C"), Tag("D", parent: "P")]);
        var now = LocalListPlan.Entries([Tag("a"), Tag("B", "Blocked"), Tag("D"), Tag("E")]);
        var changes = LocalListPlan.Changes(sent, now);
        Assert.Equal(["B:Blocked", "D:Accepted", "E:Accepted", "C:"], changes.Select(entry => $"{entry.IdTag}:{entry.IdTagInfo?.Status}"));
        Assert.Empty(LocalListPlan.Changes(now, LocalListPlan.Apply(sent, changes)));
        Assert.Empty(LocalListPlan.Changes(LocalListPlan.Apply(sent, changes), now));
    }

    [Fact]
    public void A_long_list_goes_in_parts_with_rising_versions()
    {
        var entries = LocalListPlan.Entries([.. Enumerable.Range(0, 5).Select(i => Tag($"T{i}"))]);
        var messages = LocalListPlan.Messages(entries, UpdateType.Full, 7, 2);
        Assert.Equal([(7, UpdateType.Full, 2), (8, UpdateType.Differential, 2), (9, UpdateType.Differential, 1)], messages.Select(m => (m.ListVersion, m.UpdateType, m.LocalAuthorizationList!.Count)));
        Assert.Empty(LocalListPlan.Messages([], UpdateType.Differential, 7, 2));
        Assert.Empty(Assert.Single(LocalListPlan.Messages([], UpdateType.Full, 7, 2)).LocalAuthorizationList!);
    }

    [Fact]
    public void A_tag_that_the_wire_cannot_carry_is_left_out_and_named()
    {
        Assert.Empty(LocalListPlan.Entries([Tag(new string('x', 21))]));
        Assert.Equal([new string('x', 21)], LocalListPlan.LeftOut([Tag("A"), Tag(new string('x', 21)), Tag(new string('y', 20))]));
    }

    private static IdTagEntity Tag(string idTag, string status = "Accepted", string? parent = null) => new() { IdTag = idTag, Status = status, ParentIdTag = parent };
}
