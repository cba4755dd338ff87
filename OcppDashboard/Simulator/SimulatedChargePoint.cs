using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Simulator.Engine;

namespace OcppDashboard.Simulator;

/// <summary>
/// One simulated charge point: connects over a real WebSocket and behaves as its model says. The methods are what people do at it;
/// each returns when the deed is done, not when the central system has answered.
/// </summary>
public sealed class SimulatedChargePoint : IAsyncDisposable
{
    private readonly Device device;
    private SimulatedChargePointView view;
    private int started;

    public SimulatedChargePoint(SimulatedChargePointOptions options)
    {
        Options = options;
        device = new(options, Publish);
        view = ViewOf.Device(device);
    }

    /// <summary>Raised with every change of the view, on a thread of the pool: handlers return quickly.</summary>
    public event Action<SimulatedChargePointView>? Changed;

    public SimulatedChargePointOptions Options { get; }
    public string Id => Options.Id;
    public SimulatedChargePointView View => Volatile.Read(ref view);

    /// <summary>Why the last connect failed, or a fault of the simulation; null while all is well.</summary>
    public string? LastProblem => device.LastProblem;

    /// <summary>Switches it on; once.</summary>
    public Task StartAsync() => Interlocked.Exchange(ref started, 1) == 1 ? Task.CompletedTask : Do(device.Start);

    /// <summary>Switches it off for good: the WebSocket is closed, nothing else is said.</summary>
    public Task StopAsync() => device.Enter(device.StopAsync);

    /// <summary>A car is plugged in.</summary>
    /// <param name="stateOfCharge">Of its battery, percent; null: something between 12 and 62.</param>
    public Task PlugInAsync(int connector = 1, double? stateOfCharge = null) => Do(connector, it => device.Charging.PlugIn(it, stateOfCharge));

    public Task UnplugAsync(int connector = 1) => Do(connector, device.Charging.Unplug);

    /// <summary>A card is held to the reader: begins or ends a transaction.</summary>
    public Task PresentCardAsync(string idTag, int connector = 1) => device.Enter(() => device.Charging.PresentCardAsync(idTag, Get(connector)));

    /// <param name="connector">0: the charge point itself.</param>
    public Task InjectFaultAsync(int connector, ChargePointErrorCode code, string? info = null, string? vendorErrorCode = null) =>
        SetFault(connector, code == ChargePointErrorCode.NoError ? null : new(code, info, vendorErrorCode));

    public Task ClearFaultAsync(int connector) => SetFault(connector, null);

    /// <summary>Cuts the network: the connection breaks without a word.</summary>
    public Task GoOfflineAsync() => Do(() =>
    {
        device.Connection.Network.Shut();
        device.Connection.Drop();
    });

    public Task GoOnlineAsync() => Do(device.Connection.Network.Open);

    /// <summary>The supply fails and comes back; returns when it booted.</summary>
    public Task PowerCycleAsync() => device.Enter(device.Resets.PowerCycleAsync);

    /// <summary>The lines of its own log.</summary>
    public async Task<IReadOnlyList<string>> ReadLogAsync()
    {
        IReadOnlyList<string> lines = [];
        await Do(() => lines = [.. device.Log.Between(null, null)]);
        return lines;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private Task SetFault(int connector, SimulatedFault? fault) => Do(() =>
    {
        if (connector == 0)
        {
            device.Fault = fault;
            if (fault is not null) device.Charging.StopAll(StopReason.Other);
            device.Statuses.RefreshChargePoint();
            return;
        }
        var it = Get(connector);
        it.Fault = fault;
        if (it.IsBroken) device.Charging.Stop(it, StopReason.Other);
        device.Statuses.Refresh(it);
    });

    private Connector Get(int id) => device.Find(id) ?? throw new ArgumentOutOfRangeException(nameof(id), id, $"{Id} has no connector {id}.");

    private Task Do(int connector, Action<Connector> deed) => Do(() => deed(Get(connector)));

    private Task Do(Action deed) => device.Enter(() =>
    {
        deed();
        device.Publish();
        return Task.CompletedTask;
    });

    private void Publish(SimulatedChargePointView next)
    {
        Volatile.Write(ref view, next);
        Changed?.Invoke(next);
    }
}
