namespace OcppDashboard.Ocpp.Messages.Json;

/// <summary>What was tolerated while a payload was read: collected on the reading thread, handed over with the message.</summary>
/// <remarks>Converters cannot see who calls them; reading is synchronous, so a thread-static list is enough.</remarks>
public static class ReadingNotes
{
    /// <summary>An empty text where the member should be absent (D26).</summary>
    public const string EmptyText = "an empty text stands for nothing";

    [ThreadStatic] private static List<string>? notes;

    /// <summary>Called by converters: says what was odd, in words for a person.</summary>
    public static void Add(string note)
    {
        notes ??= [];
        if (notes.Count < 20 && !notes.Contains(note)) notes.Add(note);
    }

    /// <summary>The notes since the last call; null when there were none.</summary>
    public static IReadOnlyList<string>? Take()
    {
        var taken = notes is { Count: > 0 } ? notes : null;
        notes = null;
        return taken;
    }
}
