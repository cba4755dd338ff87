namespace OcppDashboard.Features.Files.Ftp;

/// <summary>Ends what a data connection does when the server stops, the client gives up on the control connection, or a deadline passes.</summary>
internal sealed class FtpTransferWatch : IAsyncDisposable
{
    /// <summary>What the client sent before it gave up may still be on its way: the more is kept, the less must be sent again.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(300);
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly CancellationTokenSource ends, left = new();
    private readonly CancellationTokenRegistration registration;
    private readonly Task given;
    private string? reason;
    private string late = "";

    public FtpTransferWatch(FtpLineReader lines, TimeProvider time, CancellationToken stop)
    {
        this.time = time;
        ends = new(Timeout.InfiniteTimeSpan, time);
        registration = stop.Register(() => End("the server is being stopped", TimeSpan.Zero));
        given = WatchAsync(lines);
    }

    public CancellationToken Token => ends.Token;

    /// <summary>Why the <see cref="Token"/> was cancelled, for the timeline.</summary>
    public string Reason => reason ?? late;

    /// <summary>The next step must be done by then, or until this is called again.</summary>
    public void Within(TimeSpan deadline, string otherwise)
    {
        lock (gate)
        {
            if (reason is not null) return; // it ends sooner
            late = otherwise;
            ends.CancelAfter(deadline);
        }
    }

    /// <summary>In FTP a file that broke off ends as a whole one does. Who gave up also ends the control connection, at about the same time.</summary>
    /// <returns>True when the client gave up, or the server stops.</returns>
    public async Task<bool> GaveUpAsync(TimeSpan grace)
    {
        Within(Timeout.InfiniteTimeSpan, "");
        await Task.WhenAny(given, Task.Delay(grace, time, ends.Token));
        return reason is not null;
    }

    public async ValueTask DisposeAsync()
    {
        await registration.DisposeAsync();
        await left.CancelAsync();
        await given;
        left.Dispose();
        ends.Dispose();
    }

    private async Task WatchAsync(FtpLineReader lines)
    {
        try
        {
            End(await lines.WatchAsync(left.Token), Rest);
        }
        catch (OperationCanceledException)
        {
            // the file is through
        }
    }

    private void End(string why, TimeSpan after)
    {
        lock (gate)
        {
            reason ??= why;
            ends.CancelAfter(after);
        }
    }
}
