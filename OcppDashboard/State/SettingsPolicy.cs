using System.Collections.Concurrent;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.State;

/// <summary>The settings of charge points as their connections need them, made once for each change.</summary>
public sealed class SettingsPolicy : IConnectionPolicy, IDisposable
{
    public const int MaxReplyDelayMs = 2000;
    private static readonly byte[] FitsNothing = [];
    private readonly ConcurrentDictionary<string, ConnectionPolicy> policies = new(StringComparer.OrdinalIgnoreCase);
    private readonly ChargePointSettingsStore store;
    private volatile bool hasAny; // asked for each answer
    private readonly IDisposable subscription;

    public SettingsPolicy(ChargePointSettingsStore store)
    {
        this.store = store;
        subscription = store.Changes.SubscribeAll(Change);
        foreach (var id in store.All.Keys) Change(id);
    }

    public ConnectionPolicy Of(string chargePointId) => hasAny && policies.TryGetValue(chargePointId, out var policy) ? policy : ConnectionPolicy.Default;

    private void Change(string id)
    {
        if (store.Has(id)) (policies[id], hasAny) = (Of(store.Of(id)), true);
        else policies.TryRemove(id, out _);
    }

    private static ConnectionPolicy Of(ChargePointSettings settings) => new()
    {
        MayConnect = settings.MayConnect, PasswordSha256 = Hash(settings.PasswordSha256), OfferedPasswordSha256 = Hash(settings.OfferedPasswordSha256), IgnoresUserName = settings.IgnoresUserName,
        RequiresClientCertificate = settings.RequiresClientCertificate, MinSecurityProfile = settings.MinSecurityProfile,
        OmitsSubProtocol = settings.OmitsSubProtocol, ReplyDelay = TimeSpan.FromMilliseconds(Math.Clamp(settings.ReplyDelayMs, 0, MaxReplyDelayMs)),
        IdleLimit = settings.IdleLimitSeconds is { } seconds and > 0 ? TimeSpan.FromSeconds(Math.Max(seconds, ChargePointSettings.LeastIdleLimitSeconds)) : null, IsProvisioned = true,
        HeartbeatInterval = settings.BootIntervalSeconds is { } interval ? TimeSpan.FromSeconds(interval) : null,
    };

    /// <summary>A hash that cannot be read lets nobody in: to take it for none would open the door.</summary>
    private static byte[]? Hash(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            return FitsNothing;
        }
    }

    public void Dispose() => subscription.Dispose();
}
