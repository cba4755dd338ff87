using System.Collections.Frozen;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Metering;

/// <summary>
/// Words of a sampled value as the specification spells them (7.28 to 7.42). Another case, padding and usual synonyms are understood; a word that is
/// not is noted and kept as it came (D24, D25, X13).
/// </summary>
public static class SampledValueChecks
{
    private const string SpeltDifferently = "a word of a reading in another spelling";

    private static readonly string[] MeasurandWords =
    [
        Measurands.EnergyActiveImportRegister, Measurands.PowerActiveImport, Measurands.CurrentImport, Measurands.Voltage, Measurands.StateOfCharge, Measurands.CurrentOffered,
        Measurands.PowerOffered, Measurands.Temperature, Measurands.EnergyActiveImportInterval, "Energy.Active.Export.Register", "Energy.Reactive.Import.Register",
        "Energy.Reactive.Export.Register", "Energy.Active.Export.Interval", "Energy.Reactive.Import.Interval", "Energy.Reactive.Export.Interval", "Power.Active.Export",
        "Power.Reactive.Import", "Power.Reactive.Export", "Power.Factor", "Current.Export", "Frequency", "RPM",
    ];

    private static readonly string[] Contexts =
        ["Sample.Periodic", "Sample.Clock", "Transaction.Begin", "Transaction.End", "Trigger", "Interruption.Begin", "Interruption.End", "Other"];

    private static readonly string[] Locations = ["Outlet", "Inlet", "EV", "Body", "Cable"];
    private static readonly string[] Phases = ["L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "L1-L2", "L2-L3", "L3-L1"];
    private static readonly string[] Formats = ["Raw", SignedValue.Format];

    /// <summary>Both spellings of Celsius are published, and Hertz stands in one of the published schemas.</summary>
    private static readonly string[] Units =
        ["Wh", "kWh", "W", "kW", "A", "V", "Percent", "Celsius", "Celcius", "Fahrenheit", "K", "varh", "kvarh", "VA", "kVA", "var", "kvar", "Hertz"];

    private static readonly FrozenDictionary<string, string> MeasurandsByLetters = ByLetters(MeasurandWords, ("stateofcharge", Measurands.StateOfCharge));
    private static readonly FrozenDictionary<string, string> ContextsByLetters = ByLetters(Contexts);
    private static readonly FrozenDictionary<string, string> LocationsByLetters = ByLetters(Locations);
    private static readonly FrozenDictionary<string, string> PhasesByLetters = ByLetters(Phases, ("phase1", "L1"), ("phase2", "L2"), ("phase3", "L3"));
    private static readonly FrozenDictionary<string, string> FormatsByLetters = ByLetters(Formats);

    private static readonly FrozenDictionary<string, string> UnitsByLetters = ByLetters(
        Units, ("%", "Percent"), ("pct", "Percent"), ("percentage", "Percent"), ("c", "Celsius"), ("°c", "Celsius"), ("degc", "Celsius"),
        ("f", "Fahrenheit"), ("°f", "Fahrenheit"), ("kelvin", "K"), ("watt", "W"), ("watts", "W"), ("kilowatt", "kW"), ("kilowatts", "kW"),
        ("watthour", "Wh"), ("watthours", "Wh"), ("kilowatthour", "kWh"), ("kilowatthours", "kWh"), ("mwh", "MWh"), ("amp", "A"), ("amps", "A"),
        ("ampere", "A"), ("amperes", "A"), ("volt", "V"), ("volts", "V"), ("hz", "Hertz"));

    /// <returns>The reading itself where all words are listed ones.</returns>
    public static SampledValue Read(SampledValue sample)
    {
        var measurand = Read(sample.Measurand, MeasurandWords, MeasurandsByLetters, "measurands");
        var context = Read(sample.Context, Contexts, ContextsByLetters, "contexts");
        var location = Read(sample.Location, Locations, LocationsByLetters, "locations");
        var phase = Read(sample.Phase, Phases, PhasesByLetters, "phases");
        var format = Read(sample.Format, Formats, FormatsByLetters, "formats");
        var unit = Unit(sample.Unit);
        var isListed = ReferenceEquals(measurand, sample.Measurand) && ReferenceEquals(context, sample.Context) && ReferenceEquals(unit, sample.Unit)
            && ReferenceEquals(location, sample.Location) && ReferenceEquals(phase, sample.Phase) && ReferenceEquals(format, sample.Format);
        return isListed ? sample
            : sample with { Measurand = measurand, Context = context, Location = location, Phase = phase, Format = format, Unit = unit };
    }

    private static string? Unit(string? unit)
    {
        if (unit is not { Length: > 0 } || Array.IndexOf(Units, unit) >= 0) return unit;
        ReadingNotes.Add("a unit that the specification does not list");
        var trimmed = PaddedTexts.Trim(unit);
        if (trimmed is "mA" or "mV" or "mW" or "MW") return trimmed; // here the case tells milli from mega
        return UnitsByLetters.GetValueOrDefault(Letters(unit)) ?? trimmed;
    }

    private static string? Read(string? word, string[] listed, FrozenDictionary<string, string> byLetters, string what)
    {
        if (word is not { Length: > 0 } || Array.IndexOf(listed, word) >= 0) return word;
        if (byLetters.TryGetValue(Letters(word), out var known))
        {
            ReadingNotes.Add(SpeltDifferently);
            return known;
        }
        var trimmed = PaddedTexts.Trim(word);
        if (trimmed.Length > 0) ReadingNotes.Add($"\"{JsonTexts.Shorten(trimmed)}\" is not one of the {what} of a reading");
        return trimmed;
    }

    /// <summary>Small letters and digits alone: dots, blanks, strokes and case differ from one charge point to the next.</summary>
    private static string Letters(string word)
    {
        const int most = 64;
        Span<char> letters = stackalloc char[most];
        var count = 0;
        foreach (var c in word)
            if ((char.IsLetterOrDigit(c) || c is '%' or '°') && count < most) letters[count++] = char.ToLowerInvariant(c);
        return new(letters[..count]);
    }

    private static FrozenDictionary<string, string> ByLetters(string[] words, params ReadOnlySpan<(string Letters, string Word)> synonyms)
    {
        var all = new Dictionary<string, string>();
        foreach (var word in words) all.TryAdd(Letters(word), word);
        foreach (var (letters, word) in synonyms) all.TryAdd(letters, word);
        return all.ToFrozenDictionary();
    }
}
