using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Fleet;

/// <summary>
/// A day at a fleet: cars arrive and leave, cards are shown, a fault now and then, one charge point goes offline and comes back. The
/// same seed gives the same choices.
/// </summary>
/// <param name="isTaken">True while somebody has a charge point for himself, such as a commissioning run: nothing happens there until it is free again.</param>
public sealed class ScriptedDay(SimulatedFleet fleet, IReadOnlyList<FleetMember> members, int seed, Func<string, bool>? isTaken = null)
{
    private static readonly string[] Cards = ["027EFFDE", "04A1B2C3D4E580", "DEADBEEF", "FLEET-0007", "VISITOR-12", "B15C0FFE", "STAFF-31"];
    private readonly Lock change = new();
    private CancellationTokenSource? running;
    private Task work = Task.CompletedTask;
    private volatile bool paused;

    /// <summary>Raised with a sentence for each thing that happens.</summary>
    public event Action<string>? Happened;

    public bool IsPaused => paused;

    /// <summary>True while the day leaves this charge point alone.</summary>
    public bool IsTaken(string id) => isTaken?.Invoke(id) == true;

    /// <summary>Begins the day; does nothing while it runs.</summary>
    public void Start()
    {
        lock (change)
        {
            if (running is not null) return;
            running = new();
            var token = running.Token;
            paused = false;
            work = Task.Run(() => RunAsync(token), CancellationToken.None);
        }
    }

    /// <summary>Nothing new happens until <see cref="Resume"/>; what charges goes on.</summary>
    public void Pause() => paused = true;

    public void Resume() => paused = false;

    public async Task StopAsync()
    {
        Task ending;
        lock (change)
        {
            running?.Cancel();
            running = null;
            ending = work;
        }
        await ending;
    }

