namespace OcppDashboard.Simulator.Fleet;

/// <summary>The charge points of the demo, and the day that moves them.</summary>
public sealed class DemoFleet
{
    private DemoFleet(SimulatedFleet fleet, ScriptedDay day) => (Fleet, Day) = (fleet, day);

    public static IReadOnlyList<FleetMember> Members { get; } =
    [
        new("SP-TENDER-22", "evlink", 1),
        new("DELTA-10566", "delta"),
        new("HOF-01", "ac-double", 1, 2),
        new("HOF-02", "ac-double", 1),
        new("HOF-03", "wallbox", 1),
        new("HOF-04", "faulted"),
        new("DC-NORD-01", "dc", 1),
        new("DC-NORD-02", "dc", 1, 2),
        new("P1-01", "wallbox", 1),
        new("P1-02", "wallbox-7", 1),
        new("P1-03", "wallbox-7"),
        new("P1-04", "flaky", 1),
    ];

    public SimulatedFleet Fleet { get; }
    public ScriptedDay Day { get; }

    /// <param name="centralSystem">May throw until the address is known; it is only asked for after <see cref="StartAsync"/>.</param>
    /// <param name="sampleSeconds">MeterValueSampleInterval of all charge points.</param>
    /// <param name="isTaken">See <see cref="ScriptedDay"/>.</param>
    public static DemoFleet Create(Func<Uri> centralSystem, TimeProvider time, int sampleSeconds = 5, int seed = 2020, Func<string, bool>? isTaken = null)
    {
        var fleet = new SimulatedFleet(centralSystem, time)
        {
            Seed = seed,
            Configuration = new Dictionary<string, string> { ["MeterValueSampleInterval"] = sampleSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture) },
        };
        return new(fleet, new ScriptedDay(fleet, Members, seed, isTaken));
    }

    public async Task StartAsync(CancellationToken cancellation)
    {
        foreach (var member in Members) await Fleet.AddAsync(member.Id, member.Model);
        await Fleet.StartAsync(cancellation);
        Day.Start();
    }

    public async Task StopAsync()
    {
        await Day.StopAsync();
        await Fleet.StopAsync();
    }
}
