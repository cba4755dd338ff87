using System.Globalization;
using OcppDashboard.Commands.Effects;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Components.Shared;

/// <summary>Numbers with their units and spans of time in words, English. Null and what is no number becomes a dash.</summary>
public static class Units
{
    public const string None = "–";

    /// <param name="watts">W.</param>
    /// <returns>kW with one digit: <c>11.0 kW</c>.</returns>
    public static string Power(double? watts) => With(Kilo(watts), "kW");

    /// <summary>The number of <see cref="Power"/> alone.</summary>
    public static string Kilo(double? base1, int digits = 1) => Number(base1 / 1000, digits);

    /// <param name="wattHours">Wh.</param>
    public static string Energy(double? wattHours, int digits = 1) => With(Kilo(wattHours, digits), "kWh");

    public static string Current(double? amperes) => With(Number(amperes, amperes is > -100 and < 100 ? 1 : 0), "A");
    public static string Voltage(double? volts) => With(Number(volts, 0), "V");
    public static string Percent(double? percent) => With(Number(percent, 0), "%");
    public static string Temperature(double? celsius) => With(Number(celsius, 0), "°C");

    /// <returns><c>812 bytes</c>, <c>12.3 kB</c>, <c>28.6 MB</c>: as timelines have it.</returns>
    public static string Bytes(long bytes) => FileTexts.Size(bytes);

    public static string Number(double? value, int digits)
    {
        if (value is not { } number || !double.IsFinite(number)) return None;
        if (Math.Abs(number) >= 1e12) return number.ToString("0.##e0", CultureInfo.InvariantCulture);
        var text = number.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text.StartsWith('-') && !text.AsSpan().ContainsAnyInRange('1', '9') ? text[1..] : text; // no "-0.0"
    }

    /// <returns><c>45 s</c>, <c>31 min</c>, <c>1 h 19 min</c>, <c>1 d 4 h</c>; never negative.</returns>
    public static string Duration(TimeSpan span) => span switch
    {
        _ when span < TimeSpan.FromMinutes(1) => $"{Math.Max(0, (int)span.TotalSeconds)} s",
        _ when span < TimeSpan.FromHours(1) => $"{(int)span.TotalMinutes} min",
        _ when span < TimeSpan.FromDays(1) => span.Minutes == 0 ? $"{span.Hours} h" : $"{span.Hours} h {span.Minutes:00} min",
        _ => span.Hours == 0 ? $"{(int)span.TotalDays} d" : $"{(int)span.TotalDays} d {span.Hours} h",
    };

    /// <returns><c>44 min 07 s</c>: with seconds up to an hour.</returns>
    public static string LongDuration(TimeSpan span) =>
        span >= TimeSpan.FromMinutes(1) && span < TimeSpan.FromHours(1) ? $"{span.Minutes} min {span.Seconds:00} s" : Duration(span);

    public static string Milliseconds(TimeSpan span) =>
        span < TimeSpan.FromSeconds(1) ? $"{Math.Max(0, span.TotalMilliseconds):0} ms"
        : span < TimeSpan.FromMinutes(1) ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s") : LongDuration(span);

    /// <returns><c>just now</c>, <c>2 s ago</c>, <c>31 min ago</c>.</returns>
    public static string Ago(DateTimeOffset at, DateTimeOffset now) =>
        now - at < TimeSpan.FromSeconds(1) ? "just now" : Duration(now - at) + " ago";

    /// <summary>The text as people see it (<see cref="VisibleText"/>), cut with an ellipsis when it is too long.</summary>
    public static string Cut(string text, int length)
    {
        text = VisibleText.OfLines(text);
        if (text.Length <= length) return text;
        var end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    /// <returns><c>1 connector</c>, <c>1,000 connectors</c>.</returns>
    public static string Count(int number, string noun, string? plural = null) =>
        number.ToString("N0", CultureInfo.InvariantCulture) + " " + (number == 1 ? noun : plural ?? noun + "s");

    private static string With(string number, string unit) => number == None ? None : number + " " + unit;
}
