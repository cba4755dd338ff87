using System.Globalization;
using System.Text;
using System.Text.Json;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Metering;

/// <summary>Readings that a meter signed (OCMF and other formats), in whatever packing they come (G15, X16). They are kept as sent; nothing counts with them.</summary>
public static class SignedValue
{
    public const string Format = "SignedData";

    private const string Ocmf = "OCMF|";
    private const int LeastText = 33, MostShown = 60; // no number is that long

    /// <summary>True when a value is signed data rather than a number: it says so, begins as OCMF, or is a longer text than any number.</summary>
    public static bool Is(SampledValue sample) =>
        sample.Format == Format || (sample.Value is { Length: > 4 } text && (text.Length >= LeastText || text.AsSpan().TrimStart().StartsWith(Ocmf, StringComparison.Ordinal)));

    /// <summary>In words for a person: "Signed (OCMF), 2965.1 kWh"; null when it is no signed value.</summary>
    public static string? Describe(SampledValue sample)
    {
        if (!Is(sample) || sample.Value is not { } value) return null;
        if (Unpacked(value.Trim()) is not { } text) return "Signed value, " + value.Length.ToString(CultureInfo.InvariantCulture) + " characters";
        var name = text.StartsWith(Ocmf, StringComparison.Ordinal) ? "OCMF" : text.StartsWith('<') ? "XML" : text.StartsWith('{') ? "JSON" : null;
        var reading = name == "OCMF" ? LastReading(text) : null;
        if (name is null) return "Signed value: " + (text.Length > MostShown ? text[..MostShown] + "…" : text);
        return reading is null ? $"Signed value ({name})" : $"Signed value ({name}), {reading}";
    }

    /// <summary>The text itself, out of hexadecimal or base64 where it is in one; null when that gives no text.</summary>
    private static string? Unpacked(string value)
    {
        if (value.StartsWith(Ocmf, StringComparison.Ordinal) || value.StartsWith('<') || value.StartsWith('{')) return value;
        var bytes = new byte[value.Length];
        if (Convert.FromHexString(value, bytes, out _, out var length) == System.Buffers.OperationStatus.Done || Convert.TryFromBase64String(value, bytes, out length))
        {
            var text = Encoding.UTF8.GetString(bytes, 0, length);
            return text.Any(c => c == '\uFFFD' || (char.IsControl(c) && !char.IsWhiteSpace(c))) ? null : text;
        }
        return value;
    }

    /// <summary>Register and unit of the last reading of an OCMF record.</summary>
    private static string? LastReading(string ocmf)
    {
        try
        {
            var end = ocmf.LastIndexOf('|');
            if (end <= Ocmf.Length) end = ocmf.Length;
            using var payload = JsonDocument.Parse(ocmf.AsMemory(Ocmf.Length, end - Ocmf.Length));
            if (!payload.RootElement.TryGetProperty("RD", out var readings) || readings.ValueKind != JsonValueKind.Array || readings.GetArrayLength() == 0) return null;
            var last = readings[readings.GetArrayLength() - 1];
            if (last.ValueKind != JsonValueKind.Object || !last.TryGetProperty("RV", out var value)) return null;
            return last.TryGetProperty("RU", out var unit) ? $"{value} {unit}" : value.ToString();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
