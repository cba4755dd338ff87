using OcppDashboard.Data.Entities;

namespace OcppDashboard.Features.Authorization.IdTags;

/// <summary>What an id tag must be before it is kept.</summary>
public static class IdTagCheck
{
    /// <summary>The specification allows 20 characters; charge points send more (D28), and such a tag can be written down too.</summary>
    public const int MostCharacters = 64;
    public const int MostNote = 500;

    /// <summary>It is sent to charge points with each answer, so the specification's limit holds (7.27).</summary>
    public const int MostParentCharacters = 20;

    /// <summary>The states a person can give a tag; ConcurrentTx comes about by itself.</summary>
    public static IReadOnlyList<string> Statuses { get; } = ["Accepted", "Blocked", "Expired", "Invalid"];

    /// <returns>A sentence, or null when the tag can be kept.</returns>
    public static string? Problem(IdTagEntity tag) => tag switch
    {
        { IdTag: var id } when string.IsNullOrWhiteSpace(id) => "The id tag is empty.",
        { IdTag: var id } when id != id.Trim() => "The id tag begins or ends with a blank.",
        { IdTag.Length: > MostCharacters } => $"The id tag has {tag.IdTag.Length} characters; at most {MostCharacters} can be kept.",
        { IdTag: var id } when id.Any(char.IsControl) => "The id tag has a control character in it.",
        { ParentIdTag.Length: > MostParentCharacters } => $"The parent id tag has {tag.ParentIdTag.Length} characters; charge points take at most {MostParentCharacters}.",
        { ParentIdTag: { } parent } when parent.Any(char.IsControl) => "The parent id tag has a control character in it.",
        { Note.Length: > MostNote } => $"The note has {tag.Note.Length} characters; at most {MostNote} can be kept.",
        _ when !Statuses.Contains(tag.Status) => $"The status \"{tag.Status}\" must be one of {string.Join(", ", Statuses)}.",
        _ => null,
    };
}
