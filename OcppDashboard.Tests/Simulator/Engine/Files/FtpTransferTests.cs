using System.Text;

namespace OcppDashboard.Tests.Simulator.Engine.Files;

public class FtpTransferTests : FileJobTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)] // then it begins anew
    public async Task A_broken_download_goes_on_where_it_was(bool knowsRest)
    {
        using var ftp = new SmallFtpServer(true) { Unknown = knowsRest ? [] : ["REST"] };
        ftp.Files["fw.bin"] = Firmware;
        var chargePoint = await StartWithAsync("delta", ("breaksTransfersAt", "0.5"));
        await UpdateFromAsync(Location(ftp, "fw.bin"));
        await UntilAsync(chargePoint, view => view.FirmwareVersion == "3.4");
        Assert.Equal(["SIZE fw.bin", "EPSV", $"REST {Firmware.Length / 2}", "RETR fw.bin", "QUIT"], ftp.Commands.TakeLast(5));
        Assert.Equal(2, ftp.Commands.Count(command => command == "RETR fw.bin"));
    }

    [Theory]
    [InlineData("", "STOR")]
    [InlineData("REST", "APPE")]
    [InlineData("SIZE", "STOR")] // then it is sent as a whole
    public async Task A_broken_upload_goes_on_where_the_other_sides_file_ends(string unknown, string verb)
    {
        using var ftp = new SmallFtpServer(true) { Unknown = [unknown] };
        await StartWithAsync("delta", ("breaksTransfersAt", "0.5"), ("transferBytesPerSecond", "200"));
        var name = await UploadToAsync(Location(ftp, "box/"));
        await WaitDiagnosticsAsync("Uploading", "Uploaded");
        var again = ftp.Commands.SkipWhile(command => command != "SIZE " + name).ToList();
        Assert.Contains($"{verb} {name}", again);
        Assert.Equal(unknown != "SIZE", again.Any(command => command.StartsWith("REST ", StringComparison.Ordinal)));
        var text = Encoding.UTF8.GetString(ftp.Files[name]);
        Assert.Single(text.Split('\n'), line => line.StartsWith("# DELTA 10566", StringComparison.Ordinal));
        Assert.EndsWith("< GetDiagnostics\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_file_is_written_under_that_name_where_the_login_leads()
    {
        using var ftp = new SmallFtpServer(true);
        await StartAsync("delta");
        await UploadToAsync(Location(ftp, "mine.log"));
        await WaitDiagnosticsAsync("Uploading", "Uploaded");
        Assert.Equal(["USER a user", "PASS secret", "TYPE I", "EPSV", "STOR mine.log", "QUIT"], ftp.Commands);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_a_failed_download()
    {
        using var ftp = new SmallFtpServer(true);
        var chargePoint = await StartAsync("delta");
        await UpdateFromAsync(Location(ftp, "fw.bin"));
        await WaitStatusesAsync("Downloading", "DownloadFailed");
        Assert.Contains(await chargePoint.ReadLogAsync(), line => line.EndsWith("download failed: FTP RETR refused: 550 There is none", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Encrypted_ftp_is_refused_in_a_sentence()
    {
        var chargePoint = await StartAsync("delta");
        await UploadToAsync("ftps://user:secret@127.0.0.1/box/");
        await WaitDiagnosticsAsync("Uploading", "UploadFailed");
        Assert.Contains(await chargePoint.ReadLogAsync(), line => line.EndsWith(
            "upload failed: ftps is not supported: this charge point knows http, https and ftp without encryption", StringComparison.Ordinal));
    }

    private static string Location(SmallFtpServer ftp, string path) => $"ftp://a%20user:secret@127.0.0.1:{ftp.Port}/{path}";
}
