namespace OcppDashboard.Tests.Support;

/// <summary>The folder of reference material beside the checkout (<c>../shared</c>), which outside contributors do not have.</summary>
internal static class SharedFolder
{
    /// <summary>Full path, or null when there is none. The environment variable OCPP_SHARED names it for checkouts that lie elsewhere.</summary>
    public static string? Location { get; } = Find();

    /// <summary>Why a test that needs the folder is skipped; null when it runs. In CI a missing folder is a failure, never a skip.</summary>
    public static string? SkipReason => ReasonFor(Location, Environment.GetEnvironmentVariable("CI"));

    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    public static string PathOf(params string[] parts) => Location is { } folder
        ? Path.Combine([folder, .. parts])
        : throw new DirectoryNotFoundException("The folder ../shared is missing beside the checkout; CI must have it (or set OCPP_SHARED).");

    internal static string? ReasonFor(string? location, string? ci) =>
        location is not null || string.Equals(ci, "true", StringComparison.OrdinalIgnoreCase)
            ? null
            : "needs the folder ../shared beside the checkout (or OCPP_SHARED), which is not part of the repository";

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("OCPP_SHARED") is { Length: > 0 } named) return Directory.Exists(named) ? Path.GetFullPath(named) : null;
        var shared = Repository.PathOf("..", "shared");
        return Directory.Exists(shared) ? Path.GetFullPath(shared) : null;
    }
}
