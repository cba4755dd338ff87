using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using OcppDashboard.Components.Shared;

namespace OcppDashboard.Components.Layout;

/// <summary>The frame of every page. It draws nothing until the viewer's time zone is known, so that no time is ever shown in the wrong one.</summary>
public partial class MainLayout(ViewerClock clock, NavigationManager navigation, IJSRuntime js, ILogger<MainLayout> log) : LayoutComponentBase, IDisposable
{
    private ErrorBoundary? boundary;
    private bool ready;

    private ViewerClock Clock => clock;

    private bool IsKiosk => navigation.Uri.Contains("kiosk=1", StringComparison.Ordinal) || IsAtThePlug;

    /// <summary>One large prompt for a phone: nothing beside it.</summary>
    private bool IsAtThePlug => navigation.ToBaseRelativePath(navigation.Uri).Split('?', '#')[0] is var path
        && path.StartsWith("acceptance/", StringComparison.OrdinalIgnoreCase) && path.EndsWith("/plug", StringComparison.OrdinalIgnoreCase);

    protected override void OnInitialized() => navigation.LocationChanged += OnLocationChanged;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        try
        {
            var module = await js.InvokeAsync<IJSObjectReference>("import", "./js/shell.js");
            clock.SetZone(await module.InvokeAsync<string>("viewerZone"));
        }
        catch (JSException exception)
        {
            log.LogWarning(exception, "The viewer's time zone is unknown: times are shown in UTC");
        }
        catch (JSDisconnectedException)
        {
            return;
        }
        ready = true;
        StateHasChanged();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => Recover();

    private void Recover() => boundary?.Recover();

    public void Dispose()
    {
        navigation.LocationChanged -= OnLocationChanged;
        GC.SuppressFinalize(this);
    }
}
