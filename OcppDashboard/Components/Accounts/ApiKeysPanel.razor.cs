using OcppDashboard.Features.Accounts;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Components.Accounts;

/// <summary>The keys of programs: made, shown once, listed and revoked here.</summary>
public partial class ApiKeysPanel(ApiKeyStore keys, ILogger<ApiKeysPanel> log)
{
    private Asked asked;
    private long picked;
    private string? failure;

    private enum Asked { Nothing, Make, Revoke }

    protected override TimeSpan? Tick => TimeSpan.FromSeconds(10); // when a key was last used signals nothing

    protected override IDisposable Subscribe(Action changed) => keys.Changes.SubscribeAll(_ => changed());

    private void Ask(long id) => (asked, picked) = (Asked.Revoke, id);

    private void Close() => asked = Asked.Nothing;

    private async Task RevokeAsync()
    {
        try
        {
            await keys.RevokeAsync(picked);
            failure = null;
        }
        catch (StorageFailedException exception)
        {
            log.LogError(exception, "A key could not be revoked for good");
            failure = ApiKeyTexts.NotKept;
        }
    }
}
