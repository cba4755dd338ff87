namespace OcppDashboard.Data.Setup;

/// <summary>The data folder is for the user of this process alone: in it are webhook secrets, keys and what charge points said.</summary>
internal static class DataFolderMode
{
    private const UnixFileMode OfFiles = UnixFileMode.UserRead | UnixFileMode.UserWrite, OfFolders = OfFiles | UnixFileMode.UserExecute;

    /// <summary>Takes the rights of others away from the folder, the folders in it and the files beside the database, old ones too.</summary>
    /// <returns>What could not be changed, because it belongs to somebody else; null: nothing.</returns>
    public static string? Tighten(string directory)
    {
        if (OperatingSystem.IsWindows()) return null; // there the folder has the rights of the user's profile
        string? refused = null;
        Set(directory, OfFolders);
        foreach (var folder in Directory.EnumerateDirectories(directory)) Set(folder, OfFolders);
        foreach (var file in Directory.EnumerateFiles(directory)) Set(file, OfFiles);
        return refused;

        void Set(string path, UnixFileMode mode)
        {
            try
            {
                if (File.GetUnixFileMode(path) != mode) File.SetUnixFileMode(path, mode);
            }
            catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
            {
                refused ??= path;
            }
        }
    }
}
