namespace OcppDashboard.Tests.Browser;

/// <summary>What a program printed, from its last start on.</summary>
internal sealed class ProcessLog
{
    private static readonly string[] Bad = [" fail: ", " crit: ", "Unhandled exception"];
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private int seen;
    private TaskCompletionSource changed = New();

    public void Begin()
    {
        lock (gate)
        {
            lines.Clear();
            seen = 0;
        }
    }

    public void Add(string? line)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            lines.Add(line ?? "(end)");
            (signal, changed) = (changed, New());
        }
        signal.SetResult();
    }

    public string Tail
    {
        get { lock (gate) return string.Join('\n', lines.TakeLast(40)); }
    }

    /// <exception cref="TimeoutException">No such line came, or the program ended.</exception>
    public async Task<string> WaitForAsync(string beginning, TimeSpan deadline)
    {
        using var timer = new CancellationTokenSource(deadline);
        while (true)
        {
            Task change;
            lock (gate)
            {
                if (lines.Find(line => line.StartsWith(beginning, StringComparison.Ordinal)) is { } found) return found;
                if (lines.Contains("(end)")) throw new TimeoutException($"The program ended before \"{beginning}\":\n{string.Join('\n', lines)}");
                change = changed.Task;
            }
            try
            {
                await change.WaitAsync(timer.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"no line \"{beginning}\" within {deadline.TotalSeconds} s:\n{Tail}");
            }
        }
    }

    /// <summary>Lines of level error or critical since the last time.</summary>
    public IReadOnlyList<string> TakeErrors()
    {
        lock (gate)
        {
            var fresh = lines.Skip(seen).ToList();
            seen = lines.Count;
            return [.. fresh.Where(line => Bad.Any(mark => line.Contains(mark, StringComparison.Ordinal)))];
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
