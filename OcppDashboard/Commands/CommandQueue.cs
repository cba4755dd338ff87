using System.Collections.Concurrent;

namespace OcppDashboard.Commands;

/// <summary>One line of waiting commands per charge point: first come, first served, one at a time (J1), also across reconnects.</summary>
internal sealed class CommandQueue
{
    private const int MaxWaiting = 100;
    private readonly ConcurrentDictionary<string, Line> lines = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a place in the line at once.</summary>
    /// <param name="ahead">Commands in front.</param>
    /// <returns>Null when the line is full.</returns>
    public Place? Enter(string chargePointId, out int ahead)
    {
        var line = lines.GetOrAdd(chargePointId, _ => new Line());
        lock (line)
        {
            ahead = line.Count;
            if (ahead >= MaxWaiting) return null;
            line.Count++;
            var place = new Place(line, line.Last);
            line.Last = place.Left.Task;
            return place;
        }
    }

    /// <summary>Whoever has a place keeps it; the next one begins a new line.</summary>
    public void Forget(string chargePointId) => lines.TryRemove(chargePointId, out _);

    /// <summary>Somebody has a place in the line.</summary>
    public bool IsTaken(string chargePointId)
    {
        if (!lines.TryGetValue(chargePointId, out var line)) return false;
        lock (line) return line.Count > 0;
    }

    internal sealed class Line
    {
        public Task Last = Task.CompletedTask;
        public int Count;
    }

    /// <summary>A place in a line; disposing it lets the next one go.</summary>
    internal sealed class Place(Line line, Task before) : IDisposable
    {
        internal TaskCompletionSource Left { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task MyTurn { get; } = before;

        public void Dispose()
        {
            lock (line) line.Count--;
            Left.TrySetResult();
        }
    }
}
