namespace OcppDashboard.Components.Shared;

/// <summary>
/// What an input shows whose value lives in the address. The address comes back a round trip after it was asked for: an echo of what was
/// told earlier must not take the place of what was typed or chosen since.
/// </summary>
public sealed class EchoedValue
{
    private const int MostTold = 64; // echoes that never come must not add up
    private readonly Queue<string> told = new();
    private string? received;

    public string Shown { get; private set; } = "";

    /// <summary>A person typed or chose it.</summary>
    public void Type(string text) => Shown = text;

    /// <summary>It goes into the address now, spelled like this.</summary>
    public void Tell(string address)
    {
        if (told.Count == MostTold) told.Clear();
        told.Enqueue(address);
    }

    /// <summary>The value of the address: taken where it is no echo, such as that of a link or of the browser's back button.</summary>
    public void Receive(string? address)
    {
        var value = address ?? "";
        if (value == received) return;
        received = value;
        if (told.Contains(value))
        {
            while (told.Dequeue() != value)
            {
                // one that was overtaken
            }
            return;
        }
        told.Clear();
        Shown = value;
    }
}
