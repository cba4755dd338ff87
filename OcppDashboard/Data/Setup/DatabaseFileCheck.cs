using OcppDashboard.Data.History;

namespace OcppDashboard.Data.Setup;

/// <summary>Looks whether the database file is still where it was, so that pages say it also while nothing is written.</summary>
public sealed class DatabaseFileCheck(HistoryWriter writer, TimeProvider time, ILogger<DatabaseFileCheck> logger) : GuardedBackgroundService(time, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private bool isLost;

    protected override Task RunAsync(CancellationToken stop) => EachAsync(Interval, Look, stop);

    private void Look()
    {
        var fault = writer.LookAtFile();
        if (isLost == fault is not null) return;
        isLost = fault is not null;
        if (isLost) Logger.LogError("Nothing is kept or answered: {Fault}. Stop the server, put the file back and start it again", fault);
        else Logger.LogInformation("The database file is back where it was");
    }
}
