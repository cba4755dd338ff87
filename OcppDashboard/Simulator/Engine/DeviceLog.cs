using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine;

/// <summary>The charge point's own log: the last lines, kept for diagnostics.</summary>
internal sealed class DeviceLog(TimeProvider time, int capacity)
{
    private readonly Queue<(DateTimeOffset At, string Text)> lines = new();

    public void Add(string text)
    {
        if (lines.Count >= capacity) lines.Dequeue();
        lines.Enqueue((time.GetUtcNow(), text.Length > 300 ? text[..300] : text));
    }

    /// <summary>The lines between two times, either of which may be open.</summary>
    public IEnumerable<string> Between(DateTimeOffset? from, DateTimeOffset? to) =>
        lines.Where(line => !(line.At < from) && !(line.At > to)).Select(line => $"{OcppTimestamp.Format(line.At)} {line.Text}");
}
