using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Shared;
using OcppDashboard.State;

namespace OcppDashboard.Components.Wall;

/// <summary>All charge points at a glance. Order is the site's, not the status', so that a place keeps its meaning.</summary>
public partial class WallPage(ChargePointStore store, FleetMeter fleet, NavigationManager navigation) : LiveComponent
{
    /// <summary>So many tiles fill any screen: the first draw stays fast with thousands of charge points. The next ones come in parts, each when it is asked for.</summary>
    private const int FirstDraw = 120, Part = 1_200;

    private IReadOnlyList<ChargePointSnapshot> shown = [];
    private int most = FirstDraw;
    private DateTimeOffset now;

    [SupplyParameterFromQuery] public string? Status { get; set; }
    [SupplyParameterFromQuery] public string? Q { get; set; }
    [SupplyParameterFromQuery] public string? Kiosk { get; set; }

    private bool IsKiosk => Kiosk == "1";

    /// <summary>As it was asked for last: a filter that is pressed twice is off again before the address has come back.</summary>
    private string? Chosen => navigation.Parameter("status");

    protected override TimeSpan? Tick => WallStep.Seconds;

    protected override IDisposable Subscribe(Action changed) => store.Changes.SubscribeAll(_ => changed());

    protected override void OnAfterRender(bool firstRender)
    {
        most = Math.Max(most, Part);
        base.OnAfterRender(firstRender);
    }

    private WallCounts Read()
    {
        var all = store.All;
        var filter = new WallFilter(Chosen, navigation.Parameter("q"));
        shown = filter.IsEmpty ? all : [.. all.Where(filter.Shows)];
        now = Time.GetUtcNow();
        return WallCounts.Of(all);
    }

    private string Subtitle(WallCounts counts)
    {
        var all = $"{Units.Count(counts.ChargePoints, "charge point")} · {Units.Count(counts.Connectors, "connector")}";
        return shown.Count == counts.ChargePoints ? all : $"{shown.Count} of {all}";
    }

    private void More() => most += Part;

    private void Search(string text) => navigation.Change(("q", text));

    private void Choose(string? token) => navigation.Change(("status", token));

    private string With(string name, string? value) => navigation.GetUriWithQueryParameter(name, value);
}
