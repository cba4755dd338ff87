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

    /// <summary>Something was sent that is no point in time.</summary>
    public bool IsUnreadable => Value is null && !string.IsNullOrEmpty(Text);

    /// <summary>It was read although the specification has no such form (E3).</summary>
    public bool IsInAnotherForm { get; init; }

    /// <summary>UTC with Z and at most 3 fraction digits, none where there is no fraction (C4, C10).</summary>
    public static string Format(DateTimeOffset value)
    {
        var utc = value.UtcDateTime;
        return utc.ToString(utc.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>Reads any form that charge points are known to send or plainly mean, never throws.</summary>
    public static OcppTimestamp Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return default;
        if (TimestampForms.Read(text) is not { } read) return new(null, true, text);
        return new(read.Value, read.HasZone, text) { IsInAnotherForm = read.IsInAnotherForm };
    }

    /// <summary>Seconds, milliseconds or less since 1970, by their size.</summary>
    /// <param name="text">The number as sent.</param>
    public static OcppTimestamp OfNumber(decimal number, string text) =>
        TimestampForms.SinceEpoch(number) is { } value ? new(value, true, text) { IsInAnotherForm = true } : new(null, true, text);

    public override string ToString() => Value is { } value ? Format(value) : Text ?? "";

    public static implicit operator OcppTimestamp(DateTimeOffset value) => new(value);
}
