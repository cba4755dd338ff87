using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Wall;
using OcppDashboard.State;

namespace OcppDashboard.Components.Pages;

/// <summary>All charge points at a glance. Order is the site's, not the status', so that a place keeps its meaning.</summary>
public partial class WallPage(ChargePointStore store, FleetMeter fleet, NavigationManager navigation) : LiveComponent
{
    /// <summary>Durations move in these steps: each one draws every tile.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    /// <summary>So many tiles at once fill any screen: the first draw stays fast with thousands of charge points, the next has all.</summary>
    private const int FirstDraw = 120;

    private IReadOnlyList<ChargePointSnapshot> shown = [];
    private int most = FirstDraw;
    private DateTimeOffset step;

    [SupplyParameterFromQuery] public string? Status { get; set; }
    [SupplyParameterFromQuery] public string? Q { get; set; }
    [SupplyParameterFromQuery] public string? Kiosk { get; set; }

    private bool IsKiosk => Kiosk == "1";

    protected override TimeSpan? Tick => Step;

    protected override IDisposable Subscribe(Action changed) => store.Changes.SubscribeAll(_ => changed());

    protected override void OnAfterRender(bool firstRender)
    {
        most = int.MaxValue;
        base.OnAfterRender(firstRender);
    }

    private WallCounts Read()
    {
        var all = store.All;
        var filter = new WallFilter(Status, Q);
        shown = filter.IsEmpty ? all : [.. all.Where(filter.Shows)];
        var now = Time.GetUtcNow();
        step = new DateTimeOffset(now.Ticks - now.Ticks % Step.Ticks, TimeSpan.Zero);
        return WallCounts.Of(all);
    }

    private string Subtitle(WallCounts counts)
    {
        var all = $"{Units.Count(counts.ChargePoints, "charge point")} · {Units.Count(counts.Connectors, "connector")}";
        return shown.Count == counts.ChargePoints ? all : $"{shown.Count} of {all}";
    }

    private void Search(string text) => Go("q", string.IsNullOrWhiteSpace(text) ? null : text);

    private void Choose(string? token) => Go("status", token);

    private void Go(string name, string? value) => navigation.NavigateTo(With(name, value), replace: true);

    private string With(string name, string? value) => navigation.GetUriWithQueryParameter(name, value);
}
