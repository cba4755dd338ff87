namespace OcppDashboard.Features.Files.Ftp;

/// <summary>
/// The lines of a control connection. While a file is on its way nothing is taken, but the connection is read ahead, so that its end
/// or an ABOR is seen at once. Not thread-safe.
/// </summary>
internal sealed class FtpLineReader(Stream stream)
{
    public const int LongestLine = 1024;
    private readonly byte[] buffer = new byte[4 * LongestLine];
    private Stream stream = stream;
    private Task<int>? reading; // at most one; it outlives the wait for it
    private int start, end;
    private bool isOver;

    /// <summary>True when the client has sent nothing beyond the last line.</summary>
    public bool IsQuiet => start == end && reading is null;

    /// <summary>Goes on with another stream over the same connection; only when it <see cref="IsQuiet"/>.</summary>
    public void Use(Stream secured) => stream = secured;

    /// <returns>Null at the end of the connection.</returns>
    /// <exception cref="InvalidDataException">The line is too long.</exception>
    public async Task<FtpCommandLine?> ReadAsync(CancellationToken stop)
    {
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length > LongestLine || (length < 0 && end - start > LongestLine)) throw new InvalidDataException("the line is too long");
            if (length >= 0)
            {
                var line = FtpCommandLine.Read(buffer.AsSpan(start, length));
                start += length + 1;
                return line;
            }
            if (isOver) return null;
            await FillAsync(stop);
        }
    }

    /// <summary>Ends when the client gave up what is going on: it closed the connection without QUIT, or sent ABOR.</summary>
    /// <returns>Why, in words for the timeline.</returns>
    public async Task<string> WatchAsync(CancellationToken stop)
    {
        while (true)
        {
            if (Holds("ABOR")) return "the charge point aborted it";
            if (isOver && !Holds("QUIT")) return "the control connection ended";
            if (isOver || (start == 0 && end == buffer.Length)) await Task.Delay(Timeout.Infinite, stop);
            await FillAsync(stop);
        }
    }

    private bool Holds(string verb)
    {
        var rest = buffer.AsSpan(start, end - start);
        while (rest.IndexOf((byte)'\n') is var length and >= 0)
        {
            if (FtpCommandLine.Read(rest[..length]).Verb == verb) return true;
            rest = rest[(length + 1)..];
        }
        return false;
    }

    private async Task FillAsync(CancellationToken stop)
    {
        if (reading is null)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            reading = stream.ReadAsync(buffer.AsMemory(end), CancellationToken.None).AsTask();
            _ = reading.ContinueWith(ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default); // it may outlive us
        }
        await ((Task)reading).WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!reading.IsCompleted) stop.ThrowIfCancellationRequested();
        var count = reading.IsCompletedSuccessfully ? await reading : 0;
        reading = null;
        if (count == 0) isOver = true;
        end += count;
    }
}
