namespace OcppDashboard.Tests.Support;

/// <summary>Things that arrived and are taken out by what they are, in order, each within a deadline.</summary>
internal sealed class Inbox<T>
{
    private readonly Lock gate = new();
    private readonly List<T> items = [];
    private TaskCompletionSource changed = New();
    private string? ended;

    public void Add(T item) => Change(() => items.Add(item));

    /// <summary>Nothing more will come.</summary>
    public void End(string reason) => Change(() => ended ??= reason);

    public IReadOnlyList<T> Waiting
    {
        get { lock (gate) return [.. items]; }
    }

    /// <exception cref="TimeoutException">Nothing like it came in time.</exception>
    /// <exception cref="EndOfStreamException">Nothing like it is there, and nothing more will come.</exception>
    public async Task<T> TakeAsync(Predicate<T> which, string what, TimeSpan deadline)
    {
        using var timer = new CancellationTokenSource(deadline);
        while (true)
        {
            Task change;
            lock (gate)
            {
                var i = items.FindIndex(which);
                if (i >= 0)
                {
                    var item = items[i];
                    items.RemoveAt(i);
                    return item;
                }
                if (ended is not null) throw new EndOfStreamException($"{ended} before {what}; waiting: {Describe()}");
                change = changed.Task;
            }
            try
            {
                await change.WaitAsync(timer.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"no {what} within {deadline.TotalSeconds} s; waiting: {Describe()}");
            }
        }
    }

    private string Describe() => Waiting is { Count: > 0 } waiting ? string.Join(" | ", waiting) : "nothing";

    private void Change(Action change)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            change();
            signal = changed;
            changed = New();
        }
        signal.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
