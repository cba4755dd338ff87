using System.Runtime.Versioning;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Hosting;

public class DataFolderModeTests
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    [Fact]
    public async Task Wire_the_data_folder_and_all_in_it_is_for_its_owner_alone_also_one_from_before()
    {
        if (OperatingSystem.IsWindows()) return;
        var folder = Directory.CreateTempSubdirectory("ocpp-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "ca"));
        var key = Path.Combine(folder, "old.key");
        await File.WriteAllTextAsync(key, "key");
        foreach (var path in new[] { folder, Path.Combine(folder, "ca") }) File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("755", 8));
        File.SetUnixFileMode(key, (UnixFileMode)Convert.ToInt32("644", 8));
        await using var central = await TestCentralSystem.StartAsync(folder: folder);
        AssertAlone(folder);
        await using (var client = await central.BootAsync("CP-1")) await client.CallForResultAsync("Heartbeat");
        await central.StopAsync();
        foreach (var file in Directory.GetFiles(folder)) File.SetUnixFileMode(file, (UnixFileMode)Convert.ToInt32("644", 8)); // as an earlier version left it
        File.SetUnixFileMode(folder, (UnixFileMode)Convert.ToInt32("755", 8));
        await central.StartAgainAsync();
        await using (var client = await central.BootAsync("CP-1")) await client.CallForResultAsync("Heartbeat");
        Assert.Contains(Directory.GetFiles(folder), file => file.EndsWith("-wal", StringComparison.Ordinal));
        AssertAlone(folder);
    }

    [UnsupportedOSPlatform("windows")]
    private static void AssertAlone(string folder)
    {
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(folder) & Others);
        Assert.All(Directory.GetFileSystemEntries(folder), path => Assert.Equal((path, UnixFileMode.None), (path, File.GetUnixFileMode(path) & Others)));
    }
}
