using System.Collections.Immutable;

namespace OcppDashboard.State;

/// <summary>A certificate that charge points depend on.</summary>
/// <param name="Use">Short and stable: server, issuer, authority.</param>
/// <param name="Subject">Its name, as it is in it.</param>
public sealed record WatchedCertificate(string Use, string Subject, DateTimeOffset ExpiresAt)
{
    /// <summary>Somebody should see to it from so long before its end.</summary>
    public static readonly TimeSpan Early = TimeSpan.FromDays(30);

    private static readonly int[] Bands = [0, 1, 3, 7, 14, 30];

    public bool IsNearItsEnd(DateTimeOffset now) => ExpiresAt - now < Early;

    /// <summary>How pressing it is: 30, 14, 7, 3, 1 or 0 days at most; null: not yet. Changes a few times only.</summary>
    public int? Band(DateTimeOffset now)
    {
        var left = ExpiresAt - now;
        foreach (var days in Bands)
            if (left < TimeSpan.FromDays(days)) return days;
        return null;
    }

    /// <summary>How long it is still good, or since when it is not.</summary>
    public string Words(DateTimeOffset now) => ExpiresAt <= now ? $"expired on {ExpiresAt:yyyy-MM-dd}" : $"expires on {ExpiresAt:yyyy-MM-dd}, in {(ExpiresAt - now).TotalDays:0} days";
}

/// <summary>The certificates of the door for TLS and how their files are; who watches them keeps it true.</summary>
public sealed class WatchedCertificates
{
    private volatile Facts now = new([], null, null);

    public ImmutableArray<WatchedCertificate> All => now.All;

    /// <summary>Why the files are not served as they are now, a sentence; null: they are.</summary>
    public string? Fault => now.Fault;

    public DateTimeOffset? FaultSince => now.Since;

    public void Set(ImmutableArray<WatchedCertificate> all, string? fault, DateTimeOffset at)
    {
        var before = now;
        now = new(all, fault, fault is null ? null : fault == before.Fault ? before.Since : at);
    }

    private sealed record Facts(ImmutableArray<WatchedCertificate> All, string? Fault, DateTimeOffset? Since);
}
