using System.Text.Json;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Metering;

/// <summary>What a point holds besides its columns, in words for a person.</summary>
public static class OtherReadings
{
    private const int Most = 12;

    /// <param name="json">Sampled values as a JSON array; null: there are none.</param>
    public static IReadOnlyList<string> Describe(string? json)
    {
        if (json is null) return [];
        try
        {
            using var samples = JsonDocument.Parse(json);
            var all = samples.RootElement.EnumerateArray().Take(Most).Select(sample => sample.Deserialize(OcppJsonContext.Wire.SampledValue)!);
            return [.. all.Select(Describe)];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return [json];
        }
    }

    private static string Describe(Ocpp.Messages.SampledValue sample)
    {
        if (MeterPointReader.Number(sample.Value, null) is null && SignedValue.Describe(sample) is { } signed) return signed;
        string?[] parts = [sample.Measurand ?? "Energy.Active.Import.Register", sample.Phase, sample.Location, $"{sample.Value} {sample.Unit}".Trim()];
        return string.Join(" ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }
}
