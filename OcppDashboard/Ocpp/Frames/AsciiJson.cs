using System.Globalization;
using System.Text;

namespace OcppDashboard.Ocpp.Frames;

/// <summary>JSON of ASCII characters alone (charger-quirks C13), with no more escapes than that takes: what is not ASCII stands only in texts.</summary>
internal static class AsciiJson
{
    /// <param name="json">UTF-8 as a writer made it.</param>
    public static byte[] Of(ReadOnlySpan<byte> json)
    {
        if (Ascii.IsValid(json)) return json.ToArray();
        var text = new StringBuilder(json.Length + 16);
        foreach (var c in Encoding.UTF8.GetString(json))
            if (char.IsAscii(c)) text.Append(c);
            else text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
