using OcppDashboard.Components.Messages;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Run;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Components.Acceptance;

/// <summary>A run in the list, kept or going on.</summary>
/// <param name="Vendor">As corrected, or as it said during the run; null: neither.</param>
public sealed record RunRow(RunView View, string? Vendor, string? Model, string? Firmware)
{
    public RunRecord Record => View.Record;

    /// <summary>A kept run: what the list needs of its legs, without frames.</summary>
    public static RunRow Of(AcceptanceRunRow row)
    {
        var record = new RunRecord
        {
            Id = row.Run.Id, ChargePointId = row.ChargePointId, Plan = RunStore.Read<AcceptancePlan>(row.Run.PlanJson), StartedAt = row.Run.StartedAt, EndedAt = row.Run.EndedAt,
            State = Enum.TryParse<RunState>(row.Run.State, out var state) ? state : RunState.Aborted,
            Legs = [.. row.Legs.Select(leg => new LegRun(leg.Leg, leg.Attempt, leg.StartedAt, leg.EndedAt, leg.FirstFrame, leg.LastFrame, RunStore.Read<LegResult>(leg.ResultJson)))],
            Overrides = [.. row.Verdicts.Where(word => Enum.TryParse<Verdict>(word.Verdict, out _)).Select(word => new LegOverride(word.Leg, Enum.Parse<Verdict>(word.Verdict!), word.By, word.Text, word.At))],
        };
        return new(new(record, [], false, null, null, [], null, false, false), row.Run.Vendor, row.Run.Model, row.Run.FirmwareVersion);
    }

    /// <summary>A run that goes on, over what is kept of it.</summary>
    public RunRow With(RunView live) => this with { View = live };
}
