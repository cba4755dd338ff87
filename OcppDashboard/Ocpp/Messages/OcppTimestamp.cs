using System.Globalization;

namespace OcppDashboard.Ocpp.Messages;

/// <summary>
/// A point in time as it came (charger-quirks E). What a charge point's clock says is history; when something happened for us is the
/// time of receipt.
/// </summary>
/// <param name="Value">The instant; null when the text could not be read. Without a zone in the text it is taken as UTC.</param>
/// <param name="HasZone">False when the text had neither Z nor an offset (E1).</param>
/// <param name="Text">The text as sent where it was not a plain UTC time; null otherwise.</param>
public readonly record struct OcppTimestamp(DateTimeOffset? Value, bool HasZone = true, string? Text = null)
{
    public bool IsAbsent => Value is null && string.IsNullOrEmpty(Text);

    /// <summary>UTC with Z and at most 3 fraction digits, none where there is no fraction (C4, C10).</summary>
    public static string Format(DateTimeOffset value)
    {
        var utc = value.UtcDateTime;
        return utc.ToString(utc.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>Reads any ISO 8601 form that charge points are known to send, never throws.</summary>
    public static OcppTimestamp Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return default;
        var s = text.Trim();
        if (s.Length < 10 || s[4] != '-') return new(null, true, text); // the framework would take "10:30" as today
        var time = s.Length > 11 ? s[11..] : "";
        var hasZone = time.EndsWith('Z') || time.EndsWith('z') || time.IndexOfAny(['+', '-']) >= 0;
        // "+02" alone is not understood by the framework (E3)
        var normal = hasZone && time.Length > 3 && time[^3] is '+' or '-' ? s + ":00" : s;
        return DateTimeOffset.TryParse(normal, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var value)
            ? new(value, hasZone, text)
            : new(null, hasZone, text);
    }

    public override string ToString() => Value is { } value ? Format(value) : Text ?? "";

    public static implicit operator OcppTimestamp(DateTimeOffset value) => new(value);
}
