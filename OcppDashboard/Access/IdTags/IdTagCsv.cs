using System.Globalization;
using System.Text;
using OcppDashboard.Data.Entities;

namespace OcppDashboard.Access.IdTags;

/// <param name="Line">From 1, as a text editor counts.</param>
public sealed record WrongLine(int Line, string Reason);

/// <summary>What taking a file would do. Nothing is taken by reading it.</summary>
public sealed record IdTagImport(IReadOnlyList<IdTagEntity> New, IReadOnlyList<IdTagEntity> Changed, int Same, IReadOnlyList<WrongLine> Wrong)
{
    public IReadOnlyList<IdTagEntity> Taken => [.. New, .. Changed];
}

/// <summary>Reads id tags from CSV with comma, semicolon or tab between the fields, as the CSV of the page or as people write them.</summary>
public static class IdTagCsv
{
    /// <summary>Column titles of what is written; what is read may spell them otherwise or leave all but the first out.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["id tag", "parent id tag", "status", "expires (UTC)", "concurrent", "note"];

    private const int MostWrong = 1_000;
    private static readonly string[][] Names =
        [["idtag", "tag", "rfid", "uid"], ["parentidtag", "parent", "parentid"], ["status"], ["expires", "expiresutc", "expiresat", "expirydate", "expiry"], ["concurrent", "allowsconcurrent"], ["note", "comment", "name"]];

    /// <param name="find">The tag that is known already, ignoring case.</param>
    public static IdTagImport Read(string text, Func<string, IdTagEntity?> find)
    {
        var records = Records(text.TrimStart('\uFEFF'));
        var columns = records.Count > 0 ? Titles(records[0].Fields) : null;
        Dictionary<string, IdTagEntity> added = new(StringComparer.OrdinalIgnoreCase), changed = new(StringComparer.OrdinalIgnoreCase);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        List<WrongLine> wrong = [];
        var same = 0;
        foreach (var (line, fields) in columns is null ? records : records.Skip(1))
        {
            if (fields.All(string.IsNullOrWhiteSpace)) continue;
            var (tag, reason) = Tag(fields, columns ?? [0, 1, 2, 3, 4, 5], find);
            reason ??= tag is null ? null : IdTagCheck.Problem(tag);
            if (reason is null && !seen.Add(tag!.IdTag)) reason = $"The id tag {tag.IdTag} is in the file twice; the first line counts.";
            if (reason is not null)
            {
                if (wrong.Count < MostWrong) wrong.Add(new(line, reason));
            }
            else if (find(tag!.IdTag) is not { } known) added[tag.IdTag] = tag;
            else if (IsSame(known, tag)) same++;
            else changed[tag.IdTag] = tag;
        }
        return new([.. added.Values], [.. changed.Values], same, wrong);
    }

    private static (IdTagEntity? Tag, string? Reason) Tag(List<string> fields, int[] columns, Func<string, IdTagEntity?> find)
    {
        string? Field(int column) => columns[column] is var at and >= 0 && at < fields.Count && Plain(fields[at]) is { Length: > 0 } text ? text : null;
        bool Has(int column) => columns[column] is var at and >= 0 && at < fields.Count;
        if (Field(0) is not { } idTag) return (null, "The id tag is missing.");
        var known = find(idTag); // a column that is not there leaves what is known
        var status = Field(2) is { } word ? IdTagCheck.Statuses.FirstOrDefault(s => s.Equals(word, StringComparison.OrdinalIgnoreCase)) : Has(2) ? "Accepted" : known?.Status ?? "Accepted";
        if (status is null) return (null, $"The status \"{Field(2)}\" must be one of {string.Join(", ", IdTagCheck.Statuses)}.");
        var expires = Has(3) ? null : known?.ExpiresAt;
        if (Field(3) is { } date)
        {
            if (!DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) || !char.IsAsciiDigit(date[0]) || date.Length < 8 || date[4] != '-')
                return (null, $"The expiry \"{date}\" is no date such as 2027-01-31 or 2027-01-31T12:00:00Z.");
            expires = at;
        }
        bool? concurrent = Field(4)?.ToLowerInvariant() switch
        {
            null => Has(4) ? false : known?.AllowsConcurrent ?? false,
            "true" or "yes" or "1" or "x" => true,
            "false" or "no" or "0" or "-" => false,
            _ => null,
        };
        if (concurrent is not { } allows) return (null, $"Concurrent is \"{Field(4)}\"; it must be true or false.");
        return (new IdTagEntity
        {
            IdTag = idTag, ParentIdTag = Has(1) ? Field(1) : known?.ParentIdTag, Status = status, ExpiresAt = expires, AllowsConcurrent = allows, Note = Has(5) ? Field(5) : known?.Note,
        }, null);
    }

    private static bool IsSame(IdTagEntity a, IdTagEntity b) =>
        a.ParentIdTag == b.ParentIdTag && a.Status == b.Status && a.AllowsConcurrent == b.AllowsConcurrent && a.Note == b.Note
        && a.ExpiresAt?.ToUnixTimeSeconds() == b.ExpiresAt?.ToUnixTimeSeconds();

    /// <summary>Without the apostrophe that keeps a spreadsheet from taking a text as a formula.</summary>
    private static string Plain(string field)
    {
        var text = field.Trim();
        return text.Length > 1 && text[0] == '\'' && text[1] is '=' or '+' or '-' or '@' or '\t' or '\r' ? text[1..] : text;
    }

    /// <summary>Where each of our columns is; null when the first line is no title line.</summary>
    private static int[]? Titles(List<string> fields)
    {
        var words = fields.ConvertAll(field => new string([.. field.ToLowerInvariant().Where(char.IsAsciiLetter)]));
        var columns = Names.Select(names => words.FindIndex(names.Contains)).ToArray();
        return columns[0] < 0 ? null : columns;
    }

    private static List<(int Line, List<string> Fields)> Records(string text)
    {
        var separator = Separator(text);
        List<(int, List<string>)> records = [];
        List<string> fields = [];
        var field = new StringBuilder();
        var (quoted, line, began) = (false, 1, 1);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n') line++;
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') field.Append(text[++i]);
            else if (c == '"' && (quoted || field.Length == 0)) quoted = !quoted;
            else if (quoted) field.Append(c);
            else if (c == separator) Next();
            else if (c == '\n') End();
            else if (c != '\r') field.Append(c);
        }
        if (field.Length > 0 || fields.Count > 0) End();
        return records;

        void Next()
        {
            fields.Add(field.ToString());
            field.Clear();
        }

        void End()
        {
            Next();
            records.Add((began, fields));
            (fields, began) = ([], line);
        }
    }

    private static char Separator(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var first = end < 0 ? text : text[..end];
        return new[] { ';', '\t', ',' }.MaxBy(c => first.Count(x => x == c) * 10 + (c == ',' ? 1 : 0));
    }
}
