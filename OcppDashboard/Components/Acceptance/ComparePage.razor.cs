using System.Globalization;
using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Shared;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Acceptance.Reports;

namespace OcppDashboard.Components.Acceptance;

/// <summary>Two runs side by side, differences first: another firmware, or the same charge point after a repair.</summary>
public partial class ComparePage : ComponentBase
{
    private const int Known = 200;
    private IReadOnlyList<AcceptanceRunRow> known = [];
    private RunComparison? comparison;
    private (string?, string?)? shown;
    private bool isRead;

    [SupplyParameterFromQuery(Name = "first")] public string? FirstText { get; set; }
    [SupplyParameterFromQuery(Name = "second")] public string? SecondText { get; set; }

    private string? Subtitle => comparison is null ? null : Units.Count(comparison.Differences, AcceptanceTexts.DifferentVerdict);

    private IEnumerable<(string Name, string Label, string? Chosen)> Sides => [("first", AcceptanceTexts.FirstRun, FirstText), ("second", AcceptanceTexts.SecondRun, SecondText)];

    protected override async Task OnParametersSetAsync()
    {
        if (shown == (FirstText, SecondText)) return;
        shown = (FirstText, SecondText);
        known = (await Queries.ListAsync(null, 0, Known)).Rows;
        isRead = true;
        var (first, second) = (await FindAsync(FirstText), await FindAsync(SecondText));
        comparison = first is null || second is null ? null : RunComparison.Of(first, second);
    }

    private async Task<OcppDashboard.Features.Acceptance.Verdicts.RunRecord?> FindAsync(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? await Runs.FindAsync(id) : null;

    private void Choose(string side, string? id) => Navigation.Change((side, id));

    private static string Head(ReportHeader header) => Units.Cut($"{header.ManufacturerModel} {header.FirmwareVersion}".Trim(), 60);

    private static IEnumerable<(string Title, IReadOnlyList<ComparedValue> Values)> Values(RunComparison comparison)
    {
        if (comparison.Keys.Count > 0) yield return (AcceptanceTexts.DifferentKeys, comparison.Keys);
        if (comparison.Boot.Count > 0) yield return (AcceptanceTexts.BootData, comparison.Boot);
    }
}
