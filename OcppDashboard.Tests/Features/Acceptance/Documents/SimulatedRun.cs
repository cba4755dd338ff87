using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Run;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Simulator;
using OcppDashboard.Tests.Features.Acceptance.Support;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Documents;

/// <summary>A commissioning run of a simulated charge point in the whole product, both on one clock, with a robot at the page for the plug.</summary>
internal sealed class SimulatedRun : IAsyncDisposable
{
    private const string Id = "SP-TENDER-22";
    private readonly TimeProvider time;
    private readonly TestCentralSystem central;
    private readonly SimulatedChargePoint chargePoint;

    private SimulatedRun(TimeProvider time, TestCentralSystem central, SimulatedChargePoint chargePoint) => (this.time, this.central, this.chargePoint) = (time, central, chargePoint);

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
        await using var robot = new PlugRobot(central, chargePoint, time, run.Id, plan.Connector);
        await robot.WorkAsync(() => Runs.FindLive(run.Id) is null);
        var record = (await Runs.FindAsync(run.Id))!;
        var answered = record.Frames.Count(frame => frame is { Kind: FrameKind.PromptAnswer, Action: nameof(PromptAnswer.Done) });
        Assert.InRange(answered, plan.Functions.Contains(6) ? 1 : 0, robot.Pressed.Count); // by nobody but the robot, and by nothing but the page; the unattended functions ask for nothing
        return record;
    }

    public async ValueTask DisposeAsync()
    {
        await chargePoint.DisposeAsync();
        await central.DisposeAsync();
    }
}
