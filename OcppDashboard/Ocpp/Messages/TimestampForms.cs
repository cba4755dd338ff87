using System.Globalization;
using System.Text.RegularExpressions;

namespace OcppDashboard.Ocpp.Messages;

/// <summary>The forms in which charge points write times: ISO 8601 extended and basic, and what is plainly meant by others (E3, X25).</summary>
internal static partial class TimestampForms
{
    private const int MaxLength = 100;
    private const int FractionDigits = 7; // of a second, what .NET holds
    private static readonly string[] WordForms =
        ["ddd, d MMM yyyy HH:mm:ss 'GMT'", "ddd, d MMM yyyy HH:mm:ss zzz", "ddd MMM d HH:mm:ss yyyy", "ddd MMM dd HH:mm:ss yyyy"];

    internal readonly record struct Reading(DateTimeOffset Value, bool HasZone, bool IsInAnotherForm);

    /// <returns>Null for what is no point in time.</returns>
    public static Reading? Read(string text)
    {
        var s = text.Trim().Trim('\0', '\uFEFF').Trim();
        if (s.Length is 0 or > MaxLength) return null;
        if (Number().Match(s) is { Success: true }) return OfDigits(s);
        if (Iso().Match(s) is { Success: true } iso) return OfIso(iso, text.Trim());
        return OfWords(s);
    }

    /// <summary>By its size seconds, milliseconds, microseconds or nanoseconds since 1970; null where no time has such a number.</summary>
    public static DateTimeOffset? SinceEpoch(decimal number)
    {
        const decimal mostSeconds = 100_000_000_000m; // the year 5138
        if (number < 0 || number >= mostSeconds * 1_000_000_000m) return null;
        var seconds = number;
        while (seconds >= mostSeconds) seconds /= 1000;
        return DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
    }

