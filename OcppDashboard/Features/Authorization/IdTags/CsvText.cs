using System.Text;

namespace OcppDashboard.Features.Authorization.IdTags;

/// <summary>One line of a table that a person brought in.</summary>
/// <param name="Line">From 1, as a text editor counts; where the record begins.</param>
/// <param name="IsUnclosed">A quotation mark was opened in it and never closed.</param>
public sealed record CsvRecord(int Line, IReadOnlyList<string> Fields, bool IsUnclosed = false);

/// <summary>Takes CSV apart as spreadsheets write it: any of their encodings, separators and a <c>sep=</c> line.</summary>
public static class CsvText
{
    private static readonly char[] Separators = [';', '\t', ',', '|'];

    /// <summary>The text of a file: UTF-8 or UTF-16 with or without byte order mark, else Windows-1252 as Excel saves "CSV".</summary>
    public static string Decode(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) return Encoding.UTF8.GetString(file[3..]);
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Encoding.Unicode.GetString(file[2..]);
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return Encoding.BigEndianUnicode.GetString(file[2..]);
        if (file.Length > 3 && file[1] == 0 && file[3] == 0) return Encoding.Unicode.GetString(file);
        if (file.Length > 3 && file[0] == 0 && file[2] == 0) return Encoding.BigEndianUnicode.GetString(file);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file);
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(file);
        }
    }

    /// <summary>All records with their line numbers; a <c>sep=</c> line is followed, not given out.</summary>
    public static IReadOnlyList<CsvRecord> Records(string text)
    {
        text = text.TrimStart('\uFEFF');
        var firstLine = text.AsSpan()[..(text.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? end : text.Length)];
        var declared = Declared(firstLine);
        var records = Split(text, declared ?? MostFrequent(firstLine));
        if (declared is not null) records.RemoveAt(0);
        return records;
    }

    /// <summary>What Excel's own line says: <c>sep=;</c>, also in quotation marks.</summary>
    private static char? Declared(ReadOnlySpan<char> line)
    {
        line = line.Trim(" \"");
        return line.Length == 5 && line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) ? line[4] : null;
    }

    private static char MostFrequent(ReadOnlySpan<char> line)
    {
        Span<int> counts = stackalloc int[Separators.Length];
        var quoted = false;
        foreach (var letter in line)
        {
            if (letter == '"') quoted = !quoted;
            else if (!quoted && Array.IndexOf(Separators, letter) is var at and >= 0) counts[at]++;
        }
        var best = Array.IndexOf(Separators, ',');
        for (var i = 0; i < counts.Length; i++)
            if (counts[i] > counts[best]) best = i;
        return Separators[best];
    }

    private static List<CsvRecord> Split(string text, char separator)
    {
        List<CsvRecord> records = [];
        List<string> fields = [];
        var field = new StringBuilder();
        var quoted = false;
        var line = 1;
        var began = 1;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            var endsLine = c == '\n' || (c == '\r' && next != '\n');
            if (endsLine) line++;
            if (quoted && c == '"' && next == '"')
            {
                field.Append('"');
                i++;
            }
            else if (c == '"' && (quoted || field.Length == 0)) quoted = !quoted;
            else if (quoted) field.Append(c);
            else if (c == separator) EndField();
            else if (endsLine) EndRecord(false);
            else if (c != '\r') field.Append(c);
        }
        if (field.Length > 0 || fields.Count > 0) EndRecord(quoted);
        return records;

        void EndField()
        {
            fields.Add(field.ToString());
            field.Clear();
        }

        void EndRecord(bool isUnclosed)
        {
            EndField();
            records.Add(new(began, fields, isUnclosed));
            fields = [];
            began = line;
        }
    }
}
