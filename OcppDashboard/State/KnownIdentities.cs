using System.Collections.Concurrent;
using System.Text;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.State;

/// <summary>Finds identities that look alike. Those in ASCII look like themselves, so that only the others are kept here.</summary>
/// <param name="stored">The stored spelling of an identity; null when it is not known.</param>
public sealed class KnownIdentities(Func<string, string?> stored)
{
    private readonly ConcurrentDictionary<string, string> bySkeleton = new(StringComparer.OrdinalIgnoreCase);

    internal void Add(string identity)
    {
        if (!Ascii.IsValid(identity)) bySkeleton.TryAdd(LookAlikes.Skeleton(identity), identity);
    }

    internal void Remove(string identity)
    {
        if (!Ascii.IsValid(identity)) bySkeleton.TryRemove(new KeyValuePair<string, string>(LookAlikes.Skeleton(identity), identity));
    }

    /// <returns>A known identity that looks like this one and is another; null: there is none.</returns>
    public string? LookAlike(string identity)
    {
        if (Ascii.IsValid(identity) && bySkeleton.IsEmpty) return null;
        var skeleton = LookAlikes.Skeleton(identity);
        var known = bySkeleton.GetValueOrDefault(skeleton) is { } strange && stored(strange) is not null ? strange : stored(skeleton);
        return known is null || known.Equals(identity, StringComparison.OrdinalIgnoreCase) ? null : known;
    }
}
