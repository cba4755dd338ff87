using System.Collections.Frozen;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.State;

/// <summary>A kind of fault that is tolerated.</summary>
/// <param name="Code">Short and stable; A1 to K8 are rows of the published lists of charge points' habits, X ones are ours.</param>
/// <param name="Advice">What the vendor should change, one or two sentences.</param>
/// <param name="Notes">Texts it is noted with: whole, as a beginning (ends with …) or as a part (begins with …).</param>
public sealed record FindingKind(string Code, string Title, string Advice, params string[] Notes);

/// <summary>All kinds that are known, and which of them a note means.</summary>
public static partial class FindingKinds
{
    public static IReadOnlyList<FindingKind> All { get; } = [.. Handshakes, .. Frames, .. Times, .. Transactions, .. Readings];

    private static readonly FrozenDictionary<string, FindingKind> ByCode = All.ToFrozenDictionary(kind => kind.Code);
    private static readonly FrozenDictionary<string, FindingKind> ByNote = All.SelectMany(kind => kind.Notes.Where(IsWhole).Select(note => (note, kind))).ToFrozenDictionary(p => p.note, p => p.kind);
    private static readonly (string Text, bool IsBeginning, FindingKind Kind)[] ByPart =
        [.. All.SelectMany(kind => kind.Notes.Where(note => !IsWhole(note)).Select(note => (note.Trim('…'), note[0] != '…', kind)))];

    /// <exception cref="KeyNotFoundException">There is none with this code.</exception>
    public static FindingKind Of(string code) => ByCode[code];

    public static FindingKind? Find(string code) => ByCode.GetValueOrDefault(code);

    public static string AdviceOf(string code) => Find(code)?.Advice ?? UnknownAdvice;

    /// <summary>The kinds that the notes of an exchange mean, each once; what is not known is its own kind.</summary>
    /// <param name="notes">With "; " between them; texts in quotes may hold that too.</param>
    /// <param name="action">Begins the title of what is not known.</param>
    public static IEnumerable<FindingKind> OfNotes(string notes, string action)
    {
        var seen = new HashSet<string>();
        foreach (var note in Split(notes))
            foreach (var kind in OfNote(note, action))
                if (seen.Add(kind.Code)) yield return kind;
    }

    /// <summary>The kind that the end of a connection means; null: none.</summary>
    public static FindingKind? ByReason(string reason) => ByNote.GetValueOrDefault(reason);

    private static IEnumerable<FindingKind> OfNote(string note, string action)
    {
        if (note.Length == 0 || IsOurFault(note)) return [];
        if (note.StartsWith(Repaired, StringComparison.Ordinal)) return RepairedParts.Where(part => note.Contains(part.Note, StringComparison.Ordinal)).Select(part => Of(part.Code));
        if (ByNote.TryGetValue(note, out var known)) return [known];
        foreach (var (text, isBeginning, kind) in ByPart)
            if (isBeginning ? note.StartsWith(text, StringComparison.Ordinal) : note.LastIndexOf('"') is var quote && note.IndexOf(text, Math.Max(0, quote), StringComparison.Ordinal) >= 0) return [kind];
        return [Unknown(note, action)];
    }

    private static FindingKind Unknown(string note, string action)
    {
        const int mostCode = 100, mostTitle = 300;
        var title = action.Length == 0 ? note : $"{action}: {note}"; // both are whatever it sent
        return new(note.Length > mostCode ? note[..mostCode] : note, title.Length > mostTitle ? title[..mostTitle] + "…" : title, UnknownAdvice);
    }

    private static IEnumerable<string> Split(string notes)
    {
        var (start, isQuoted) = (0, false);
        for (var i = 0; i < notes.Length; i++)
        {
            if (notes[i] == '"') isQuoted = !isQuoted;
            else if (!isQuoted && notes[i] == ';' && i + 1 < notes.Length && notes[i + 1] == ' ')
            {
                yield return notes[start..i];
                start = i + 2;
            }
        }
        yield return notes[start..];
    }

    private static bool IsWhole(string note) => note[0] != '…' && note[^1] != '…';

    /// <summary>What this server could not do, or what it makes a charge point do, is no finding about the charge point.</summary>
    private static bool IsOurFault(string note) =>
        note is "not kept, not answered" or "our fault, not answered" or "the connection ended before the answer was sent"
            or "sent again before it was answered, the answer is repeated" or "the answer came after its deadline, which was short"
            or "an answer to a call of an earlier connection" or WireExchange.ShortTimeOut
        || note.StartsWith("not acted on: ", StringComparison.Ordinal);

    private const string Repaired = "repaired: ";
    private const string UnknownAdvice = "The frame shows what was sent; the specification says what belongs there.";

    private static readonly (string Note, string Code)[] RepairedParts = [("a missing value", "D4"), ("a leading comma", "D5"), ("raw control bytes", "D6")];
}
