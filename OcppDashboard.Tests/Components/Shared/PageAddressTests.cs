using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Shared;

namespace OcppDashboard.Tests.Components.Shared;

public class PageAddressTests
{
    [Fact]
    public void Pages1_what_is_chosen_before_the_address_came_back_builds_on_what_was_asked_for()
    {
        var far = new FarAddress("http://localhost/messages?cp=CP-1");
        far.Change(("dir", "from"));
        far.Change(("action", "Heartbeat"), ("before", null));
        Assert.Equal("http://localhost/messages?cp=CP-1", far.Uri);
        Assert.Equal("Heartbeat", far.Parameter("action"));
        Assert.Equal("http://localhost/messages?cp=CP-1&dir=from&action=Heartbeat", far.Asked[^1]);
        far.ComeBack(far.Asked[0]);
        far.Change(("action", ""));
        Assert.Equal("http://localhost/messages?cp=CP-1&dir=from", far.Asked[^1]);
        Assert.Null(far.Parameter("action"));
        far.ComeBack(far.Asked[1]);
        far.ComeBack(far.Asked[2]);
        Assert.Equal("from", far.Parameter("dir"));
    }

    [Fact]
    public void Pages1_a_link_that_was_followed_meanwhile_is_what_counts()
    {
        var far = new FarAddress("http://localhost/transactions?q=old");
        far.Change(("q", "new"));
        far.ComeBack("http://localhost/transactions");
        Assert.Null(far.Parameter("q"));
        far.Change(("state", "running"));
        Assert.Equal("http://localhost/transactions?state=running", far.Asked[^1]);
    }

    [Fact]
    public void Pages1_what_changes_nothing_asks_for_nothing()
    {
        var far = new FarAddress("http://localhost/?q=a");
        far.Change(("q", "a"), ("status", null), ("kiosk", " "));
        Assert.Empty(far.Asked);
    }

    /// <summary>A browser that is far away: an address counts when it comes back.</summary>
    private sealed class FarAddress : NavigationManager
    {
        public FarAddress(string address) => Initialize("http://localhost/", address);

        public List<string> Asked { get; } = [];

        protected override void NavigateToCore(string uri, NavigationOptions options) => Asked.Add(uri);

        public void ComeBack(string address)
        {
            Uri = address;
            NotifyLocationChanged(isInterceptedLink: false);
        }
    }
}
