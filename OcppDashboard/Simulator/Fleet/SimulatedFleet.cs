using System.Collections.Immutable;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Fleet;

/// <summary>Simulated charge points that belong together: all connect to one central system. Safe to use from several threads.</summary>
public sealed class SimulatedFleet : IAsyncDisposable
{
    private readonly Lock change = new();
    private ImmutableSortedDictionary<string, SimulatedChargePoint> members =
        ImmutableSortedDictionary.Create<string, SimulatedChargePoint>(StringComparer.Ordinal);
    private bool running;

    /// <param name="centralSystem">The ws or wss address without identity; asked for at every connect, so it may be known late.</param>
    public SimulatedFleet(Func<Uri> centralSystem, TimeProvider time)
    {
        (CentralSystem, Time) = (centralSystem, time);
    }

    /// <summary>Raised with every change at a charge point, and when one is added or removed (null).</summary>
    public event Action<SimulatedChargePointView?>? Changed;

    public Func<Uri> CentralSystem { get; }
    public TimeProvider Time { get; }
    /// <summary>For all members that are added after it was set.</summary>
    public string? Password { get; init; }
    public int Seed { get; init; }
    /// <summary>Configuration values of all members that differ from their models'.</summary>
    public IReadOnlyDictionary<string, string>? Configuration { get; init; }
    /// <summary>Behaviour of all members that differs from their models' (<see cref="BehaviourChanges"/>).</summary>
    public IReadOnlyDictionary<string, string>? Behaviour { get; init; }

    /// <summary>In the order of their ids.</summary>
    public IReadOnlyCollection<SimulatedChargePoint> ChargePoints => [.. Volatile.Read(ref members).Values];

    public SimulatedChargePoint? Find(string id) => Volatile.Read(ref members).GetValueOrDefault(id);

    /// <summary>Adds a charge point; in a running fleet it is switched on.</summary>
    /// <exception cref="ArgumentException">There is no such model, or the id is taken or none (<see cref="ChargePointIdentity"/>).</exception>
    public async Task<SimulatedChargePoint> AddAsync(string id, string model)
    {
        id = ChargePointIdentity.Read(id, out var unreadable);
        if (unreadable is not null) throw new ArgumentException($"The id {unreadable}.", nameof(id));
        var options = new SimulatedChargePointOptions(id, SimulatedModels.Get(model), CentralSystem);
        var added = new SimulatedChargePoint(options with { Time = Time, Password = Password, Seed = Seed, Configuration = Configuration, Behaviour = Behaviour });
        bool start;
        lock (change)
        {
            if (members.ContainsKey(id)) throw new ArgumentException($"There is a charge point {id} already.", nameof(id));
            members = members.Add(id, added);
            start = running;
        }
        added.Changed += Tell;
        if (start) await added.StartAsync();
        Changed?.Invoke(null);
        return added;
    }

    /// <summary>Switches one off and forgets it; false when there is none of that id.</summary>
    public async Task<bool> RemoveAsync(string id)
    {
        SimulatedChargePoint? removed;
        lock (change)
        {
            if (!members.TryGetValue(id, out removed)) return false;
            members = members.Remove(id);
        }
        removed.Changed -= Tell;
        await removed.StopAsync();
        Changed?.Invoke(null);
        return true;
    }

    /// <summary>Switches all on, a hundred at a time.</summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        lock (change) running = true;
        foreach (var part in ChargePoints.Chunk(100))
        {
            foreach (var chargePoint in part) await chargePoint.StartAsync();
            if (part.Length == 100) await Task.Delay(TimeSpan.FromMilliseconds(200), Time, cancellation);
        }
    }

    /// <summary>Switches all off and forgets them.</summary>
    public async Task StopAsync()
    {
        SimulatedChargePoint[] all;
        lock (change)
        {
            running = false;
            all = [.. members.Values];
            members = members.Clear();
        }
        foreach (var chargePoint in all) chargePoint.Changed -= Tell;
        await Task.WhenAll(all.Select(chargePoint => chargePoint.StopAsync()));
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private void Tell(SimulatedChargePointView view) => Changed?.Invoke(view);
}
