using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Simulator;

namespace OcppDashboard.Hosting;

/// <summary>Puts the firmware that the simulated DELTA can be updated to where operators find it.</summary>
internal static class DemoFiles
{
    public static void Put(IServiceProvider services)
    {
        var library = services.GetRequiredService<FirmwareLibrary>();
        if (library.Files.Count > 0) return;
        using var content = new MemoryStream(DemoFirmware.Build("DELTA", "10566", "3.4"));
        library.AddAsync(content, "delta-10566-3.4.fw", new("3.4", "DELTA", "10566"), CancellationToken.None).GetAwaiter().GetResult();
    }
}
