namespace OcppDashboard.Ocpp.Abstractions;

/// <summary>What a handler found odd about the CALL it answers: handed over with the exchange. One for each connection, whose CALLs are answered one after another.</summary>
public sealed class CallNotes
{
    private const int Most = 20;
    private List<string>? notes;

    /// <param name="note">One of the texts that findings are known by, for a person.</param>
    public void Add(string note)
    {
        notes ??= [];
        if (notes.Count < Most && !notes.Contains(note)) notes.Add(note);
    }

    /// <summary>The notes since the last call; null when there were none.</summary>
    internal IReadOnlyList<string>? Take()
    {
        var taken = notes;
        notes = null;
        return taken;
    }
}
