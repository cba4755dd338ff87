using OcppDashboard.Live;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Tests.Live;

public class FeedTests
{
    [Fact]
    public async Task House9_a_listener_that_was_disposed_gives_nothing_more()
    {
        var feed = new PushFeed<int>();
        var listener = feed.Listen(capacity: 10);
        for (var i = 0; i < 25; i++) feed.Publish(i);
        listener.Dispose();
        Assert.False(await listener.Items.WaitToReadAsync());
        Assert.False(listener.Items.TryRead(out _));
        feed.Publish(26);
        Assert.False(await listener.Items.WaitToReadAsync());
    }

    [Fact]
    public async Task House9_a_reader_that_waits_goes_on_when_its_listener_is_disposed()
    {
        var feed = new PushFeed<int>();
        var listener = feed.Listen();
        var waiting = listener.Items.WaitToReadAsync().AsTask();
        listener.Dispose();
        Assert.False(await waiting.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Theory, InlineData("CP-1"), InlineData("cp-1"), InlineData("Cp-1")]
    public void House19_who_follows_a_charge_point_in_any_spelling_hears_of_it(string asked)
    {
        var store = new ChargePointStore();
        var heard = new List<string>();
        using var subscription = store.Changes.Subscribe(asked, heard.Add);
        store.Update("CP-1", before => before with { Online = true });
        store.Update("CP-12", before => before with { Online = true });
        Assert.Equal(["CP-1"], heard);
    }

    [Fact]
    public void House16_the_list_of_all_keeps_its_order_over_changes_and_new_ones()
    {
        var store = new ChargePointStore();
        foreach (var id in (string[])["P10", "P2", "P1"]) store.Update(id, before => before with { Online = true });
        Assert.Equal(["P1", "P2", "P10"], store.All.Select(chargePoint => chargePoint.Id));
        store.Update("P2", before => before with { Online = false });
        Assert.Equal([true, false, true], store.All.Select(chargePoint => chargePoint.Online));
        store.Update("P3", before => before.With(new ConnectorSnapshot { Id = 1, Status = ChargePointStatus.Available }));
        Assert.Equal(["P1", "P2", "P3", "P10"], store.All.Select(chargePoint => chargePoint.Id));
        Assert.Single(store.Find("p3")!.Connectors);
        store.Forget("p2");
        Assert.Equal(["P1", "P3", "P10"], store.All.Select(chargePoint => chargePoint.Id));
        store.Update("P2", before => before with { Online = true });
        Assert.Equal(["P1", "P2", "P3", "P10"], store.All.Select(chargePoint => chargePoint.Id));
    }
}
