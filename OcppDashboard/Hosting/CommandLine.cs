using OcppDashboard.Configuration;

namespace OcppDashboard.Hosting;

/// <summary>What stands behind the program's name: the run mode, and settings as <c>--Name value</c> or <c>--Name=value</c>.</summary>
/// <param name="Settings">Arguments for the configuration.</param>
/// <param name="Mistake">A sentence, or null.</param>
public sealed record CommandLine(RunMode Mode, string[] Settings, string? Mistake)
{
    public static CommandLine Read(string[] args)
    {
        var mode = RunMode.Normal;
        var settings = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var arg = args[i];
            if (arg is "--demo") mode = RunMode.Demo;
            else if (arg is "--lab") mode = mode == RunMode.Demo ? mode : RunMode.Lab;
            else if (arg.StartsWith("--", StringComparison.Ordinal) && arg.Contains('=')) settings.Add(arg);
            else if (arg.StartsWith("--", StringComparison.Ordinal) && i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                settings.Add(arg);
                settings.Add(args[++i]);
            }
            else return new(mode, [], $"The argument \"{arg}\" is not understood: use --demo, --lab, settings such as --Port 5017, or: simulate --url ws://...");
        }
        return new(mode, [.. settings], null);
    }
}
