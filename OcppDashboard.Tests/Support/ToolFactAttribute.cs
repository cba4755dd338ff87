using System.Diagnostics;

namespace OcppDashboard.Tests.Support;

/// <summary>A fact that needs a program of the system (curl, lftp ...): skipped where it is not installed, except in CI, where it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    /// <param name="tool">Name of the program as it is called.</param>
    public ToolFactAttribute(string tool) => Skip = Tool.SkipReason(tool);
}

/// <inheritdoc cref="ToolFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolTheoryAttribute : TheoryAttribute
{
    /// <param name="tool">Name of the program as it is called.</param>
    public ToolTheoryAttribute(string tool) => Skip = Tool.SkipReason(tool);
}

/// <summary>Programs of the system, as peers that nobody here wrote.</summary>
internal static class Tool
{
    private static readonly string[] Folders = ["/usr/bin", "/usr/sbin", "/bin", "/usr/local/bin"];

    public static string? SkipReason(string tool) =>
        Folders.Any(folder => File.Exists(Path.Combine(folder, tool))) || Environment.GetEnvironmentVariable("CI") == "true" ? null : $"{tool} is not installed";

    /// <summary>Runs it to its end.</summary>
    /// <returns>Exit code and everything it printed.</returns>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(string tool, params string[] arguments)
    {
        using var process = Start(tool, arguments);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(deadline.Token), process.StandardError.ReadToEndAsync(deadline.Token));
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"{tool} {string.Join(' ', arguments)} did not end");
        }
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>Starts it and gives it into the caller's care.</summary>
    public static Process Start(string tool, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
}