    /// <summary>Ends everything that goes on, takes all online and clears the faults, and begins the day anew.</summary>
    public async Task ResetAsync()
    {
        await StopAsync();
        foreach (var chargePoint in fleet.ChargePoints)
        {
            await chargePoint.GoOnlineAsync();
            await chargePoint.ClearFaultAsync(0);
            foreach (var connector in chargePoint.View.Connectors)
            {
                await chargePoint.UnplugAsync(connector.Id);
                if (connector.Fault is not null && chargePoint.Options.Model.Behaviour.Fault is null)
                    await chargePoint.ClearFaultAsync(connector.Id);
            }
        }
        Happened?.Invoke("The day begins anew.");
        Start();
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        var random = new Random(seed);
        try
        {
            await OpenAsync(random, cancellation);
            while (true)
            {
                var pause = TimeSpan.FromSeconds(3 + (5 * random.NextDouble())) * Math.Min(1, 12.0 / Math.Max(1, members.Count));
                await Task.Delay(pause, fleet.Time, cancellation);
                if (!paused) await NextAsync(random, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>The cars that are there from the start.</summary>
    private async Task OpenAsync(Random random, CancellationToken cancellation)
    {
        foreach (var member in members)
        {
            if (fleet.Find(member.Id) is not { } chargePoint) continue;
            foreach (var connector in member.ChargingFromStart)
            {
                var (card, charge) = (Card(random), 15 + (45 * random.NextDouble()));
                if (!IsTaken(chargePoint.Id)) await ArriveAsync(chargePoint, connector, card, cancellation, charge);
            }
        }
    }

    private async Task NextAsync(Random random, CancellationToken cancellation)
    {
        var all = fleet.ChargePoints.ToArray();
        if (all.Length == 0) return;
        var chargePoint = all[random.Next(all.Length)];
        var view = chargePoint.View;
        var connector = view.Connectors[random.Next(view.Connectors.Count)];
        var card = Card(random);
        var dice = random.NextDouble();
        if (IsTaken(chargePoint.Id)) return; // the dice were cast all the same: what happens elsewhere stays as the seed has it
        var share = all.Average(one => one.View.Connectors.Average(it => it.Charging ? 1.0 : 0));
        if (dice < 0.04) await FailAsync(chargePoint, connector, random, cancellation);
        else if (dice < 0.08) await GoAwayAsync(chargePoint, random, cancellation);
        else if (connector.Fault is not null || !view.Online) return;
        else if (connector.Charging && (share > 0.6 || dice > 0.8)) await LeaveAsync(chargePoint, connector);
        else if (connector is { PluggedIn: true, Charging: false }) await chargePoint.UnplugAsync(connector.Id);
        else if (!connector.PluggedIn) await ArriveAsync(chargePoint, connector.Id, card, cancellation);
    }

    private async Task ArriveAsync(SimulatedChargePoint chargePoint, int connector, string card, CancellationToken cancellation, double? stateOfCharge = null)
    {
        Happened?.Invoke($"A car arrives at {chargePoint.Id}, connector {connector}.");
        await chargePoint.PlugInAsync(connector, stateOfCharge);
        _ = LaterAsync(stateOfCharge is null ? 2.5 : 0.7, cancellation, async () =>
        {
            // the first boot may still be on its way: a card is shown again until it is read
            for (var tries = 0; tries < 20 && !chargePoint.View.Online; tries++) await Task.Delay(TimeSpan.FromSeconds(0.5), fleet.Time, cancellation);
            if (!IsTaken(chargePoint.Id) && !chargePoint.View.Connectors.First(it => it.Id == connector).Charging) await chargePoint.PresentCardAsync(card, connector);
        });
    }

    private async Task LeaveAsync(SimulatedChargePoint chargePoint, SimulatedConnectorView connector)
    {
        Happened?.Invoke($"The car at {chargePoint.Id}, connector {connector.Id} leaves.");
        if (connector.IdTag is { } card) await chargePoint.PresentCardAsync(card, connector.Id);
        await Task.Delay(TimeSpan.FromSeconds(2), fleet.Time);
        if (!IsTaken(chargePoint.Id)) await chargePoint.UnplugAsync(connector.Id);
    }

    private async Task FailAsync(SimulatedChargePoint chargePoint, SimulatedConnectorView connector, Random random, CancellationToken cancellation)
    {
        if (connector.Fault is not null || chargePoint.Options.Model.Behaviour.Fault is not null) return;
        var (code, info) = random.Next(4) switch
        {
            0 => (ChargePointErrorCode.ConnectorLockFailure, "the lock does not close"),
            1 => (ChargePointErrorCode.HighTemperature, "86 degrees at the contact"),
            2 => (ChargePointErrorCode.OverCurrentFailure, "38 A on L2"),
            _ => (ChargePointErrorCode.EVCommunicationError, "no signal from the car"),
        };
        Happened?.Invoke($"{chargePoint.Id}, connector {connector.Id}: {info}.");
        await chargePoint.InjectFaultAsync(connector.Id, code, info);
        _ = LaterAsync(20 + (20 * random.NextDouble()), cancellation, () => chargePoint.ClearFaultAsync(connector.Id));
    }

    private async Task GoAwayAsync(SimulatedChargePoint chargePoint, Random random, CancellationToken cancellation)
    {
        if (!chargePoint.View.NetworkUp) return;
        Happened?.Invoke($"{chargePoint.Id} loses its network.");
        await chargePoint.GoOfflineAsync();
        _ = LaterAsync(20 + (25 * random.NextDouble()), cancellation, async () =>
        {
            Happened?.Invoke($"{chargePoint.Id} has its network back.");
            await chargePoint.GoOnlineAsync();
        });
    }

    private async Task LaterAsync(double seconds, CancellationToken cancellation, Func<Task> deed)
    {
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), fleet.Time, cancellation);
            await deed();
        }
        catch (OperationCanceledException) // the day ended
        {
        }
    }

    private static string Card(Random random) => Cards[random.Next(Cards.Length)];
}
