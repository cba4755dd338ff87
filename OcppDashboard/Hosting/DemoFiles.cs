using OcppDashboard.Files;
using OcppDashboard.Simulator;

namespace OcppDashboard.Hosting;

/// <summary>Puts the firmware that the simulated DELTA can be updated to where operators find it.</summary>
internal static class DemoFiles
{
    public static void Put(IServiceProvider services)
    {
        var folder = services.GetRequiredService<FileTransfers>().FirmwareFolder;
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "delta-10566-3.4.fw"), DemoFirmware.Build("DELTA", "10566", "3.4"));
    }
}
