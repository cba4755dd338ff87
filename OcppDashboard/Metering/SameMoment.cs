using System.Text.Json;

namespace OcppDashboard.Metering;

/// <summary>Two points of one connector, moment and context: whether one says anything that the other does not, and both as one.</summary>
public static class SameMoment
{
    /// <summary>True when all that was measured is there already: the same reading came again.</summary>
    public static bool Holds(this MeterPoint kept, MeterPoint point) =>
        Holds(kept.EnergyWh, point.EnergyWh) && Holds(kept.PowerW, point.PowerW)
        && Holds(kept.CurrentL1A, point.CurrentL1A) && Holds(kept.CurrentL2A, point.CurrentL2A) && Holds(kept.CurrentL3A, point.CurrentL3A)
        && Holds(kept.CurrentA, point.CurrentA)
        && Holds(kept.VoltageL1V, point.VoltageL1V) && Holds(kept.VoltageL2V, point.VoltageL2V) && Holds(kept.VoltageL3V, point.VoltageL3V)
        && Holds(kept.VoltageV, point.VoltageV)
        && Holds(kept.CurrentOfferedA, point.CurrentOfferedA) && Holds(kept.PowerOfferedW, point.PowerOfferedW)
        && Holds(kept.StateOfCharge, point.StateOfCharge) && Holds(kept.TemperatureC, point.TemperatureC)
        && (point.OtherJson is null || point.OtherJson == kept.OtherJson || MissingIn(kept.OtherJson, point.OtherJson) is { Count: 0 });

    /// <summary>Both as one point; null where they say different things of one measurand: then each is a reading of its own.</summary>
    public static MeterPoint? With(this MeterPoint kept, MeterPoint more)
    {
        var fits = true;
        var both = kept with
        {
            EnergyWh = One(kept.EnergyWh, more.EnergyWh, ref fits), PowerW = One(kept.PowerW, more.PowerW, ref fits),
            CurrentL1A = One(kept.CurrentL1A, more.CurrentL1A, ref fits), CurrentL2A = One(kept.CurrentL2A, more.CurrentL2A, ref fits),
            CurrentL3A = One(kept.CurrentL3A, more.CurrentL3A, ref fits), CurrentA = One(kept.CurrentA, more.CurrentA, ref fits),
            VoltageL1V = One(kept.VoltageL1V, more.VoltageL1V, ref fits), VoltageL2V = One(kept.VoltageL2V, more.VoltageL2V, ref fits),
            VoltageL3V = One(kept.VoltageL3V, more.VoltageL3V, ref fits), VoltageV = One(kept.VoltageV, more.VoltageV, ref fits),
            CurrentOfferedA = One(kept.CurrentOfferedA, more.CurrentOfferedA, ref fits), PowerOfferedW = One(kept.PowerOfferedW, more.PowerOfferedW, ref fits),
            StateOfCharge = One(kept.StateOfCharge, more.StateOfCharge, ref fits), TemperatureC = One(kept.TemperatureC, more.TemperatureC, ref fits),
            OtherJson = One(kept.OtherJson, more.OtherJson, ref fits),
        };
        return fits ? both : null;
    }

    private static bool Holds(double? kept, double? given) => given is null || given == kept;

    private static double? One(double? kept, double? given, ref bool fits)
    {
        if (kept is not null && given is not null && kept != given) fits = false;
        return kept ?? given;
    }

    private static string? One(string? kept, string? given, ref bool fits)
    {
        if (kept is null || given is null || kept == given) return kept ?? given;
        if (MissingIn(kept, given) is { } missing) return missing.Count == 0 ? kept : $"{kept[..^1]},{string.Join(',', missing)}]";
        fits = false;
        return kept;
    }

    /// <summary>Samples of one list that another has not, as JSON; null where they have different values of one measurand.</summary>
    private static List<string>? MissingIn(string? kept, string given)
    {
        var known = new Dictionary<string, List<string>>();
        foreach (var (what, text) in Samples(kept))
            if (known.TryGetValue(what, out var texts)) texts.Add(text);
            else known[what] = [text];
        var missing = new List<string>();
        foreach (var (what, text) in Samples(given))
            if (!known.TryGetValue(what, out var texts)) missing.Add(text);
            else if (!texts.Contains(text)) return null;
        return missing;
    }

    /// <summary>Each sample with all of it but its value.</summary>
    private static List<(string What, string Text)> Samples(string? json)
    {
        var samples = new List<(string, string)>();
        if (json is null) return samples;
        using var document = JsonDocument.Parse(json);
        foreach (var sample in document.RootElement.EnumerateArray())
        {
            var members = sample.EnumerateObject().Where(member => member.Name != "value").OrderBy(member => member.Name, StringComparer.Ordinal);
            samples.Add((string.Join(' ', members.Select(member => $"{member.Name}:{member.Value.GetRawText()}")), sample.GetRawText()));
        }
        return samples;
    }
}
