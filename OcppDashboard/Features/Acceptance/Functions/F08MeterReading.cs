using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Features.ChargePointConfiguration;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>Meter values come at the start, at the stop and at an interval that can be set, with voltage, current and power.</summary>
public sealed class F08MeterReading : AcceptanceFunction
{
    internal const string Interval = "MeterValueSampleInterval", Sampled = "MeterValuesSampledData";
    internal const int Seconds = 30;

    internal static string[] Wanted { get; } = [Measurands.EnergyActiveImportRegister, Measurands.PowerActiveImport, Measurands.CurrentImport, Measurands.Voltage];

    public override FunctionInfo Info { get; } = new(8, "Receive Meter reading", RunPhase.AtThePlug,
        [
            "Meter values are received at the start of transaction and stop of transaction",
            "Meter values are received, according to meter interval that can be set by user (at least 30 seconds interval when charging)",
            "Voltage, current and power reading are received, according to meter interval that can be set by user (at least 30 seconds interval)",
        ], [new("8", "")]);

    public override async Task DriveAsync(string leg, RunContext bench)
    {
        var plug = new AtPlug(bench);
        await plug.BeginAsync();
        if (!bench.Link.IsOnline) return;
        await bench.CallAsync(new GetConfigurationRequest([Interval, Sampled]));
        await bench.ChangeKeyAsync(Interval, $"{Seconds}");
        await SetMeasurandsAsync(bench);
        await bench.CallAsync(new GetConfigurationRequest([Interval, Sampled]));
        if (await plug.PlugInAsync())
        {
            if (await plug.StartRemotelyAsync() is { } transaction)
            {
                await bench.DelayAsync(TimeSpan.FromSeconds(bench.Timeouts.MeterWatch));
                await plug.StopRemotelyAsync(transaction);
            }
            await plug.EndAsync();
        }
        await bench.RestoreKeyAsync(Interval);
        await bench.RestoreKeyAsync(Sampled);
    }

    public override LegResult Judge(string leg, LegCapture capture, RunFacts facts, AcceptancePlan plan) => F08Judge.Of(capture, facts, plan);

    /// <summary>
    /// All at once; where that is refused each alone, then those that were taken beside what the charge point has of its own, then as many of them
    /// as go together.
    /// </summary>
    private static async Task SetMeasurandsAsync(RunContext bench)
    {
        var own = ConfigurationValues.Parts(bench.Facts.Value(Sampled) ?? "");
        var all = await bench.ChangeKeyAsync(Sampled, string.Join(',', Wanted));
        if (all is not { Kind: FrameKind.CallResult, Status: "Rejected" }) return;
        var taken = new List<string>();
        foreach (var measurand in Wanted)
            if (IsSet(await bench.ChangeKeyAsync(Sampled, measurand))) taken.Add(measurand);
        if (own.Except(Wanted).Any() && taken.Count > 0 && IsSet(await bench.ChangeKeyAsync(Sampled, string.Join(',', own.Union(taken))))) return;
        if (taken.Count < 2 || taken.Count < Wanted.Length && IsSet(await bench.ChangeKeyAsync(Sampled, string.Join(',', taken)))) return;
        var together = taken[0];
        await bench.ChangeKeyAsync(Sampled, together);
        foreach (var measurand in taken.Skip(1))
            if (IsSet(await bench.ChangeKeyAsync(Sampled, $"{together},{measurand}"))) together += $",{measurand}";
    }

    private static bool IsSet(CapturedFrame answer) => answer is { Kind: FrameKind.CallResult, Status: "Accepted" or "RebootRequired" };
}
