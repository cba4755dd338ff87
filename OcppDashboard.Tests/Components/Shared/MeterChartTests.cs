using Bunit;
using OcppDashboard.Components.Shared;
using OcppDashboard.Metering;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Shared;

public class MeterChartTests : PageTest
{
    [Fact]
    public void Draws_once_then_pushes_what_belongs_to_its_transaction()
    {
        var (module, chart) = Script();
        Draw([Point(0)], finished: false);
        Assert.Equal(1, Columns(module.VerifyInvoke("create").Arguments[1]));
        Store.MeterPoints.Publish(new("p1", 1, 7, Point(5)));
        Store.MeterPoints.Publish(new("P1", 2, 7, Point(6)));
        Store.MeterPoints.Publish(new("P1", 1, 8, Point(7)));
        Store.MeterPoints.Publish(new("P2", 1, 7, Point(8)));
        Store.MeterPoints.Publish(new("P1", 1, 7, Point(10)));
        var wait = SpinWait.SpinUntil(() => chart.Invocations["push"].Sum(push => Columns(push.Arguments[0])) == 2, RawOcppClient.Deadline);
        Assert.True(wait, "the two points of the transaction were not pushed");
    }

    [Fact]
    public void A_longer_list_with_the_same_beginning_adds_what_is_new()
    {
        var (_, chart) = Script();
        var component = Draw([Point(0), Point(5)], finished: false);
        component.Render(p => p.Add(c => c.Points, [Point(0), Point(5), Point(10)]));
        component.WaitForAssertion(() => Assert.Equal(1, Columns(chart.VerifyInvoke("push").Arguments[0])));
        component.Render(p => p.Add(c => c.Points, [Point(3)]));
        component.WaitForAssertion(() => chart.VerifyInvoke("set"));
    }

    [Fact]
    public void House20_what_waited_for_the_former_connector_is_not_drawn_into_the_chart_of_another()
    {
        var (_, chart) = Script();
        var component = Draw([Point(0)], finished: false);
        component.Act(() =>
        {
            Store.MeterPoints.Publish(new("P1", 1, 7, Point(5))); // waits: the page is busy
            component.Render(p => p.Add(c => c.ConnectorId, 2).Add(c => c.TransactionId, null).Add(c => c.Points, [Point(0)]));
        });
        Store.MeterPoints.Publish(new("P1", 2, 8, Point(6) with { PowerW = 22_000 }));
        component.WaitForAssertion(() => Assert.Contains(chart.Invocations["push"], push => Assert.IsType<ChartColumns>(push.Arguments[0]).Power.Contains(22)), RawOcppClient.Deadline);
        Assert.DoesNotContain(chart.Invocations["push"], push => Assert.IsType<ChartColumns>(push.Arguments[0]).Power.Contains(11));
        Assert.Equal(1, Columns(chart.VerifyInvoke("set").Arguments[0])); // the same beginning, but of another connector
    }

    [Fact]
    public void Pages2_points_carry_their_transaction_and_the_page_says_whether_energy_flows()
    {
        var (module, chart) = Script();
        var component = Context.Render<MeterChart>(p => p.Add(c => c.Points, [Point(0) with { TransactionId = 7 }, Point(5)]).Add(c => c.ChargePointId, "P1")
            .Add(c => c.ConnectorId, 1).Add(c => c.Flows, true).Add(c => c.SampleInterval, TimeSpan.FromSeconds(5)).Add(c => c.Marks, [new(Noon, "start")]));
        Assert.Equal([7, null], Assert.IsType<ChartColumns>(module.VerifyInvoke("create").Arguments[1]).Transaction);
        Store.MeterPoints.Publish(new("P1", 1, 9, Point(10)));
        component.WaitForAssertion(() => Assert.Equal([9], Assert.IsType<ChartColumns>(chart.VerifyInvoke("push").Arguments[0]).Transaction), RawOcppClient.Deadline);
        component.Render(p => p.Add(c => c.Flows, false));
        component.WaitForAssertion(() => Assert.False(Assert.IsType<ChartState>(chart.VerifyInvoke("state").Arguments[0]).Flows), RawOcppClient.Deadline);
    }

    [Fact]
    public void Nobody_listens_for_a_finished_transaction_or_after_the_page_was_left()
    {
        Script();
        Draw([Point(0)], finished: true);
        Assert.False(Store.MeterPoints.HasListeners);
    }

    [Fact]
    public async Task The_listener_ends_with_the_page()
    {
        Script();
        Draw([], finished: false);
        Assert.True(Store.MeterPoints.HasListeners);
        await Context.DisposeComponentsAsync();
        Assert.False(Store.MeterPoints.HasListeners);
    }

    [Fact]
    public void What_is_no_number_is_a_gap()
    {
        var columns = ChartColumns.Of([Point(0) with { PowerW = double.NaN, EnergyWh = 500 }], 200);
        Assert.Equal([null], columns.Power);
        Assert.Equal([0.3], columns.Energy);
    }

    private (BunitJSModuleInterop Module, BunitJSModuleInterop Chart) Script()
    {
        var module = Context.JSInterop.SetupModule("./js/meter-chart.js");
        var chart = module.SetupModule("create", _ => true);
        module.Mode = chart.Mode = JSRuntimeMode.Loose;
        return (module, chart);
    }

    private IRenderedComponent<MeterChart> Draw(IReadOnlyList<MeterPoint> points, bool finished) => Context.Render<MeterChart>(p => p
        .Add(c => c.Points, points).Add(c => c.ChargePointId, "P1").Add(c => c.ConnectorId, 1).Add(c => c.TransactionId, 7).Add(c => c.Finished, finished));

    private static int Columns(object? argument) => Assert.IsType<ChartColumns>(argument).T.Count;

    private static MeterPoint Point(int second) => new() { At = Noon.AddSeconds(second), Context = "Sample.Periodic", PowerW = 11_000 };
}
