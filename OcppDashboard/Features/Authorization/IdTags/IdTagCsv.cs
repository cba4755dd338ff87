using OcppDashboard.Data.Entities;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Authorization.IdTags;

/// <param name="Line">From 1, as a text editor counts.</param>
public sealed record WrongLine(int Line, string Reason);

/// <summary>What importing a file would do. Reading it imports nothing.</summary>
/// <param name="Wrong">Lines that are not imported, and why.</param>
/// <param name="Notes">What is left out or taken otherwise than it stands in the file: columns and values, each named.</param>
public sealed record IdTagImport(
    IReadOnlyList<IdTagEntity> New, IReadOnlyList<IdTagEntity> Changed, int Same, IReadOnlyList<WrongLine> Wrong, IReadOnlyList<string> Notes)
{
    public IReadOnlyList<IdTagEntity> Taken => [.. New, .. Changed];
}

/// <summary>Reads id tags from CSV: the page's own, SteVe's export, or as people write them. What is not understood is named, never dropped without a word.</summary>
public static class IdTagCsv
{
    /// <summary>Column titles of what is written; what is read may spell them otherwise or leave all but the first out.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["id tag", "parent id tag", "status", "expires (UTC)", "concurrent", "note"];

    private const int MostLines = 1_000; // named at most, of each kind

    /// <summary>As <see cref="Read(string, Func{string, IdTagEntity?})"/>, for the bytes of a file (<see cref="CsvText.Decode"/>).</summary>
    public static IdTagImport Read(ReadOnlySpan<byte> file, Func<string, IdTagEntity?> find) => Read(CsvText.Decode(file), find);

    /// <param name="find">The tag that is known already, by whatever spelling.</param>
    public static IdTagImport Read(string text, Func<string, IdTagEntity?> find)
    {
        var records = CsvText.Records(text).Where(record => record.IsUnclosed || record.Fields.Any(field => !string.IsNullOrWhiteSpace(field))).ToList();
        var titled = records.Count > 0 ? IdTagColumns.OfTitles(records[0].Fields) : null;
        if (titled is not null && titled.IndexOf(IdTagColumn.IdTag) < 0)
            return new([], [], 0, [new(records[0].Line, "No column is the id tag: call one of them \"id tag\". Nothing can be imported.")], []);
        var columns = titled ?? IdTagColumns.Untitled;
        var rows = titled is null ? records : records[1..];
        var fields = new IdTagFields(columns, new(Column(rows, columns.IndexOf(IdTagColumn.Expires)), columns.IsUntil));
        Dictionary<string, IdTagEntity> added = new(IdTagComparer.Instance), changed = new(IdTagComparer.Instance);
        var seen = new Dictionary<string, int>(IdTagComparer.Instance);
        List<WrongLine> wrong = [];
        var same = 0;
        foreach (var record in rows)
        {
            var (tag, reason) = fields.Read(record, find);
            reason ??= IdTagCheck.Problem(tag!);
            if (reason is null && !seen.TryAdd(tag!.IdTag, record.Line)) reason = $"The id tag {tag.IdTag} is in the file twice; line {seen[tag.IdTag]} counts.";
            if (reason is not null) wrong.Add(new(record.Line, reason));
            else if (find(tag!.IdTag) is not { } known) added[tag.IdTag] = tag;
            else if (IsSame(known, tag)) same++;
            else changed[tag.IdTag] = tag;
        }
        return new([.. added.Values], [.. changed.Values], same, Most(wrong), [.. Titles(columns, rows), .. Notes(fields)]);
    }

    private static IEnumerable<string> Column(List<CsvRecord> rows, int at) =>
        at < 0 ? [] : rows.Where(row => at < row.Fields.Count).Select(row => row.Fields[at].Trim());

    /// <summary>Columns whose title is not understood, and how times are read.</summary>
    private static IEnumerable<string> Titles(IdTagColumns columns, List<CsvRecord> rows)
    {
        if (columns.Titles.Count == 0 && rows.Count > 0) yield return $"The file has no line of titles: its columns are read as {string.Join(", ", Columns)}.";
        for (var i = 0; i < columns.Titles.Count; i++)
            if (columns.Of[i] is null && LeftOut(columns.Titles[i].Trim(), i + 1, Column(rows, i)) is { } leftOut) yield return leftOut;
        if (columns.IndexOf(IdTagColumn.Expires) is var at and >= 0 && Column(rows, at).Any(field => field.Length > 0))
            yield return columns.IsUntil
                ? "Times without a zone are read as UTC; a date without a time is good until the end of that day (UTC)."
                : "Times without a zone are read as UTC; a date without a time means 00:00 UTC of that day.";
    }

    private static string? LeftOut(string title, int number, IEnumerable<string> fields) => title switch
    {
        "" => fields.Any(field => field.Length > 0) ? $"Column {number} has no title: what it holds is not imported." : null,
        _ when IdTagColumns.Knows(title) => $"The column \"{title}\" means the same as one before it: what it holds is not imported.",
        _ => $"The column \"{title}\" is not understood: what it holds is not imported.",
    };

    private static IEnumerable<string> Notes(IdTagFields fields)
    {
        foreach (var (line, text) in fields.Notes.Take(MostLines)) yield return $"Line {line}: {text}";
        if (fields.Notes.Count > MostLines) yield return $"… and {fields.Notes.Count - MostLines} more lines of this kind.";
    }

    private static IReadOnlyList<WrongLine> Most(List<WrongLine> wrong) =>
        wrong.Count <= MostLines ? wrong : [.. wrong.Take(MostLines), new(wrong[MostLines].Line, $"… and {wrong.Count - MostLines} more lines that cannot be imported.")];

    private static bool IsSame(IdTagEntity a, IdTagEntity b) =>
        a.ParentIdTag == b.ParentIdTag && a.Status == b.Status && a.AllowsConcurrent == b.AllowsConcurrent && a.Note == b.Note
        && a.ExpiresAt?.ToUnixTimeSeconds() == b.ExpiresAt?.ToUnixTimeSeconds();
}
