using System.Security.Cryptography;
using System.Text;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>
/// UniqueIds of our CALLs: half of each is chance, the other half follows from it and the charge point. So an answer to a CALL of an earlier
/// connection, or of before a restart, is told from one that nobody asked for (D16), and nothing has to be remembered for it.
/// </summary>
public static class OwnUniqueId
{
    private const int Half = 8, Digits = 4 * Half, MostText = 4 * 36;

    /// <summary>In the form of a GUID.</summary>
    public static string New(string chargePointId)
    {
        Span<byte> id = stackalloc byte[2 * Half];
        RandomNumberGenerator.Fill(id[..Half]);
        Follow(id[..Half], chargePointId, id[Half..]);
        return new Guid(id, bigEndian: true).ToString();
    }

    /// <summary>True when the id was made for a CALL to this charge point, at whatever time, in whatever spelling it came back.</summary>
    public static bool IsOf(string chargePointId, string uniqueId)
    {
        if (uniqueId.Length > MostText) return false;
        Span<char> digits = stackalloc char[Digits];
        var count = 0;
        foreach (var c in uniqueId)
        {
            if (!char.IsAsciiLetterOrDigit(c)) continue;
            if (count == Digits || !char.IsAsciiHexDigit(c)) return false;
            digits[count++] = c;
        }
        if (count != Digits) return false;
        ReadOnlySpan<byte> id = Convert.FromHexString(digits);
        Span<byte> expected = stackalloc byte[Half];
        Follow(id[..Half], chargePointId, expected);
        return id[Half..].SequenceEqual(expected);
    }

    private static void Follow(ReadOnlySpan<byte> chance, string chargePointId, Span<byte> half)
    {
        var hash = SHA256.HashData([.. chance, .. Encoding.UTF8.GetBytes(chargePointId.ToUpperInvariant())]);
        hash.AsSpan(0, Half).CopyTo(half);
    }
}
