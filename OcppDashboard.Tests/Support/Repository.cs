namespace OcppDashboard.Tests.Support;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder of OcppDashboard.sln.</summary>
    public static string Root { get; } = Find();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "OcppDashboard.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"No OcppDashboard.sln above {AppContext.BaseDirectory}: run the tests inside a checkout.");
    }
}
