using System.Runtime.InteropServices;

namespace OcppDashboard.Hosting;

/// <summary>
/// SIGTERM and Ctrl+C while the server starts: it ends between two steps and leaves the database in order. The second one ends it at once.
/// Once the server runs the host listens itself.
/// </summary>
internal sealed class StartSignals : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly List<PosixSignalRegistration> registrations = [];

    public StartSignals()
    {
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT }) registrations.Add(PosixSignalRegistration.Create(signal, Take));
    }

    public CancellationToken Stop => stop.Token;

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        context.Cancel = !stop.IsCancellationRequested;
        if (context.Cancel) stop.Cancel();
    }
}
