using OcppDashboard.Components.Shared;
using OcppDashboard.Simulator;
using OcppDashboard.Simulator.Fleet;

namespace OcppDashboard.Components.Demo;

/// <summary>The simulated charge points of the demo and what people do at them. The only page that knows the simulator.</summary>
public partial class DemoPage(IServiceProvider services, ILogger<DemoPage> log) : LiveComponent
{
    private readonly DemoFleet? demo = services.GetService<DemoFleet>(); // only registered with --demo
    private string? sentence;
    private bool resetting;

    private string? Subtitle => demo is null ? null : Units.Count(demo.Fleet.ChargePoints.Count, "simulated charge point");

    protected override TimeSpan? Tick => TimeSpan.FromSeconds(2);

    protected override IDisposable? Subscribe(Action changed) => demo is null ? null : new Watch(demo, changed, text => sentence = text);

    private void ToggleDay()
    {
        if (demo!.Day.IsPaused) demo.Day.Resume();
        else demo.Day.Pause();
    }

    private async Task ResetAsync()
    {
        resetting = true;
        try
        {
            await demo!.Day.ResetAsync();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ObjectDisposedException or OperationCanceledException)
        {
            OnFailed(exception);
        }
        resetting = false;
    }

    private void OnFailed(Exception exception)
    {
        log.LogWarning(exception, "A deed at a simulated charge point failed");
        sentence = "That did not work: " + exception.Message;
    }

    private sealed class Watch : IDisposable
    {
        private readonly DemoFleet demo;
        private readonly Action<SimulatedChargePointView?> onChange;
        private readonly Action<string> onHappened;

        public Watch(DemoFleet demo, Action changed, Action<string> said)
        {
            (this.demo, onChange) = (demo, _ => changed());
            onHappened = text =>
            {
                said(text);
                changed();
            };
            demo.Fleet.Changed += onChange;
            demo.Day.Happened += onHappened;
        }

        public void Dispose()
        {
            demo.Fleet.Changed -= onChange;
            demo.Day.Happened -= onHappened;
        }
    }
}
