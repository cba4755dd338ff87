using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace OcppDashboard.Tests.Support;

/// <summary>The real program in a process of its own on a folder of the test's, so that it can be killed and its memory measured.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    public const int Interrupt = 2, Terminate = 15;
    private readonly Process process;
    private readonly StringBuilder errors = new();

    private ServerProcess(Process process)
    {
        this.process = process;
        process.ErrorDataReceived += (_, e) => Add(e.Data);
        process.BeginErrorReadLine();
    }

    public int Port { get; private set; }

    public int ExitCode => process.ExitCode;

    /// <summary>What it wrote to its error output.</summary>
    public string Errors
    {
        get { lock (errors) return errors.ToString(); }
    }

    /// <summary>Begins and does not wait until it listens.</summary>
    public static ServerProcess Begin(string folder, params string[] arguments)
    {
        var all = new List<string> { Path.Combine(AppContext.BaseDirectory, "OcppDashboard.dll"), "--lab", "--Port", "0", "--Files:Ftp:Enabled=false", "--Data:Directory", folder };
        all.AddRange(arguments);
        var start = new ProcessStartInfo("dotnet", all) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_ENVIRONMENT"] = start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        return new(Process.Start(start)!);
    }

    public static async Task<ServerProcess> StartAsync(string folder, params string[] arguments)
    {
        var server = Begin(folder, arguments);
        await server.ListensAsync();
        return server;
    }

    /// <exception cref="InvalidOperationException">It ended before; the message is what it said.</exception>
    public async Task ListensAsync()
    {
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(RawOcppClient.Deadline) is { } line)
        {
            if (!line.StartsWith("Dashboard:", StringComparison.Ordinal)) continue;
            Port = new Uri(line["Dashboard:".Length..].Trim()).Port;
            _ = process.StandardOutput.ReadToEndAsync(); // a full pipe would hold it up
            return;
        }
        await process.WaitForExitAsync();
        throw new InvalidOperationException($"It ended with {process.ExitCode}: {Errors}");
    }

    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(RawOcppClient.Deadline);
    }

    /// <summary>Sends a signal; SIGTERM is an orderly stop.</summary>
    public async Task SignalAsync(int signal)
    {
        kill(process.Id, signal);
        await process.WaitForExitAsync().WaitAsync(RawOcppClient.Deadline);
    }

    /// <summary>Memory of the process alone, bytes: what it wrote to, the collector's heap and native memory.</summary>
    public long PrivateBytes()
    {
        var line = File.ReadLines($"/proc/{process.Id.ToString(CultureInfo.InvariantCulture)}/smaps_rollup").First(text => text.StartsWith("Private_Dirty:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is null) return;
        lock (errors) errors.AppendLine(line);
    }

    [DllImport("libc")]
    private static extern int kill(int process, int signal);
}
