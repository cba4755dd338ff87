using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Browser;

/// <summary>The real program as an operator starts it, with a data folder of its own; it can be started again on the same port and folder.</summary>
public sealed class DashboardProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly string mode;
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("ocpp-browser-");
    private readonly ProcessLog log = new();
    private Process? process;

    private DashboardProcess(string mode) => this.mode = mode;

    public int Port { get; private set; }

    /// <summary>Without a slash at the end.</summary>
    public string Address => $"http://localhost:{Port}";

    /// <param name="mode"><c>--lab</c> or <c>--demo</c>.</param>
    public static async Task<DashboardProcess> StartAsync(string mode)
    {
        var dashboard = new DashboardProcess(mode);
        await dashboard.StartAsync();
        return dashboard;
    }

    /// <summary>Port 0 at first, so that no other program can take the port in between; the same one afterwards.</summary>
    public async Task StartAsync()
    {
        log.Begin();
        string[] arguments = [Program, mode, "--Port", Port.ToString(CultureInfo.InvariantCulture), "--Data:Directory", data.FullName];
        var start = new ProcessStartInfo(Dotnet, arguments)
        {
            WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        process = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
        process.OutputDataReceived += (_, e) => log.Add(e.Data);
        process.ErrorDataReceived += (_, e) => log.Add(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var line = await log.WaitForAsync("Dashboard: ", Deadline);
        Port = new Uri(line["Dashboard:".Length..].Trim()).Port;
        await log.WaitForAsync("Charge points: ", Deadline);
    }

    /// <summary>As Ctrl+C or a service's stop does.</summary>
    public async Task StopAsync()
    {
        if (process is not { HasExited: false } running) return;
        Assert.Equal(0, kill(running.Id, Terminate));
        using var timer = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await running.WaitForExitAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            running.Kill();
            throw new TimeoutException($"The program did not end within 30 s:\n{log.Tail}");
        }
        Assert.True(running.ExitCode is 0 or 143, $"The program ended with exit code {running.ExitCode}:\n{log.Tail}");
    }

    /// <summary>As a power cut does: nothing is finished or written.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>A test fails when the server logged an error.</summary>
    public void AssertCalm()
    {
        Assert.True(process is { HasExited: false }, $"The program ended by itself:\n{log.Tail}");
        var errors = log.TakeErrors();
        Assert.True(errors.Count == 0, string.Join('\n', errors));
    }

    public Task<RawOcppClient> ConnectAsync(string chargePointId) => RawOcppClient.OpenAsync(Port, "/ocpp/" + Uri.EscapeDataString(chargePointId));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        process?.Dispose();
        data.Delete(recursive: true);
    }

    /// <summary>The program's own output folder, of the configuration that the tests were built in.</summary>
    private static string Program
    {
        get
        {
            var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;
            var file = Repository.PathOf("OcppDashboard", "bin", configuration, "net10.0", "OcppDashboard.dll");
            return File.Exists(file) ? file : throw new FileNotFoundException($"The program was not built: {file}");
        }
    }

    private static string Dotnet => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int process, int signal);
}
