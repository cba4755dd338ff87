using OcppDashboard.Configuration;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Files.Ftp;

/// <summary>Firmware by FTP, where the settings allow it.</summary>
public class FtpRetrieveTests : FtpTest
{
    private static readonly byte[] Firmware = Content(3 << 20);

    private protected override FilesSettings Change(FilesSettings files) => files with { Ftp = files.Ftp! with { Downloads = true, LoopbackOnly = false } };

    [Theory]
    [InlineData("box 1.2.bin")]
    [InlineData("/some/where/box 1.2.bin")]
    [InlineData("/box%201.2.bin")]
    public async Task Its_own_file_is_sent_wherever_it_looks_for_it(string path)
    {
        var stages = new List<FileMoved>();
        using var subscription = Central.Get<ChargePointEvents>().Subscribe(happened => { if (happened is FileMoved moved) lock (stages) stages.Add(moved); });
        var login = await OfferFirmwareAsync(Firmware);
        using var ftp = await RawFtpClient.LogInAsync(login);
        Assert.Equal("213 3145728", await ftp.SayAsync("SIZE " + path));
        Assert.Equal(Firmware, await FetchAsync(ftp, path));
        Assert.StartsWith("226 ", await ftp.ReplyAsync(), StringComparison.Ordinal);
        await ftp.SayAsync("REST 3000000");
        Assert.Equal(Firmware[3_000_000..], await FetchAsync(ftp, path));
        Assert.StartsWith("226 ", await ftp.ReplyAsync(), StringComparison.Ordinal);
        lock (stages)
        {
            Assert.Equal([FileStage.Came, FileStage.Fetched, FileStage.CameAgain, FileStage.Fetched], stages.Where(moved => moved.Stage != FileStage.Moving).Select(moved => moved.Stage));
            Assert.Equal((Firmware.Length, "FTP"), (stages[^1].Bytes, stages[^1].Via));
        }
    }

    [Fact]
    public async Task Nothing_else_is()
    {
        var login = await OfferFirmwareAsync(Firmware);
        await OfferFirmwareAsync([1, 2], "other.bin");
        using var ftp = await RawFtpClient.LogInAsync(login);
        await ftp.PassivePortAsync();
        foreach (var line in new[] { "RETR other.bin", "RETR", "RETR /", "RETR ../../etc/passwd", "RETR box 1.2.bin/", "RETR BOX 1.2.BIN", "SIZE other.bin", "STOR box 1.2.bin", "APPE x" })
            Assert.StartsWith("550 ", await ftp.SayAsync(line), StringComparison.Ordinal);
        foreach (var line in new[] { "LIST", "NLST", "MLSD", "DELE box 1.2.bin" }) Assert.StartsWith("502 ", await ftp.SayAsync(line), StringComparison.Ordinal);
        await ftp.SayAsync($"REST {Firmware.Length + 1}");
        Assert.StartsWith("554 ", await ftp.SayAsync("RETR box 1.2.bin"), StringComparison.Ordinal);
        using var upload = await RawFtpClient.LogInAsync(await OfferUploadAsync());
        await upload.PassivePortAsync();
        Assert.StartsWith("550 ", await upload.SayAsync("RETR box 1.2.bin"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_deleted_meanwhile_is_not_there()
    {
        using var ftp = await RawFtpClient.LogInAsync(await OfferFirmwareAsync(Firmware));
        var library = Central.Get<FirmwareLibrary>();
        await library.RemoveAsync(library.Files[^1].Id);
        await ftp.PassivePortAsync();
        Assert.StartsWith("550 ", await ftp.SayAsync("RETR box 1.2.bin"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_is_told_as_broken_off()
    {
        var moves = new List<FileMoved>();
        using var subscription = Central.Get<ChargePointEvents>().Subscribe(happened => { if (happened is FileMoved moved) lock (moves) moves.Add(moved); });
        using (var ftp = await RawFtpClient.LogInAsync(await OfferFirmwareAsync(Firmware)))
        using (var data = await ftp.OpenDataAsync("RETR box 1.2.bin"))
            await data.GetStream().ReadExactlyAsync(new byte[100_000]);
        await Eventually.IsAsync(() => { lock (moves) return moves.Exists(moved => moved.Stage == FileStage.Broke); }, "end");
        lock (moves) Assert.DoesNotContain(moves, moved => moved.Stage == FileStage.Fetched);
    }

    [ToolFact("curl")]
    public async Task Curl_fetches_and_goes_on()
    {
        var login = await OfferFirmwareAsync(Firmware);
        var file = Path.Combine(Central.Folder, "fetched.bin");
        await File.WriteAllBytesAsync(file, Firmware[..1_000_000]);
        var (code, _, errors) = await Tool.RunAsync("curl", "-sS", "-C", "-", "-o", file, login.Address);
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(Firmware, await File.ReadAllBytesAsync(file));
        (code, _, errors) = await Tool.RunAsync("curl", "-sS", "--disable-epsv", "-o", file, login.Address);
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(Firmware, await File.ReadAllBytesAsync(file));
    }

    [ToolFact("lftp")]
    public async Task Lftp_fetches_but_mirrors_nothing()
    {
        var login = await OfferFirmwareAsync(Firmware, "box.bin");
        var folder = Directory.CreateDirectory(Path.Combine(Central.Folder, "mirror")).FullName;
        var (code, _, errors) = await Tool.RunAsync("lftp", "-e", $"set net:max-retries 1; set ftp:use-mdtm false; get box.bin -o {folder}/got.bin; exit", "-u", $"{login.User},{login.Password}", $"ftp://127.0.0.1:{Port}");
        Assert.True(code == 0, errors);
        Assert.Equal(Firmware, await File.ReadAllBytesAsync(Path.Combine(folder, "got.bin")));
        (code, _, errors) = await Tool.RunAsync("lftp", "-e", $"set net:max-retries 1; set cmd:fail-exit true; mirror / {folder}/all; exit", "-u", $"{login.User},{login.Password}", $"ftp://127.0.0.1:{Port}");
        Assert.NotEqual(0, code);
        Assert.Contains("502", errors, StringComparison.Ordinal);
    }

    private static async Task<byte[]> FetchAsync(RawFtpClient ftp, string path)
    {
        using var data = await ftp.OpenDataAsync("RETR " + path);
        using var all = new MemoryStream();
        await data.GetStream().CopyToAsync(all);
        return all.ToArray();
    }
}

/// <summary>Without the setting the server only receives.</summary>
public class FtpNoRetrieveTests : FtpTest
{
    [Fact]
    public async Task No_firmware_is_offered_by_FTP() => await Assert.ThrowsAsync<InvalidOperationException>(() => OfferFirmwareAsync([1]));
}
