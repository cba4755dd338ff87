using System.Globalization;
using OcppDashboard.Data.Entities;

namespace OcppDashboard.Features.Authorization.IdTags;

/// <summary>Reads one record of a table of id tags.</summary>
/// <param name="columns">What the fields mean.</param>
/// <param name="dates">Reads the expiry.</param>
internal sealed class IdTagFields(IdTagColumns columns, CsvDates dates)
{
    private static readonly Dictionary<string, string> StatusWords = Words(
        ("Accepted", "accepted active enabled valid ok allowed allow authorized authorised aktiv gültig freigegeben akzeptiert"),
        ("Blocked", "blocked block disabled inactive locked revoked suspended gesperrt blockiert inaktiv"), ("Expired", "expired abgelaufen"), ("Invalid", "invalid ungültig unknown"));

    private static readonly Dictionary<string, string> TruthWords = Words(("true", "true yes y 1 x on ja j wahr"), ("false", "false no n 0 - off nein falsch"));

    /// <summary>What was understood otherwise than it stands there, for the preview.</summary>
    public List<(int Line, string Text)> Notes { get; } = [];

    /// <param name="find">The tag that is known already; a column that is not there leaves what is known.</param>
    public (IdTagEntity? Tag, string? Reason) Read(CsvRecord record, Func<string, IdTagEntity?> find)
    {
        if (record.IsUnclosed) return (null, "A quotation mark is opened here and never closed.");
        for (var i = columns.Of.Count; i < record.Fields.Count; i++)
            if (!string.IsNullOrWhiteSpace(record.Fields[i])) return (null, $"There are {record.Fields.Count} fields for {columns.Of.Count} columns: \"{record.Fields[i].Trim()}\" belongs to none.");
        if (Field(record, IdTagColumn.IdTag) is not { } idTag) return (null, "The id tag is missing.");
        var known = find(idTag);
        var tag = new IdTagEntity
        {
            IdTag = idTag, ParentIdTag = Has(IdTagColumn.ParentIdTag) ? Field(record, IdTagColumn.ParentIdTag) : known?.ParentIdTag,
            Note = Has(IdTagColumn.Note) ? Field(record, IdTagColumn.Note) : known?.Note, ExpiresAt = known?.ExpiresAt, AllowsConcurrent = known?.AllowsConcurrent ?? false,
            Status = known?.Status ?? "Accepted",
        };
        return (tag, Expiry(record, tag) ?? Status(record, tag) ?? Concurrent(record, tag));
    }

    private string? Expiry(CsvRecord record, IdTagEntity tag)
    {
        if (!Has(IdTagColumn.Expires)) return null;
        tag.ExpiresAt = null;
        if (Field(record, IdTagColumn.Expires) is not { } text || text.ToLowerInvariant() is "-" or "never" or "none" or "null") return null;
        (tag.ExpiresAt, var problem) = dates.Read(text);
        return problem;
    }

    /// <summary>From the columns status, blocked and most concurrent transactions (SteVe: 0 is blocked): whichever blocks counts.</summary>
    private string? Status(CsvRecord record, IdTagEntity tag)
    {
        if (Has(IdTagColumn.Status))
        {
            if (Field(record, IdTagColumn.Status) is not { } word) tag.Status = "Accepted";
            else if (StatusWords.TryGetValue(word, out var status)) tag.Status = status;
            else return $"The status \"{word}\" must be one of {string.Join(", ", IdTagCheck.Statuses)}.";
        }
        var isBlocked = (bool?)null;
        if (Has(IdTagColumn.Blocked) && Field(record, IdTagColumn.Blocked) is { } blocked)
        {
            if (!TruthWords.TryGetValue(blocked, out var truth)) return $"Blocked is \"{blocked}\"; it must be true or false.";
            isBlocked = truth == "true";
        }
        if (Field(record, IdTagColumn.MostConcurrent) is "0") isBlocked = true;
        else if (Has(IdTagColumn.MostConcurrent) && !Has(IdTagColumn.Blocked)) isBlocked = false;
        if (isBlocked == false && Has(IdTagColumn.Status) && tag.Status == "Blocked") Notes.Add((record.Line, $"{tag.IdTag} is Blocked by its status and not by the other column: it is imported as Blocked."));
        else if (isBlocked == false && tag.Status == "Blocked") tag.Status = "Accepted";
        if (isBlocked == true && tag.Status != "Blocked")
        {
            if (Field(record, IdTagColumn.Status) is not null) Notes.Add((record.Line, $"{tag.IdTag} is {tag.Status} by its status and blocked by the other column: it is imported as Blocked."));
            tag.Status = "Blocked";
        }
        return null;
    }

    private string? Concurrent(CsvRecord record, IdTagEntity tag)
    {
        if (Has(IdTagColumn.Concurrent))
        {
            if (Field(record, IdTagColumn.Concurrent) is not { } word) tag.AllowsConcurrent = false;
            else if (TruthWords.TryGetValue(word, out var truth)) tag.AllowsConcurrent = truth == "true";
            else if (!IsCount(word, out var count)) return $"Concurrent is \"{word}\"; it must be true or false.";
            else SetMost(record, tag, count);
        }
        if (Has(IdTagColumn.MostConcurrent) && Field(record, IdTagColumn.MostConcurrent) is { } text)
        {
            if (!IsCount(text, out var count)) return $"The maximum of concurrent transactions is \"{text}\"; it must be a whole number, or -1 for no maximum.";
            SetMost(record, tag, count);
        }
        return null;
    }

    private void SetMost(CsvRecord record, IdTagEntity tag, int count)
    {
        tag.AllowsConcurrent = count is -1 or > 1;
        if (count > 1) Notes.Add((record.Line, $"{tag.IdTag} may have {count} transactions at a time: a number is not kept, it is imported as allowed to have several."));
    }

    private static bool IsCount(string text, out int count) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out count) && count >= -1;

    private bool Has(IdTagColumn meaning) => columns.IndexOf(meaning) >= 0;

    private string? Field(CsvRecord record, IdTagColumn meaning) =>
        columns.IndexOf(meaning) is var at and >= 0 && at < record.Fields.Count && Plain(record.Fields[at]) is { Length: > 0 } text ? text : null;

    /// <summary>Without the apostrophe that keeps a spreadsheet from taking a text as a formula.</summary>
    private static string Plain(string field)
    {
        var text = field.Trim();
        return text.Length > 1 && text[0] == '\'' && text[1] is '=' or '+' or '-' or '@' or '\t' or '\r' ? text[1..] : text;
    }

    private static Dictionary<string, string> Words(params (string Meaning, string Words)[] rows)
    {
        var words = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (meaning, text) in rows)
            foreach (var word in text.Split(' '))
                words[word] = meaning;
        return words;
    }
}
