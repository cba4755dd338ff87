using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Acceptance.Plan;
using OcppDashboard.Acceptance.Run;
using OcppDashboard.Acceptance.Verdicts;
using OcppDashboard.Files.Firmware;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Simulator;
using OcppDashboard.Tests.Acceptance.Support;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Acceptance.Documents;

/// <summary>A commissioning run of a simulated charge point in the whole product, both on one clock, with a robot at the plug.</summary>
internal sealed class SimulatedRun : IAsyncDisposable
{
    private const string Id = "SP-TENDER-22";
    private readonly TimeProvider time;
    private readonly TestCentralSystem central;
    private readonly SimulatedChargePoint chargePoint;

    private SimulatedRun(TimeProvider time, TestCentralSystem central, SimulatedChargePoint chargePoint) => (this.time, this.central, this.chargePoint) = (time, central, chargePoint);

    /// <summary>What was asked of the robot, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public AcceptanceRuns Runs => central.Get<AcceptanceRuns>();

    /// <param name="time">The clock of the server, the charge point and the robot; the system's own for a run in real time.</param>
    public static async Task<SimulatedRun> StartAsync(string model, TimeProvider time, Action<SimulatedChargePointOptions>? change = null)
    {
        var central = await TestCentralSystem.StartAsync(services: services => services.AddSingleton(time), folder: Pace.FolderFor(time));
        var options = new SimulatedChargePointOptions(Id, SimulatedModels.Get(model), () => new Uri($"ws://127.0.0.1:{central.Port}/ocpp")) { Time = time };
        change?.Invoke(options);
        Pace.StandStillForDisk(time, central);
        var chargePoint = new SimulatedChargePoint(options);
        await chargePoint.StartAsync();
        await Pace.UntilAsync(time, () => central.Store.Find(Id) is { Online: true, Boot: not null } snapshot && snapshot.RealConnectors.Any(), "a booted charge point");
        return new(time, central, chargePoint);
    }

    public Task<FirmwareFile> AddFirmwareAsync(string vendor, string model, string version) => central.Get<FirmwareLibrary>().AddAsync(
        new MemoryStream(DemoFirmware.Build(vendor, model, version)), $"{vendor}-{version}.fw", new(version, vendor, model), CancellationToken.None);

    /// <summary>Runs to the end, and takes the cable out.</summary>
    public async Task<RunRecord> RunAsync(AcceptancePlan plan)
    {
        var record = await RunToEndAsync(plan);
        if (chargePoint.View.Connectors.First(connector => connector.Id == plan.Connector).PluggedIn) await chargePoint.UnplugAsync(plan.Connector);
        return record;
    }

    private async Task<RunRecord> RunToEndAsync(AcceptancePlan plan)
    {
        var run = await Runs.StartAsync(Id, plan);
        string? handled = null;
        await Pace.UntilAsync(time, () =>
        {
            if (Runs.FindLive(run.Id) is not { } live) return true;
            if (live.View.Prompt is { } prompt && prompt.Id != handled)
            {
                handled = prompt.Id;
                _ = ActAsync(live, prompt);
            }
            return false;
        }, "the end of the run", TimeSpan.FromMinutes(5));
        return (await Runs.FindAsync(run.Id))!;
    }

    public async ValueTask DisposeAsync()
    {
        await chargePoint.DisposeAsync();
        await central.DisposeAsync();
    }

    /// <summary>Does what a decent person does, and says so where the charge point does not report it.</summary>
    private async Task ActAsync(LiveRun run, OpenPrompt prompt)
    {
        Asked.Enqueue($"{prompt.Leg} {prompt.Prompt.Key}");
        var connector = run.Record.Plan.Connector;
        await WaitAsync(2);
        switch (prompt.Prompt.Key)
        {
            case "plug-in": await chargePoint.PlugInAsync(connector); break;
            case "unplug" or "unplug-first" or "end-by-unplugging": await chargePoint.UnplugAsync(connector); break;
            case "replug":
                await chargePoint.UnplugAsync(connector);
                await WaitAsync(2);
                await chargePoint.PlugInAsync(connector);
                break;
            case "tap-card" or "tap-card-stop" or "tap-refused" or "tap-unplugged": await chargePoint.PresentCardAsync(Card, connector); break;
            case "cause-fault": await chargePoint.InjectFaultAsync(connector, ChargePointErrorCode.GroundFailure, "pin pulled"); break;
            case "clear-fault": await chargePoint.ClearFaultAsync(connector); break;
            case "power-cycle": await chargePoint.PowerCycleAsync(); break;
            case "charge-offline":
                if (!chargePoint.View.Connectors.First(c => c.Id == connector).PluggedIn) await chargePoint.PlugInAsync(connector);
                await WaitAsync(2);
                await chargePoint.PresentCardAsync(Card, connector);
                await WaitAsync(130);
                await chargePoint.PresentCardAsync(Card, connector);
                await WaitAsync(2);
                break;
            case "stop-offline":
                await chargePoint.PresentCardAsync(Card, connector);
                await WaitAsync(2);
                break;
        }
        if (!prompt.Prompt.GoesOnByItself) run.Answer(prompt.Id, PromptAnswer.Done, prompt.Prompt.Choices.FirstOrDefault() ?? "");
    }

    private const string Card = "04A1B2C3D4E580";

    private Task WaitAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), time);
}
