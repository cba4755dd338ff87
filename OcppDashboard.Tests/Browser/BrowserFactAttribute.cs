namespace OcppDashboard.Tests.Browser;

/// <summary>A fact that needs Chromium: skipped where that is not installed, except in CI, where it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = ChromiumPath.SkipReason;
}

/// <inheritdoc cref="BrowserFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = ChromiumPath.SkipReason;
}

internal static class ChromiumPath
{
    public const string File = "/usr/bin/chromium";

    public static string? SkipReason { get; } =
        System.IO.File.Exists(File) || Environment.GetEnvironmentVariable("CI") == "true" ? null : $"Browser: chromium is not installed ({File})";
}
