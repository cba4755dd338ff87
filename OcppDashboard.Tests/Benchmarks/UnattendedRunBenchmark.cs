using System.Diagnostics;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Tests.Features.Acceptance.Documents;
using Xunit.Abstractions;

namespace OcppDashboard.Tests.Benchmarks;

/// <summary>Runs only where asked for: how long the unattended part of a commissioning run takes in real time (docs/performance.md).</summary>
public sealed class RealTimeFactAttribute : FactAttribute
{
    public const string Asked = "OCPP_REALTIME";

    public RealTimeFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(Asked) is null) Skip = $"a measurement of minutes, not a test: set {Asked}=1";
    }
}

public sealed class UnattendedRunBenchmark(ITestOutputHelper output)
{
    [RealTimeFact]
    public async Task Functions_1_4_5_2_3_15_16_in_real_time()
    {
        await using var run = await SimulatedRun.StartAsync("delta", TimeProvider.System);
        var clock = Stopwatch.StartNew();
        var record = await run.RunAsync(new() { Tester = "m.kuhn", HasSim = true, Functions = [1, 4, 5, 2, 3, 15, 16] });
        foreach (var leg in record.Legs) output.WriteLine($"{leg.Leg} {leg.Result.Verdict}: {leg.Result.Result}, {(leg.EndedAt - leg.StartedAt).TotalSeconds:0.0} s");
        output.WriteLine($"unattended part: {clock.Elapsed.TotalSeconds:0} s");
        Assert.All(AcceptanceFunctions.All.Where(function => record.Plan.Functions.Contains(function.Info.Number)), function => Assert.Equal(OcppDashboard.Features.Acceptance.Verdicts.Verdict.Pass, record.VerdictOf(function.Info)));
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(4));
    }
}
