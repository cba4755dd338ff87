namespace OcppDashboard.State;

/// <summary>Puts the names that people give into the snapshots, where the wall draws and searches them.</summary>
public sealed class ChargePointNames : IDisposable
{
    private readonly IDisposable subscription;

    public ChargePointNames(ChargePointSettingsStore settings, ChargePointStore store) => subscription = settings.Changes.SubscribeAll(id =>
    {
        var name = settings.Of(id).Name;
        if (store.Find(id) is { } known && known.Name != name) store.Update(id, snapshot => snapshot with { Name = name });
    });

    public void Dispose() => subscription.Dispose();
}
