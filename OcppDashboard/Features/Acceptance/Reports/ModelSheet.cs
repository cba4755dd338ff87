using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>Something odd about a model.</summary>
/// <param name="Functions">Numbers of the functions that showed it, ascending.</param>
/// <param name="Runs">How many runs showed it.</param>
/// <param name="OutOf">How many runs tried a leg that shows it.</param>
public sealed record ModelTrait(string Text, IReadOnlyList<int> Functions, int Runs, int OutOf);

/// <summary>What the runs of one firmware version showed.</summary>
/// <param name="Version">Empty: not told.</param>
/// <param name="LastRunAt">When the last of them began.</param>
/// <param name="Traits">Those that most runs showed first.</param>
public sealed record ModelFirmware(string Version, int Runs, DateTimeOffset LastRunAt, IReadOnlyList<ModelTrait> Traits);

/// <summary>What is known of a model from its runs, per firmware version, the one that ran last first.</summary>
public sealed record ModelSheet(string Vendor, string Model, IReadOnlyList<ModelFirmware> Firmware)
{
    /// <summary>The sheets of all models that the runs are of, by vendor and model. Names are compared without case, spelled as the last run has them.</summary>
    /// <param name="functions">The script; null: the 16 functions.</param>
    public static IReadOnlyList<ModelSheet> All(IEnumerable<RunRecord> runs, IReadOnlyList<FunctionInfo>? functions = null)
    {
        var script = functions ?? AcceptanceReport.Script;
        return
        [
            .. Newest(runs).GroupBy(pair => (Vendor: pair.Header.ManufacturerName.ToUpperInvariant(), Model: pair.Header.ManufacturerModel.ToUpperInvariant()))
                .OrderBy(model => model.Key.Vendor, StringComparer.Ordinal).ThenBy(model => model.Key.Model, StringComparer.Ordinal)
                .Select(model => new ModelSheet(model.First().Header.ManufacturerName, model.First().Header.ManufacturerModel,
                    [.. model.GroupBy(pair => pair.Header.FirmwareVersion, StringComparer.Ordinal).Select(version => Of(version.Key, [.. version.Select(pair => pair.Run)], script))])),
        ];
    }

    /// <summary>The sheet of one model; without firmware where no run is of it.</summary>
    public static ModelSheet Of(string vendor, string model, IEnumerable<RunRecord> runs, IReadOnlyList<FunctionInfo>? functions = null) =>
        All(runs, functions).FirstOrDefault(sheet => sheet.Vendor.Equals(vendor.Trim(), StringComparison.OrdinalIgnoreCase) && sheet.Model.Equals(model.Trim(), StringComparison.OrdinalIgnoreCase))
        ?? new(vendor, model, []);

    private static IEnumerable<(RunRecord Run, ReportHeader Header)> Newest(IEnumerable<RunRecord> runs) =>
        runs.OrderByDescending(run => run.StartedAt).ThenByDescending(run => run.Id).Select(run => (run, ReportHeader.Of(run)));

    private static ModelFirmware Of(string version, IReadOnlyList<RunRecord> runs, IReadOnlyList<FunctionInfo> script)
    {
        var seen = (from run in runs from tried in run.Legs from trait in tried.Result.Traits select (Trait: trait, run.Id, tried.Leg)).ToLookup(item => item.Trait, StringComparer.Ordinal);
        var traits = seen.Select(trait =>
        {
            var legs = trait.Select(item => item.Leg).ToHashSet(StringComparer.Ordinal);
            return new ModelTrait(trait.Key,
                [.. script.Where(function => function.Legs.Any(leg => legs.Contains(leg.Id))).Select(function => function.Number).Order()],
                trait.Select(item => item.Id).Distinct().Count(),
                runs.Count(run => run.Legs.Any(tried => legs.Contains(tried.Leg))));
        });
        return new(version, runs.Count, runs[0].StartedAt,
            [.. traits.OrderByDescending(trait => trait.Runs).ThenBy(trait => trait.Functions.Count == 0 ? int.MaxValue : trait.Functions[0]).ThenBy(trait => trait.Text, StringComparer.Ordinal)]);
    }
}
