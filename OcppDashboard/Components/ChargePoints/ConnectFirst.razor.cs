using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Shared;
using OcppDashboard.Configuration;
using OcppDashboard.State;

namespace OcppDashboard.Components.ChargePoints;

/// <summary>How to connect a charge point, and who has tried: the wall while there is none, and a page of its own.</summary>
public partial class ConnectFirst(ServerAddresses addresses, HandshakeAttempts attempts) : LiveComponent
{
    /// <summary>True while no charge point has ever connected.</summary>
    [Parameter] public bool IsFirst { get; set; }

    private string Title => IsFirst ? "Connect your first charge point" : "Connect a charge point";

    protected override TimeSpan? Tick => TimeSpan.FromSeconds(5);

    protected override IDisposable Subscribe(Action changed) => attempts.Changes.SubscribeAll(_ => changed());
}
