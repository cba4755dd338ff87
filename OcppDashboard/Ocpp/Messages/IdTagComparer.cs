using System.Diagnostics.CodeAnalysis;

namespace OcppDashboard.Ocpp.Messages;

/// <summary>
/// When two id tags are the same card: case does not matter (OCPP's CiString), nor does how the bytes of a UID are written: <c>04 A1 B2 C3</c>,
/// <c>04:a1:b2:c3</c> and <c>04A1B2C3</c> are one. Only UIDs of the lengths that cards have (4, 7 or 10 bytes) are read so; all else differs by each character.
/// </summary>
public sealed class IdTagComparer : IEqualityComparer<string>
{
    public static readonly IdTagComparer Instance = new();

    private const int MostDigits = 20;

    private IdTagComparer()
    {
    }

    public bool Equals(string? x, string? y)
    {
        if (string.Equals(x, y, StringComparison.OrdinalIgnoreCase)) return true;
        if (x is null || y is null || x.Length == y.Length && !IsSpaced(x)) return false;
        Span<char> first = stackalloc char[MostDigits], second = stackalloc char[MostDigits];
        return Digits(x, first).Equals(Digits(y, second), StringComparison.OrdinalIgnoreCase);
    }

    public int GetHashCode([DisallowNull] string obj)
    {
        Span<char> digits = stackalloc char[MostDigits];
        return string.GetHashCode(Digits(obj, digits), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>True for a UID whose bytes are written apart.</summary>
    public static bool IsSpaced(string idTag)
    {
        Span<char> digits = stackalloc char[MostDigits];
        return Digits(idTag, digits).Length != idTag.Length;
    }

    /// <summary>The digits of a UID whose bytes are written apart; any other tag as it is.</summary>
    private static ReadOnlySpan<char> Digits(string idTag, Span<char> digits)
    {
        var bytes = (idTag.Length + 1) / 3;
        if (bytes is not (4 or 7 or 10) || idTag.Length != bytes * 3 - 1 || idTag[2] is not (' ' or ':' or '-' or '.')) return idTag;
        for (var i = 0; i < bytes; i++)
        {
            var at = i * 3;
            if (!char.IsAsciiHexDigit(idTag[at]) || !char.IsAsciiHexDigit(idTag[at + 1]) || (at + 2 < idTag.Length && idTag[at + 2] != idTag[2])) return idTag;
            digits[i * 2] = idTag[at];
            digits[i * 2 + 1] = idTag[at + 1];
        }
        return digits[..(bytes * 2)];
    }
}
