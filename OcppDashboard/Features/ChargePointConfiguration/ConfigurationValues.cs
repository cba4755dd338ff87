using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Features.ChargePointConfiguration;

/// <summary>Values of configuration keys as charge points write them.</summary>
public static class ConfigurationValues
{
    /// <summary>Longer ones overwrite other keys at some charge points (I7), and are cut or refused by many.</summary>
    public const int SafeLength = 100;

    /// <summary>Longer lists of measurands send some charge points into a boot loop (I6).</summary>
    public const int SafeMeasurands = 8;

    private static readonly char[] Quotes = ['\'', '"', ' ', '\t'];

    /// <summary>The parts of a list: blanks and quotes around them do not count (I4).</summary>
    public static string[] Parts(string value) => [.. value.Split(',').Select(part => part.Trim(Quotes)).Where(part => part.Length > 0)];

    /// <summary>The words of a list of single words, whatever stands between them: commas, semicolons or blanks (I4).</summary>
    public static string[] Words(string? value) => [.. (value ?? "").Split([',', ';', ' ', '\t']).Select(word => word.Trim(Quotes)).Where(word => word.Length > 0)];

    /// <summary>True when two values mean the same.</summary>
    public static bool AreSame(string? one, string? other) => one == other || Parts(one ?? "").SequenceEqual(Parts(other ?? ""), StringComparer.OrdinalIgnoreCase);

    /// <summary>What to think of before a value is sent, one sentence; null: nothing.</summary>
    public static string? Warning(string key, string value)
    {
        if (value.Length > SafeLength) return $"{value.Length} characters: many charge points cut or refuse more than {SafeLength}, some spoil other keys with them.";
        var isList = key.EndsWith("SampledData", StringComparison.OrdinalIgnoreCase) || key.EndsWith("AlignedData", StringComparison.OrdinalIgnoreCase);
        return isList && Parts(value).Length > SafeMeasurands ? $"{Parts(value).Length} measurands: some charge points accept so many and then restart for ever." : null;
    }

    /// <summary>A value for people: dots for a key that names a secret (I9).</summary>
    public static string? Shown(string key, string? value) => value is not null && SecretMasking.IsSecretKey(key) ? SecretMasking.Dots : value;
}
