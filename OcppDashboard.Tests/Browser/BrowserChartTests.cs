using System.Text.Json;
using System.Text.RegularExpressions;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Browser;

/// <summary>A chart shows what was measured and nothing else.</summary>
public sealed class BrowserChartTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [BrowserTheory]
    [InlineData("an outage", "[0,5,10,15,20,335,340,345]", "[1,1,1,1,1,1,1,1]", "null", 1)]
    [InlineData("one reading that is late", "[0,5,10,15,29,34]", "[1,1,1,1,1,1]", "null", 0)]
    [InlineData("two cars, one right after the other", "[0,5,10,15,20,25]", "[1,1,1,2,2,2]", "null", 1)]
    [InlineData("a car and idle readings", "[0,900,1800,1805,1810,2700]", "[null,null,1,1,null,null]", "5", 2)]
    [InlineData("slow by nature", "[0,60,120,180,240]", "[1,1,1,1,1]", "5", 0)]
    [InlineData("configured, and too few to tell", "[0,5,335]", "[1,1,1]", "5", 1)]
    [InlineData("nothing", "[]", "[]", "null", 0)]
    public async Task Pages2_a_series_ends_where_nothing_was_measured_and_where_the_transaction_changes(string what, string t, string transaction, string configured, int gaps)
    {
        var viewer = await OpenAsync(await Fixture.LabAsync(), "/connect");
        var drawn = await viewer.Page.EvaluateAsync<string>($$"""
            async () => {
              const { laneData } = await import("/js/meter-series.js");
              const columns = { t: {{t}}, transaction: {{transaction}} };
              columns.soc = columns.t.map((_, i) => 10 + i);
              return JSON.stringify(laneData(columns, "soc", undefined, {{configured}}).data);
            }
            """);
        var lanes = JsonSerializer.Deserialize<double?[][]>(drawn)!;
        Assert.True(lanes[1].Count(value => value is null) == gaps, what);
        Assert.Equal(lanes[0].Order(), lanes[0]);
    }

    [BrowserFact]
    public async Task Pages2_a_live_chart_breaks_between_two_cars_and_marks_starts_and_stops()
    {
        var (id, chargePoint) = await ChargeTwiceAsync("CARS");
        var viewer = await OpenAsync(await Fixture.LabAsync(), "/charge-points/" + id);
        await Expect(viewer.Page.Locator(".meter-chart canvas").First).ToBeVisibleAsync();
        await Eventually.GetAsync(() => viewer.Page.Locator(".chart-lane").First.GetAttributeAsync("data-gaps"), gaps => gaps == "1", "the series ends with the first car");
        await Expect(viewer.Page.Locator(".chart-lane .now").First).ToContainTextAsync("now");

        await chargePoint.StatusAsync(1, "Finishing");
        await Expect(viewer.Page.Locator(".chart-lane .now").First).ToContainTextAsync(new Regex(@"last, \d\d:\d\d:\d\d"));
        await Expect(viewer.Page.Locator(".chart-lane .now.past").First).ToBeVisibleAsync();
        await Expect(viewer.Page.Locator(".conn-cell .kw")).ToContainTextAsync("kWh"); // and no power
    }

    private async Task<(string Id, RawOcppClient ChargePoint)> ChargeTwiceAsync(string name)
    {
        var id = NewId(name);
        var chargePoint = await BootAsync(await Fixture.LabAsync(), id);
        foreach (var power in (int[])[3_600, 10_600])
        {
            var transaction = await chargePoint.StartTransactionAsync();
            await chargePoint.StatusAsync(1, "Charging");
            for (var i = 1; i <= 3; i++) await chargePoint.MeterAsync(transaction, 100 * i, power);
            if (power == 3_600) await chargePoint.StopTransactionAsync(transaction, 400);
        }
        return (id, chargePoint);
    }
}
