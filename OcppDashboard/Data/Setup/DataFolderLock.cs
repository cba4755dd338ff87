using OcppDashboard.Configuration;

namespace OcppDashboard.Data.Setup;

/// <summary>Holds the data folder for this process: two servers on one database would both be the one writer. Given back by the system however the process ends.</summary>
public sealed class DataFolderLock(DashboardSettings settings) : IDisposable
{
    private FileStream? held;

    /// <exception cref="DataFolderException">Another process holds the folder.</exception>
    public void Take()
    {
        try
        {
            held = new FileStream(Path.Combine(settings.Data.Directory, "in-use"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new DataFolderException($"The file in-use in the data folder {settings.Data.Directory} cannot be written to; change its permissions or name another folder with Data:Directory.", exception);
        }
        catch (IOException exception)
        {
            throw new DataFolderException($"The data folder {settings.Data.Directory} is in use by another OcppDashboard; stop that or name another folder with Data:Directory.", exception);
        }
    }

    public void Dispose() => held?.Dispose();
}
