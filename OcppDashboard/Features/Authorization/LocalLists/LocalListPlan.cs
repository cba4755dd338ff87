using OcppDashboard.Data.Entities;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Authorization.LocalLists;

/// <summary>What goes into a local authorization list, and in which messages.</summary>
public static class LocalListPlan
{
    private const int WireLength = 20; // CiString20Type

    /// <summary>The list as the id tags are now. Tags longer than the wire allows cannot be in it.</summary>
    public static IReadOnlyList<AuthorizationData> Entries(IEnumerable<IdTagEntity> tags) =>
        [.. tags.Where(tag => tag.IdTag.Length <= WireLength).Select(tag => new AuthorizationData(tag.IdTag, new(
            tag.ExpiresAt is { } expiry ? expiry : null, tag.ParentIdTag is { Length: <= WireLength } parent ? parent : null, OcppEnum<AuthorizationStatus>.Parse(tag.Status))))];

    /// <summary>The tags that are longer than the wire allows, which no local list can hold.</summary>
    public static IReadOnlyList<string> LeftOut(IEnumerable<IdTagEntity> tags) => [.. tags.Where(tag => tag.IdTag.Length > WireLength).Select(tag => tag.IdTag)];

    /// <summary>What makes <paramref name="sent"/> into <paramref name="now"/>: new and changed entries as they are, removed ones without idTagInfo.</summary>
    public static IReadOnlyList<AuthorizationData> Changes(IReadOnlyList<AuthorizationData> sent, IReadOnlyList<AuthorizationData> now)
    {
        var before = ByTag(sent);
        var after = ByTag(now);
        return
        [
            .. now.Where(entry => !before.TryGetValue(entry.IdTag, out var old) || !Same(old.IdTagInfo, entry.IdTagInfo)),
            .. sent.Where(entry => !after.ContainsKey(entry.IdTag)).Select(entry => new AuthorizationData(entry.IdTag, null)),
        ];
    }

    /// <summary>A list after a differential update.</summary>
    public static IReadOnlyList<AuthorizationData> Apply(IReadOnlyList<AuthorizationData> list, IReadOnlyList<AuthorizationData> changes)
    {
        var next = ByTag(list);
        foreach (var entry in changes)
            if (entry.IdTagInfo is null) next.Remove(entry.IdTag);
            else next[entry.IdTag] = entry;
        return [.. next.Values];
    }

    /// <summary>The messages that carry a list: the first of the given type, further parts as differential updates with the versions after it.</summary>
    /// <param name="version">Of the first message.</param>
    /// <param name="most">Entries in one message, from SendLocalListMaxLength; null: any number.</param>
    public static IReadOnlyList<SendLocalListRequest> Messages(IReadOnlyList<AuthorizationData> entries, UpdateType type, int version, int? most)
    {
        if (entries.Count == 0) return type == UpdateType.Full ? [new(version, [], type)] : [];
        return [.. entries.Chunk(Math.Max(1, most ?? int.MaxValue)).Select((part, i) => new SendLocalListRequest(version + i, part, i == 0 ? type : UpdateType.Differential))];
    }

    private static Dictionary<string, AuthorizationData> ByTag(IEnumerable<AuthorizationData> entries)
    {
        var map = new Dictionary<string, AuthorizationData>(IdTagComparer.Instance);
        foreach (var entry in entries) map[entry.IdTag] = entry;
        return map;
    }

    private static bool Same(IdTagInfo? a, IdTagInfo? b) => a is null || b is null ? a is null && b is null
        : string.Equals(a.Status.ToString(), b.Status.ToString(), StringComparison.OrdinalIgnoreCase) && string.Equals(a.ParentIdTag, b.ParentIdTag, StringComparison.OrdinalIgnoreCase)
            && a.ExpiryDate?.ToString() == b.ExpiryDate?.ToString();
}
