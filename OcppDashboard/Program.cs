using Microsoft.AspNetCore.Connections;
using OcppDashboard.Data.Setup;
using OcppDashboard.Hosting;
using OcppDashboard.Simulator;

if (args is ["simulate", .. var options])
{
    using var interrupted = new CancellationTokenSource();
    Console.CancelKeyPress += (_, e) => { e.Cancel = true; interrupted.Cancel(); };
    return await SimulateCommand.RunAsync(options, Console.Out, interrupted.Token);
}
try
{
    var line = CommandLine.Read(args);
    if (line.Mistake is { } mistake) return Fail(mistake);
    using var signals = new StartSignals();
    await using var app = DashboardApp.Create(line.Mode, line.Settings, stop: signals.Stop);
    await app.StartAsync(signals.Stop);
    signals.Dispose(); // the host listens itself now
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception exception) when (exception is SettingsException or DataFolderException)
{
    return Fail(exception.Message);
}
catch (OperationCanceledException)
{
    return 0; // Ctrl+C while it was starting
}
catch (IOException exception) when (exception.InnerException is AddressInUseException)
{
    return Fail("The port is already in use: another program, perhaps another OcppDashboard, listens on it. Stop that or choose another with --Port 5017.");
}

static int Fail(string sentence)
{
    Console.Error.WriteLine(sentence);
    return 1;
}
