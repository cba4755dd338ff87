using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Messages;
using OcppDashboard.Components.Shared;
using OcppDashboard.State;

namespace OcppDashboard.Components.Wall;

/// <summary>One charge point on the wall. Drawn again only when its snapshot was replaced or the time moved on.</summary>
public partial class ChargePointTile(ViewerClock clock) : ComponentBase
{
    private const int WidestTile = 3, MostConnectors = 24;
    private IReadOnlyList<ConnectorSnapshot> connectors = [];
    private ChargePointSnapshot? drawn;
    private DateTimeOffset drawnAt;
    private bool changed;

    [Parameter, EditorRequired] public ChargePointSnapshot ChargePoint { get; set; } = null!;

    /// <summary>The time that durations count to, in steps: each step draws every tile.</summary>
    [Parameter] public DateTimeOffset Now { get; set; }

    private int Columns => Math.Clamp(connectors.Count, 1, WidestTile);

    private string Href => "/charge-points/" + Uri.EscapeDataString(ChargePoint.Id);

    protected override void OnParametersSet()
    {
        changed = !ReferenceEquals(drawn, ChargePoint) || drawnAt != Now;
        if (!ReferenceEquals(drawn, ChargePoint)) connectors = [.. ChargePoint.RealConnectors.Take(MostConnectors)];
        (drawn, drawnAt) = (ChargePoint, Now);
    }

    protected override bool ShouldRender() => changed;

    private ConnectorLines Lines(ConnectorSnapshot? connector)
    {
        if (ChargePoint.Online)
            return connector is null ? new("connected", Left: ChargePoint.ConnectedAt is { } at ? "since " + clock.Short(at) : null) : ConnectorLines.Of(connector, clock, Now);
        return ChargePoint.OfflineSince is { } since
            ? new("since " + clock.Short(since), Left: Units.Duration(Now - since), Title: ChargePoint.OfflineReason)
            : new("has not connected yet");
    }

    private string Until(ActiveReservation held) => clock.Short(held.Until);

    private static string? Long(string text, int length) => text.Length > length ? text : null;
}
