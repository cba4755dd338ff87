using OcppDashboard.Data.Entities;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Authorization.IdTags;

/// <summary>What of the id tags is shown.</summary>
/// <param name="Q">Part of the tag, its parent or its note; null: any.</param>
/// <param name="Status">As it counts now: an Accepted tag whose expiry has passed is Expired; null: any.</param>
public sealed record IdTagFilter(string? Q, string? Status)
{
    public bool IsEmpty => string.IsNullOrWhiteSpace(Q) && string.IsNullOrEmpty(Status);

    public IEnumerable<IdTagEntity> Of(IEnumerable<IdTagEntity> tags, DateTimeOffset now) => tags.Where(tag =>
        (string.IsNullOrEmpty(Status) || StatusOf(tag, now).Equals(Status, StringComparison.OrdinalIgnoreCase))
        && (string.IsNullOrWhiteSpace(Q) || IdTagComparer.Instance.Equals(tag.IdTag, Q.Trim())
            || new[] { tag.IdTag, tag.ParentIdTag, tag.Note }.Any(text => text?.Contains(Q.Trim(), StringComparison.OrdinalIgnoreCase) == true)));

    public static string StatusOf(IdTagEntity tag, DateTimeOffset now) => tag.Status == "Accepted" && tag.ExpiresAt <= now ? "Expired" : tag.Status;
}
