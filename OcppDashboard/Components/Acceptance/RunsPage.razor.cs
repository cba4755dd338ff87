using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Messages;
using OcppDashboard.Components.Shared;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Acceptance.Run;
using OcppDashboard.State;

namespace OcppDashboard.Components.Acceptance;

/// <summary>Commissioning runs, newest first; those that go on are on top, live.</summary>
public partial class RunsPage(AcceptanceQueries queries, AcceptanceRuns runs, ChargePointStore store, NavigationManager navigation, ILogger<RunsPage> log) : LiveComponent
{
    private const int PageSize = 30;
    private const string PageName = "page", CpName = "cp";
    private IReadOnlyList<RunRow> kept = [];
    private int? total;
    private bool failed;
    private string? read;
    private volatile bool changed = true;

    [SupplyParameterFromQuery(Name = CpName)] public string? CpText { get; set; }
    [SupplyParameterFromQuery(Name = PageName)] public string? PageText { get; set; }

    private string? Cp => string.IsNullOrWhiteSpace(CpText) ? null : CpText;

    private int Number => int.TryParse(PageText, out var number) && number is > 1 and < 1_000_000 ? number : 1;

    private string NewAddress => Cp is null ? "/acceptance/new" : $"/acceptance/new?cp={Uri.EscapeDataString(Cp)}";

    /// <summary>Those that go on first; on later pages they are where their number puts them.</summary>
    private IEnumerable<RunRow> Rows => kept.Select(row => runs.FindLive(row.Record.Id) is { } live ? row.With(live.View) : row).OrderByDescending(row => row.View.IsLive && Number == 1);

    protected override TimeSpan? Tick => TimeSpan.FromSeconds(1);

    protected override IDisposable Subscribe(Action redraw) => runs.Changes.SubscribeAll(_ =>
    {
        changed = true;
        redraw();
    });

    protected override Task OnParametersSetAsync()
    {
        if (read == $"{Number} {Cp}") return Task.CompletedTask;
        changed = true;
        return ReadAsync();
    }

    protected override Task OnChangedAsync() => changed || failed ? ReadAsync() : Task.CompletedTask;

    private async Task ReadAsync()
    {
        (changed, read) = (false, $"{Number} {Cp}");
        try
        {
            var page = await queries.ListAsync(Cp, (Number - 1) * PageSize, PageSize, Gone);
            (kept, total, failed) = ([.. page.Rows.Select(RunRow.Of)], page.Total, false);
        }
        catch (OperationCanceledException)
        {
            // left
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or InvalidOperationException or System.Text.Json.JsonException)
        {
            if (!failed) log.LogError(exception, "The list of commissioning runs could not be read");
            failed = true;
        }
    }

    /// <summary>As the run has them; a run without a BootNotification of its own shows what the charge point says now.</summary>
    private (string Model, string Firmware) Kind(RunRow row)
    {
        var boot = store.Find(row.Record.ChargePointId)?.Boot;
        return ($"{row.Vendor ?? boot?.Vendor} {row.Model ?? boot?.Model}".Trim(), row.Firmware ?? boot?.FirmwareVersion ?? "");
    }

    private string Address(int number) => navigation.GetUriWithQueryParameter(PageName, number == 1 ? null : (int?)number);
}
