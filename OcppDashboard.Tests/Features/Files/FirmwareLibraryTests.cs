using OcppDashboard.Configuration;
using OcppDashboard.Features.Files;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Files;

public sealed class FirmwareLibraryTests : IDisposable
{
    private readonly TestFiles files = new(new FilesSettings { MaxFirmwareBytes = 1000 });

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task A_file_keeps_its_words_and_its_hash()
    {
        var file = await files.AddFirmwareAsync("../a\\b/delta-3.4.fw", "hello", new(" 3.4 ", "DELTA", ""));
        Assert.Equal(("delta-3.4.fw", 5L, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"), (file.Name, file.Size, file.Sha256));
        Assert.Equal(new FirmwareNote("3.4", "DELTA"), file.Note);
        Assert.True(file.IsFor("delta", "10566"));
        Assert.False(file.IsFor("ABB", "10566"));
        await files.Firmware.ChangeAsync(file.Id, new("3.5"));
        Assert.Equal("3.5", Assert.Single((await files.Queries.FirmwareAsync())).File.Version);
        Assert.True(await files.Firmware.RemoveAsync(file.Id));
        Assert.False(await files.Firmware.RemoveAsync(file.Id));
        Assert.Empty(Directory.GetFiles(files.Firmware.Folder));
    }

    [Fact]
    public async Task Too_large_and_empty_files_leave_nothing()
    {
        Assert.Equal(FileRefusal.TooLarge, (await Assert.ThrowsAsync<FileRefusedException>(() => files.AddFirmwareAsync("a", new string('x', 1001)))).Reason);
        await Assert.ThrowsAsync<FileRefusedException>(() => files.AddFirmwareAsync("a", ""));
        Assert.Empty(Directory.GetFiles(files.Firmware.Folder));
        Assert.Empty(files.Firmware.Files);
    }

    [Fact]
    public async Task What_is_put_into_the_folder_by_hand_is_taken_and_what_is_taken_away_forgotten()
    {
        Directory.CreateDirectory(files.Firmware.Folder);
        var path = Path.Combine(files.Firmware.Folder, "r7_update_3.3.0.12_d4.epk");
        await File.WriteAllTextAsync(path, "firmware");
        await files.Firmware.AdoptAsync(CancellationToken.None);
        var file = Assert.Single(files.Firmware.Files);
        Assert.Equal(("r7_update_3.3.0.12_d4.epk", "3.3.0.12", 8L), (file.Name, file.Note.Version, file.Size));
        Assert.Equal([path], Directory.GetFiles(files.Firmware.Folder));
        await File.AppendAllTextAsync(path, ", and more"); // it was still being copied
        await files.Firmware.AdoptAsync(CancellationToken.None);
        Assert.Equal((file.Id, 18L), (Assert.Single(files.Firmware.Files).Id, files.Firmware.Files[0].Size));
        File.Delete(path);
        await files.Firmware.AdoptAsync(CancellationToken.None);
        Assert.Empty(files.Firmware.Files);
    }

    [Theory]
    [InlineData("delta-10566-3.4.fw", "3.4")]
    [InlineData("firmware.bin", null)]
    [InlineData("evse_v1.2.3-rc1.zip", "1.2.3-rc1")]
    public void The_version_is_guessed_from_the_name(string name, string? version) => Assert.Equal(version, FirmwareName.Guess(name).Version);
}
