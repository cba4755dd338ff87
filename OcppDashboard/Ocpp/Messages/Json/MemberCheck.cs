using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OcppDashboard.Ocpp.Messages.Json;

/// <summary>
/// Looks for members that the specification does not have, for doubled ones (D20) and for null where a member is left out (D21): the serializer passes
/// over all three without a word. One pass over the outer members, without an allocation for a clean payload; payloads that are read by hand note these themselves.
/// </summary>
internal sealed class MemberCheck
{
    public const string Unknown = "a member that OCPP 1.6 does not have: ";
    public const string Twice = "a member came twice in one object";
    public const string Null = "null stood where a member is left out";

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 36 };
    private readonly byte[][] names;

    private MemberCheck(byte[][] names) => this.names = names;

    /// <returns>Null for what a converter of its own reads.</returns>
    public static MemberCheck? Of(JsonTypeInfo info) =>
        info.Kind == JsonTypeInfoKind.Object && info.Properties.Count <= 64 ? new([.. info.Properties.Select(member => Encoding.UTF8.GetBytes(member.Name))]) : null;

    /// <summary>Adds what is odd to the <see cref="ReadingNotes"/>.</summary>
    /// <param name="payload">An object that has been read already.</param>
    public void Note(ReadOnlySpan<byte> payload)
    {
        if (payload.Length <= 2) return; // {}
        var reader = new Utf8JsonReader(payload, ReaderOptions);
        reader.Read();
        var (seen, next) = (0UL, 0);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = IndexOf(ref reader, next);
            if (index < 0) NoteUnknown(ref reader);
            else
            {
                if ((seen & (1UL << index)) != 0) ReadingNotes.Add(Twice);
                seen |= 1UL << index;
                next = index + 1;
            }
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null) ReadingNotes.Add(Null);
            else reader.Skip();
        }
    }

    /// <summary>Says that the member at which the reader stands is none of the specification.</summary>
    public static void NoteUnknown(ref Utf8JsonReader reader) => ReadingNotes.Add($"{Unknown}\"{JsonTexts.Shorten(JsonTexts.Read(ref reader)).Replace('"', '\'')}\"");

    /// <param name="next">Where it is when the members come in the specification's order.</param>
    private int IndexOf(ref Utf8JsonReader reader, int next)
    {
        for (var i = 0; i < names.Length; i++)
        {
            var index = next + i < names.Length ? next + i : next + i - names.Length;
            if (JsonTexts.IsName(ref reader, names[index])) return index;
        }
        return -1;
    }
}

/// <summary>The members of one object that were read, for payloads that are read by hand.</summary>
internal struct SeenMembers
{
    private int bits;

    /// <summary>Moves from a member's name to its value; false for null.</summary>
    /// <param name="member">0 to 31, one for each member.</param>
    public bool Next(ref Utf8JsonReader reader, int member)
    {
        if ((bits & (1 << member)) != 0) ReadingNotes.Add(MemberCheck.Twice);
        bits |= 1 << member;
        reader.Read();
        if (reader.TokenType != JsonTokenType.Null) return true;
        ReadingNotes.Add(MemberCheck.Null);
        return false;
    }

    /// <summary>Moves over a member that the specification does not have.</summary>
    public static void PassOver(ref Utf8JsonReader reader)
    {
        MemberCheck.NoteUnknown(ref reader);
        reader.Skip();
    }
}
