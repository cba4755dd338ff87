namespace OcppDashboard.Components.Shared;

/// <summary>Several subscriptions that end together.</summary>
internal sealed class Subscriptions(params IDisposable[] all) : IDisposable
{
    public void Dispose()
    {
        foreach (var one in all) one.Dispose();
    }
}
