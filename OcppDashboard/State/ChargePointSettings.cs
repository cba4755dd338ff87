using System.Collections.Concurrent;
using System.Collections.Immutable;
using OcppDashboard.Live;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.State;

/// <summary>What people set for one charge point. The default of each member is what holds for a charge point that nobody set anything for.</summary>
public sealed record ChargePointSettings
{
    /// <summary>As people call it; null: by its identity.</summary>
    public string? Name { get; init; }

    /// <summary>SHA-256 of the password it must show in its handshake; null: none is asked for.</summary>
    public string? PasswordSha256 { get; init; }

    /// <summary>SHA-256 of a password that it was sent as its AuthorizationKey and has not shown yet: until it does, both hold; null: none is on its way.</summary>
    public string? OfferedPasswordSha256 { get; init; }

    /// <summary>The user name of its credentials need not be its identity (A15).</summary>
    public bool IgnoresUserName { get; init; }

    /// <summary>Without a client certificate of its own it is let in by no door (security profile 3).</summary>
    public bool RequiresClientCertificate { get; init; }

    /// <summary>The lowest security profile that it is let in with, 0 to 3. Raised when it changed to a higher one, lowered by a person alone.</summary>
    public int MinSecurityProfile { get; init; }

    /// <summary>A security profile that it accepted and has not booted with yet; null: none.</summary>
    public int? OfferedSecurityProfile { get; init; }

    /// <summary>False: refused at the handshake.</summary>
    public bool MayConnect { get; init; } = true;

    /// <summary>What its next BootNotification is answered with, for test benches; null: Accepted. Stays until changed.</summary>
    public RegistrationStatus? NextBootStatus { get; init; }

    /// <summary>Interval in the boot answer, s; null: as the server's settings say.</summary>
    public int? BootIntervalSeconds { get; init; }

    /// <summary>Nothing is sent to it that nobody asked for.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Answers leave so much later, 0 to 2000 ms (B10).</summary>
    public int ReplyDelayMs { get; init; }

    /// <summary>The handshake is finished without a sub-protocol although one was offered (A1).</summary>
    public bool OmitsSubProtocol { get; init; }

    /// <summary>Its energy registers are multiplied by this (G2).</summary>
    public decimal MeterFactor { get; init; } = 1;

    /// <summary>The id tag of remote starts where nobody gives another (F25); null: ours.</summary>
    public string? RemoteIdTag { get; init; }

    /// <summary>The shortest idle limit, s: whoever sends a heartbeat each minute is not cut off by one that comes late (B3).</summary>
    public const int LeastIdleLimitSeconds = 300;

    /// <summary>Closed after so long without a byte, <see cref="LeastIdleLimitSeconds"/> at least; null: three heartbeats, and not less than the server's settings say (B3).</summary>
    public int? IdleLimitSeconds { get; init; }

    /// <summary>Lines of the work list that somebody has seen, with what they were about then; null: none.</summary>
    public ImmutableDictionary<string, string>? Acknowledged { get; init; }

    /// <summary>How its configuration can be read, found out once (I1); null: not known yet.</summary>
    public string? ConfigurationWay { get; init; }
}

/// <summary>The settings of all charge points, in memory; who changes them keeps them too.</summary>
public sealed class ChargePointSettingsStore : IForgetsChargePoints
{
    private static readonly ChargePointSettings Default = new();
    private readonly ConcurrentDictionary<string, ChargePointSettings> all = new(StringComparer.OrdinalIgnoreCase);
    private volatile bool hasAny; // asked for each message: where nobody set anything nothing is looked up

    public ChargePointSettingsStore() => Identities = new(id => all.ContainsKey(id) ? id : null);

    public KnownIdentities Identities { get; }

    /// <summary>Signals the id of a charge point whose settings changed.</summary>
    public ChangeFeed<string> Changes { get; } = new(StringComparer.OrdinalIgnoreCase);

    public ChargePointSettings Of(string chargePointId) => hasAny && all.TryGetValue(chargePointId, out var settings) ? settings : Default;

    public bool Has(string chargePointId) => all.ContainsKey(chargePointId);

    public IReadOnlyDictionary<string, ChargePointSettings> All => all;

    public int Count => all.Count;

    public void Forget(string chargePointId)
    {
        if (Has(chargePointId)) Set(chargePointId, null);
    }

    /// <param name="settings">Null: as for a charge point that nobody set anything for.</param>
    public void Set(string chargePointId, ChargePointSettings? settings)
    {
        if (settings is null)
        {
            all.TryRemove(chargePointId, out _);
            Identities.Remove(chargePointId);
        }
        else
        {
            (all[chargePointId], hasAny) = (settings, true);
            Identities.Add(chargePointId);
        }
        Changes.Signal(chargePointId);
    }
}