    /// <summary>Nothing but digits: a basic date with its time, or a number of seconds or less that some clock can have counted.</summary>
    private static Reading? OfDigits(string s)
    {
        const int leastDigits = 9, mostDigits = 19;
        var whole = s.Split('.', ',')[0];
        var isCompact = s.Length is 12 or 14 && (s.StartsWith("19", StringComparison.Ordinal) || s.StartsWith("20", StringComparison.Ordinal));
        if (isCompact && Compact().Match(s) is { Success: true } compact && OfIso(compact, s) is { } date) return date;
        if (whole.Length is < leastDigits or > mostDigits) return null;
        if (!decimal.TryParse(s.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
        return SinceEpoch(number) is { } value ? new(value, true, true) : null;
    }

    private static Reading? OfIso(Match match, string s)
    {
        if (Day(match) is not { } day || TimeOfDay(match) is not { } time) return null;
        var zone = match.Groups["zone"].Value.Trim();
        var region = match.Groups["region"].Value;
        var local = day.Ticks + time.Ticks;
        if (local > DateTime.MaxValue.Ticks || !TryZone(zone, region, new DateTime(local), out var offset)) return null;
        var utc = local - (offset ?? TimeSpan.Zero).Ticks;
        if (utc < 0 || utc > DateTime.MaxValue.Ticks) return null;
        return new(new DateTimeOffset(utc, TimeSpan.Zero), offset is not null, !Plain().IsMatch(s));
    }

    private static DateTime? Day(Match match)
    {
        var year = Int(match, "year");
        if (year is < 1 or > 9999) return null;
        if (match.Groups["week"].Success)
        {
            var (week, weekday) = (Int(match, "week"), Int(match, "weekday"));
            if (week < 1 || week > ISOWeek.GetWeeksInYear(year) || weekday is < 1 or > 7) return null;
            return year is 1 or 9999 ? null : ISOWeek.ToDateTime(year, week, (DayOfWeek)(weekday % 7));
        }
        if (match.Groups["ordinal"].Success)
        {
            var ordinal = Int(match, "ordinal");
            return ordinal >= 1 && ordinal <= (DateTime.IsLeapYear(year) ? 366 : 365) ? new DateTime(year, 1, 1).AddDays(ordinal - 1) : null;
        }
        var (month, day) = (Int(match, "month"), Int(match, "day"));
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateTime(year, month, day) : null;
    }

    private static TimeSpan? TimeOfDay(Match match)
    {
        if (!match.Groups["hour"].Success) return TimeSpan.Zero;
        var (hour, minute, second) = (Int(match, "hour"), Int(match, "minute"), Int(match, "second"));
        var half = match.Groups["half"].Value;
        if (half.Length > 0 && hour is < 1 or > 12) return null;
        if (half.Length > 0) hour = hour % 12 + (half[0] is 'p' or 'P' ? 12 : 0);
        var isEndOfDay = hour == 24 && minute == 0 && second == 0;
        if ((hour > 23 && !isEndOfDay) || minute > 59 || second > 60) return null; // 60: a leap second
        var fraction = match.Groups["fraction"].Value.PadRight(FractionDigits, '0')[..FractionDigits];
        return new TimeSpan(hour, minute, second) + TimeSpan.FromTicks(long.Parse(fraction, NumberStyles.None, CultureInfo.InvariantCulture));
    }

    /// <param name="offset">Null: no zone is said, or one that nobody knows.</param>
    /// <returns>False for an offset that cannot be.</returns>
    private static bool TryZone(string zone, string region, DateTime local, out TimeSpan? offset)
    {
        offset = null;
        var number = Offset().Match(zone);
        if (number.Success)
        {
            var (hours, minutes) = (Int(number, "hours"), Int(number, "minutes"));
            if (hours > 14 || minutes > 59) return false;
            offset = new TimeSpan(hours, minutes, 0) * (number.Groups["sign"].Value == "+" ? 1 : -1);
            return true;
        }
        offset = zone.ToUpperInvariant() switch
        {
            "" => OfRegion(region, local),
            "Z" or "UTC" or "GMT" or "UT" or "WET" => TimeSpan.Zero,
            "CET" or "MEZ" or "WEST" => TimeSpan.FromHours(1),
            "CEST" or "MESZ" or "EET" => TimeSpan.FromHours(2),
            "EEST" => TimeSpan.FromHours(3),
            _ => null,
        };
        return true;
    }

    /// <summary>Of a named zone such as Europe/Paris; null where there is none of that name.</summary>
    private static TimeSpan? OfRegion(string region, DateTime local)
    {
        if (region is "Z" or "UTC" or "GMT") return TimeSpan.Zero;
        return region.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(region, out var zone) ? zone.GetUtcOffset(local) : null;
    }

    /// <summary>Dates with the names of days and months, as mail and the C library write them.</summary>
    private static Reading? OfWords(string s)
    {
        var hasZone = s.EndsWith("GMT", StringComparison.Ordinal) || s.IndexOfAny(['+', '-']) >= 0;
        const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowInnerWhite;
        return DateTimeOffset.TryParseExact(s, WordForms, CultureInfo.InvariantCulture, styles, out var value)
            ? new(value, hasZone, true)
            : null;
    }

    /// <summary>0 where the group has nothing.</summary>
    private static int Int(Match match, string group) =>
        int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;

    private const string Time = """
        (?:(?:[Tt_]|\s+|\s*,\s*)(?<hour>\d{1,2})(?::?(?<minute>\d{1,2})(?::?(?<second>\d{1,2})(?:[.,](?<fraction>[0-9]+))?)?)?(?:\s*(?<half>[AaPp])[Mm])?)?
        """;

    private const string Zone = """
        \s*(?<zone>[Zz]|(?:[A-Za-z]{2,5}\s*)?[+\-\u2212]\d{1,2}(?::?\d{2})?[Zz]?|[A-Za-z]{2,5})?\s*(?:\[(?<region>[\w/+\-]+)\])?$
        """;

    private const string Date = """
        ^(?:(?<year>\d{4})([-/.])(?<month>\d{1,2})\1(?<day>\d{1,2})|(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})
        """;

    private const string WeekOrdinalOrBasicDate = """
        |(?<year>\d{4})-?[Ww](?<week>\d{2})-?(?<weekday>\d)|(?<year>\d{4})-(?<ordinal>\d{3})|(?<year>\d{4})(?<month>\d{2})(?<day>\d{2}))
        """;

    [GeneratedRegex(Date + WeekOrdinalOrBasicDate + Time + Zone, RegexOptions.CultureInvariant)]
    private static partial Regex Iso();

    [GeneratedRegex(@"^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Compact();

    [GeneratedRegex(@"^\d{9,20}(?:[.,]\d+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"^(?:[A-Za-z]{2,5}\s*)?(?<sign>[+\-\u2212])(?<hours>\d{1,2}):?(?<minutes>\d{2})?[Zz]?$", RegexOptions.CultureInvariant)]
    private static partial Regex Offset();

    /// <summary>As RFC 3339 has it, which the specification's schemas name: no other form is worth a word.</summary>
    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+\-]\d{2}:\d{2})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
