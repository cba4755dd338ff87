namespace OcppDashboard.Simulator.Engine;

/// <summary>A door that can be waited for: open or shut.</summary>
internal sealed class Gate(bool open)
{
    private TaskCompletionSource opened = Make(open);

    public bool IsOpen => opened.Task.IsCompleted;

    public void Open() => opened.TrySetResult();

    public void Shut()
    {
        if (IsOpen) opened = Make(false);
    }

    public Task WaitAsync(CancellationToken cancellation) => opened.Task.WaitAsync(cancellation);

    private static TaskCompletionSource Make(bool open)
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (open) source.SetResult();
        return source;
    }
}
