using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Simulator;

namespace OcppDashboard.Tests.Simulator;

/// <summary>One central system, and charge points that live twenty times as fast as real ones.</summary>
public abstract class SimulatorTest : IAsyncLifetime
{
    protected const string Id = "CP-1";
    protected const string Card = "027EFFDE";
    private readonly List<SimulatedChargePoint> switchedOn = [];

    internal SmallCentralSystem Central { get; private set; } = null!;

    protected virtual double Scale => 20;

    public async Task InitializeAsync() => Central = await SmallCentralSystem.StartAsync();

    public async Task DisposeAsync()
    {
        var problems = switchedOn.Select(one => one.LastProblem).Where(problem => problem?.Contains("   at ", StringComparison.Ordinal) == true).ToList();
        foreach (var chargePoint in switchedOn) await chargePoint.StopAsync();
        await Central.DisposeAsync();
        Assert.Empty(problems); // a fault of the simulation itself
        Assert.Empty(Central.SchemaFaults);
    }

    protected SimulatedChargePoint Make(string model, string id = Id, params (string Key, string Value)[] configuration) => Make(model, id, configuration, null);

    private SimulatedChargePoint Make(string model, string id, (string Key, string Value)[] configuration, (string Name, string Value)[]? behaviour)
    {
        var made = new SimulatedChargePoint(new(id, SimulatedModels.Get(model), () => Central.Address)
        {
            Time = ScaledTime.Of(TimeProvider.System, Scale),
            CallTimeout = TimeSpan.FromSeconds(400),
            Configuration = configuration.ToDictionary(pair => pair.Key, pair => pair.Value),
            Behaviour = behaviour?.ToDictionary(pair => pair.Name, pair => pair.Value),
        });
        switchedOn.Add(made);
        return made;
    }

    /// <summary>Switches one on and waits until it has told the status of its last connector.</summary>
    protected async Task<SimulatedChargePoint> StartAsync(string model = "wallbox", string id = Id, params (string Key, string Value)[] configuration)
    {
        var chargePoint = Make(model, id, configuration);
        await chargePoint.StartAsync();
        await BootedAsync(chargePoint, 0);
        return chargePoint;
    }

    /// <summary>The same with one that behaves otherwise than its model.</summary>
    protected async Task<SimulatedChargePoint> StartWithAsync(string model, params (string Name, string Value)[] behaviour)
    {
        var chargePoint = Make(model, Id, [], behaviour);
        await chargePoint.StartAsync();
        await BootedAsync(chargePoint, 0);
        return chargePoint;
    }

    protected async Task BootedAsync(SimulatedChargePoint chargePoint, int after)
    {
        await Central.WaitAsync("BootNotification", call => call.ChargePointId == chargePoint.Id, after);
        await Central.WaitAsync("StatusNotification", call => call.ChargePointId == chargePoint.Id && call.ConnectorId == chargePoint.View.Connectors[^1].Id, after);
    }

    /// <summary>Plugs in, shows the card and waits until it charges; gives the transaction's id.</summary>
    protected async Task<long> ChargeAsync(SimulatedChargePoint chargePoint, int connector = 1, string card = Card)
    {
        await chargePoint.PlugInAsync(connector, 30);
        await chargePoint.PresentCardAsync(card, connector);
        await UntilAsync(chargePoint, view => view.Connectors[connector - 1] is { TransactionId: not null, Status: ChargePointStatus.Charging });
        return chargePoint.View.Connectors[connector - 1].TransactionId!.Value;
    }

    protected static Task UntilAsync(SimulatedChargePoint chargePoint, Func<SimulatedChargePointView, bool> condition) =>
        SmallCentralSystem.Until(() => condition(chargePoint.View), () => $"It did not come to it; {chargePoint.View} {string.Join(", ", chargePoint.View.Connectors)} {chargePoint.LastProblem}");

    protected Task<string> ChangeAsync(string key, string value) => ChangeAsync(Id, key, value);

    protected async Task<string> ChangeAsync(string id, string key, string value) =>
        (await Central.CallAsync(id, new ChangeConfigurationRequest(key, value))).Status.ToString();
}
