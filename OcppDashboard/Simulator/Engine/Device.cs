using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine;

/// <summary>
/// All parts of one simulated charge point. Everything runs on one exclusive scheduler: between two awaits nothing else of the same
/// charge point runs, so the parts need no locks, and no thread belongs to a charge point.
/// </summary>
internal sealed class Device
{
    private readonly TaskScheduler scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
    private readonly CancellationTokenSource stopping = new();
    private readonly Action<SimulatedChargePointView> publish;
    private Task running = Task.CompletedTask;

    public Device(SimulatedChargePointOptions options, Action<SimulatedChargePointView> publish)
    {
        (Options, this.publish) = (options, publish);
        (Model, Time, Stopping) = (options.Model, options.Time, stopping.Token);
        var seed = StableHash(options.Id) ^ options.Seed;
        Random = new(seed);
        Number = Math.Abs(seed % 10_000);
        FirmwareVersion = Model.FirmwareVersion;
        Behaviour = Model.BehaviourWith(FirmwareVersion, options.Behaviour);
        Log = new(Time, options.LogLines);
        Settings = new(Model, options.Configuration);
        Connection = new(this);
        Calls = new(this);
        Incoming = new(this);
        Registration = new(this);
        Queue = new(this);
        Authorization = new(this);
        Profiles = new(this);
        Connectors = [.. Model.Connectors.Select(design => new Connector(this, design))];
        Statuses = new(this);
        Charging = new(this);
        Metering = new(this);
        Resets = new(this);
        Firmware = new(this);
        Diagnostics = new(this);
        Certificates = new(this);
        Link = new(this);
        Settings.Changed += SettingChanged;
        if (Behaviour.Fault is { } code) Connectors[0].Fault = new(code, Behaviour.FaultInfo);
    }

    public SimulatedChargePointOptions Options { get; }
    public SimulatedModel Model { get; }
    public TimeProvider Time { get; }
    public Random Random { get; }
    /// <summary>Four digits made from the id.</summary>
    public int Number { get; }
    public CancellationToken Stopping { get; }
    public DeviceLog Log { get; }
    public Settings Settings { get; }
    public SimulatedConnection Connection { get; }
    public OutgoingCalls Calls { get; }
    public IncomingCalls Incoming { get; }
    public Registration Registration { get; }
    public TransactionQueue Queue { get; }
    public Authorization Authorization { get; }
    public ChargingProfiles Profiles { get; }
    public IReadOnlyList<Connector> Connectors { get; }
    public Statuses Statuses { get; }
    public Charging Charging { get; }
    public Metering Metering { get; }
    public Resets Resets { get; }
    public FirmwareJob Firmware { get; }
    public DiagnosticsJob Diagnostics { get; }
    public Certificates Certificates { get; }
    public FlakyLink Link { get; }

    public string FirmwareVersion { get; private set; }
    public Behaviour Behaviour { get; private set; }
    public SimulatedFault? Fault { get; set; }
    public bool Operative { get; set; } = true;
    public string? Activity { get; set; }
    public string? LastProblem { get; set; }
    public DateTimeOffset Now => Time.GetUtcNow();
    public bool IsOnline => Connection.IsOpen && Registration.IsAccepted;

    public Connector? Find(int id) => Connectors.FirstOrDefault(connector => connector.Id == id);

    /// <summary>Runs something on this charge point's scheduler, from anywhere.</summary>
    public Task Enter(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler).Unwrap();

    /// <summary>Lets something run on by itself; what goes wrong in it is logged, the charge point lives on.</summary>
    public void Go(Func<Task> work) => _ = GuardAsync(work);

    /// <summary>Waits; never ends early, as a timer of whole milliseconds may.</summary>
    public async Task Delay(TimeSpan span, CancellationToken cancellation = default)
    {
        var end = Now + span;
        for (var left = span; left > TimeSpan.Zero; left = end - Now) await Task.Delay(left, Time, cancellation == default ? Stopping : cancellation);
    }

    public void UseFirmware(string version)
    {
        FirmwareVersion = version;
        Behaviour = Model.BehaviourWith(version, Options.Behaviour);
    }

    public void Connected()
    {
        Log.Add("connected");
        LastProblem = null;
        Go(Registration.ConnectedAsync);
        Publish();
    }

    public void Disconnected()
    {
        Log.Add("disconnected");
        Registration.Disconnected();
        Calls.ConnectionLost();
        Publish();
    }

    /// <summary>Shows what changed to those outside.</summary>
    public void Publish() => publish(ViewOf.Device(this));

    /// <summary>Runs until stopped.</summary>
    public void Start()
    {
        Metering.Begin();
        Go(Link.RunAsync);
        running = GuardAsync(() => Connection.RunAsync(Stopping));
    }

    public async Task StopAsync()
    {
        foreach (var connector in Connectors) connector.Transaction?.Ended.Cancel();
        Connection.Power.Shut();
        await Connection.CloseAsync("switched off");
        await stopping.CancelAsync();
        await running;
        Publish();
    }

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (Stopping.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            LastProblem = exception.ToString();
            Log.Add($"fault in the simulation: {exception}");
        }
    }

    private void SettingChanged(string key)
    {
        Registration.SettingChanged(key);
        Metering.SettingChanged(key);
        if (key == "AuthorizationKey") Log.Add("new AuthorizationKey, used from the next connect on");
    }

    private static int StableHash(string text)
    {
        var hash = 17;
        foreach (var letter in text) hash = unchecked((hash * 31) + letter);
        return hash & int.MaxValue;
    }
}
