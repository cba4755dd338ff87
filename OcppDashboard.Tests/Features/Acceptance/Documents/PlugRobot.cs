using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Components.Acceptance;
using OcppDashboard.Components.Shared;
using OcppDashboard.Features.Acceptance.Run;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Simulator;
using OcppDashboard.State;
using OcppDashboard.Tests.Features.Acceptance.Support;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Documents;

/// <summary>A decent person with a phone at a simulated charge point: reads the page at the plug, does what it says, and presses its buttons where the charge point does not report the act.</summary>
internal sealed class PlugRobot : IAsyncDisposable
{
    private const string Card = "04A1B2C3D4E580";
    private readonly BunitContext phone = new();
    private readonly IRenderedComponent<PlugView> page;
    private readonly SimulatedChargePoint chargePoint;
    private readonly TimeProvider time;
    private readonly int connector;
    private int drawn = -1;
    private Shown? last;

    /// <param name="time">The clock of the server and of the charge point.</param>
    public PlugRobot(TestCentralSystem central, SimulatedChargePoint chargePoint, TimeProvider time, long run, int connector)
    {
        (this.chargePoint, this.time, this.connector) = (chargePoint, time, connector);
        phone.JSInterop.Mode = JSRuntimeMode.Loose;
        phone.Services.AddSingleton(central.Get<AcceptanceRuns>()).AddSingleton(central.Get<ChargePointStore>()).AddSingleton(time).AddSingleton<ViewerClock>();
        page = phone.Render<PlugView>(p => p.Add(view => view.Id, run));
    }

    /// <summary>The buttons that it pressed, in order.</summary>
    public List<string> Pressed { get; } = [];

    /// <summary>Follows the page until the run is over.</summary>
    public async Task WorkAsync(Func<bool> isOver)
    {
        while (true)
        {
            Shown? asked = null;
            await Pace.UntilAsync(time, () => isOver() || (asked = Asked()) is not null, "the end of the run", TimeSpan.FromMinutes(5));
            if (asked is null) return;
            await WaitAsync(2);
            await ActAsync(asked.Title);
            if (!asked.GoesOnByItself) Press(asked.Title);
        }
    }

    public ValueTask DisposeAsync() => phone.DisposeAsync();

    /// <returns>What the page asks and did not ask before: another title, or the same with more time left; null: nothing.</returns>
    private Shown? Asked()
    {
        if (page.RenderCount == drawn) return null;
        Shown? seen = null;
        page.Act(() => (drawn, seen) = (page.RenderCount, Read()));
        var before = last;
        last = seen;
        return seen is null || before is not null && before.Title == seen.Title && seen.Left <= before.Left ? null : seen;
    }

    private Shown? Read()
    {
        if (page.FindAll(".plug-actions .answers").Count == 0) return null;
        var left = page.Find(".prompt .left").FirstChild!.TextContent.Trim();
        return new(page.Find(".prompt h1").TextContent.Trim(), TimeSpan.ParseExact(left, @"m\:ss", CultureInfo.InvariantCulture), page.Find(".prompt .how").TextContent.Contains(AcceptanceTexts.GoesOnByItself, StringComparison.Ordinal));
    }

    /// <summary>Presses the first choice or Done, unless the page asks something else by now.</summary>
    private void Press(string title) => page.Act(() =>
    {
        if (Read()?.Title != title) return;
        IElement button = page.FindAll(".answers .choice").FirstOrDefault() ?? page.Find(".answers .done");
        Pressed.Add(button.TextContent.Trim());
        button.Click();
    });

    private async Task ActAsync(string title)
    {
        switch (title.Replace($" {connector}", " #", StringComparison.Ordinal))
        {
            case "Plug in connector #" or "Plug in connector #, do not authorise": await chargePoint.PlugInAsync(connector); break;
            case "Unplug connector #" or "Pull the plug at the car, connector #": await chargePoint.UnplugAsync(connector); break;
            case "Unplug connector # and plug it in again":
                await chargePoint.UnplugAsync(connector);
                await WaitAsync(2);
                await chargePoint.PlugInAsync(connector);
                break;
            case "Tap the card" or "Tap a known card for connector #" or "Tap the same card again for connector #" or "Tap the card for connector #: it will be refused" or "Tap a known card for connector # and plug in nothing":
                await chargePoint.PresentCardAsync(Card, connector);
                break;
            case "Cause a fault at connector # or at the charge point": await chargePoint.InjectFaultAsync(connector, ChargePointErrorCode.GroundFailure, "pin pulled"); break;
            case "Clear the fault": await chargePoint.ClearFaultAsync(connector); break;
            case "Switch the charge point off and on": await chargePoint.PowerCycleAsync(); break;
            case "Charge at connector # while it is offline":
                if (!chargePoint.View.Connectors.First(c => c.Id == connector).PluggedIn) await chargePoint.PlugInAsync(connector);
                await WaitAsync(2);
                await chargePoint.PresentCardAsync(Card, connector);
                await WaitAsync(130);
                await chargePoint.PresentCardAsync(Card, connector);
                await WaitAsync(2);
                break;
            case "Stop the transaction at connector # while it is offline":
                await chargePoint.PresentCardAsync(Card, connector);
                await WaitAsync(2);
                break;
            default: throw new InvalidOperationException($"the page asks for what no person was told about: {title}");
        }
    }

    private Task WaitAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), time);

    private sealed record Shown(string Title, TimeSpan Left, bool GoesOnByItself);
}
