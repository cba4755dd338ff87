using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Metering;

/// <summary>Notes words of a sampled value that the specification does not list (7.28 to 7.42, D24, D25). Whatever they are, they are kept.</summary>
public static class SampledWords
{
    /// <summary>Both spellings of Celsius are published, and Hertz stands in one of the published schemas.</summary>
    private static readonly string[] Units =
        ["Wh", "kWh", "varh", "kvarh", "W", "kW", "VA", "kVA", "var", "kvar", "A", "V", "Celsius", "Celcius", "Fahrenheit", "K", "Percent", "Hertz"];

    private static readonly string[] Contexts =
        ["Interruption.Begin", "Interruption.End", "Other", "Sample.Clock", "Sample.Periodic", "Transaction.Begin", "Transaction.End", "Trigger"];

    private static readonly string[] Locations = ["Body", "Cable", "EV", "Inlet", "Outlet"];
    private static readonly string[] Phases = ["L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "L1-L2", "L2-L3", "L3-L1"];

    public static void Check(SampledValue sample)
    {
        if (IsOdd(sample.Context, Contexts)) Note(sample.Context!, "contexts");
        if (IsOdd(sample.Location, Locations)) Note(sample.Location!, "locations");
        if (IsOdd(sample.Phase, Phases)) Note(sample.Phase!, "phases");
        if (sample.Format is { Length: > 0 } and not ("Raw" or "SignedData")) Note(sample.Format, "formats");
        if (IsOdd(sample.Unit, Units)) ReadingNotes.Add("a unit that the specification does not list");
    }

    private static bool IsOdd(string? word, string[] listed) => word is { Length: > 0 } && Array.IndexOf(listed, word) < 0;

    private static void Note(string word, string what) => ReadingNotes.Add($"\"{JsonTexts.Shorten(word)}\" is not one of the {what} of a reading");
}
