using System.Globalization;
using OcppDashboard.Simulator.Fleet;

namespace OcppDashboard.Simulator;

/// <summary>The command <c>simulate</c>: charge points against any central system.</summary>
public static class SimulateCommand
{
    /// <param name="args">What follows the word simulate on the command line, with or without that word.</param>
    /// <returns>The exit code: 0, or 1 when an argument is wrong.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellation)
    {
        var (arguments, faults) = SimulateArguments.Parse(args);
        if (arguments is null)
        {
            foreach (var fault in faults) await output.WriteLineAsync(fault);
            await output.WriteLineAsync(SimulateArguments.Usage);
            return faults.Count == 0 ? 0 : 1;
        }
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (arguments.Seconds is { } seconds) end.CancelAfter(TimeSpan.FromSeconds(seconds));
        var time = ScaledTime.Of(TimeProvider.System, arguments.Speed);
        await using var fleet = new SimulatedFleet(() => arguments.Url, time)
        {
            Password = arguments.Password,
            Seed = Environment.TickCount,
            Behaviour = arguments.Behaviour,
        };
        var members = new List<FleetMember>();
        var digits = Math.Max(2, arguments.Count.ToString(CultureInfo.InvariantCulture).Length);
        for (var i = 1; i <= arguments.Count; i++)
        {
            var id = arguments.Prefix + i.ToString("00000"[..digits], CultureInfo.InvariantCulture);
            members.Add(i % 3 == 1 ? new(id, arguments.Model.Name, 1) : new(id, arguments.Model.Name)); // every third charges from the start
            await fleet.AddAsync(id, arguments.Model.Name);
        }
        await output.WriteLineAsync(
            $"{arguments.Count} x {arguments.Model.Title} as {members[0].Id} to {members[^1].Id} at {arguments.Url}. Ctrl+C ends.");
        var day = new ScriptedDay(fleet, members, Environment.TickCount);
        try
        {
            await fleet.StartAsync(end.Token);
            day.Start();
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(5), end.Token);
                await output.WriteLineAsync(StatusLine(fleet));
            }
        }
        catch (OperationCanceledException) // Ctrl+C, or the time is up
        {
        }
        await output.WriteLineAsync(StatusLine(fleet));
        await day.StopAsync();
        await fleet.StopAsync();
        await output.WriteLineAsync("All charge points are switched off.");
        return 0;
    }

    private static string StatusLine(SimulatedFleet fleet)
    {
        var all = fleet.ChargePoints;
        var connectors = all.SelectMany(one => one.View.Connectors).ToList();
        var (online, charging, queued) = (all.Count(one => one.View.Online), connectors.Count(one => one.Charging), all.Sum(one => one.View.Queued));
        var power = connectors.Sum(one => one.PowerW) / 1000;
        var line = string.Create(CultureInfo.InvariantCulture, $"{online} of {all.Count} online, {charging} charging, {power:0.0} kW, {queued} queued");
        var problem = all.FirstOrDefault(one => !one.View.Online && one.LastProblem is not null);
        return problem is null ? line : $"{line}; {problem.Id}: {problem.LastProblem}";
    }
}
