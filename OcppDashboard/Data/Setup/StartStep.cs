namespace OcppDashboard.Data.Setup;

/// <summary>A step of the start that waits for the disk. It has an end: a server that waits in silence looks well to whoever watches processes.</summary>
public static class StartStep
{
    /// <exception cref="DataFolderException">It took longer than the limit; the step itself cannot be taken back, so the program is to end.</exception>
    public static void Within(TimeSpan limit, string directory, Action step)
    {
        var running = Task.Run(step);
        if (!running.ContinueWith(_ => { }, TaskScheduler.Default).Wait(limit))
            throw new DataFolderException($"The disk of the data folder {directory} has not answered for {limit.TotalMinutes:0} min. Look at the disk and start again; nothing was changed.");
        running.GetAwaiter().GetResult();
    }
}
