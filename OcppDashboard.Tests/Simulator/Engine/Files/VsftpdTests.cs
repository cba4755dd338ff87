using OcppDashboard.Tests.Support;
namespace OcppDashboard.Tests.Simulator.Engine.Files;

/// <summary>The simulator against an FTP server that nobody here wrote.</summary>
public class VsftpdTests : FileJobTest
{
    /// <summary>So slow that the server has written what came before the link breaks.</summary>
    private static readonly (string, string)[] Breaking = [("breaksTransfersAt", "0.5"), ("transferBytesPerSecond", "200")];

    [ToolFact("vsftpd")]
    public async Task Diagnostics_are_uploaded_and_a_firmware_is_downloaded()
    {
        using var ftp = await VsftpdServer.StartAsync();
        var chargePoint = await StartAsync("delta");
        var name = await UploadToAsync(ftp.Location("upload/"));
        await WaitDiagnosticsAsync("Uploading", "Uploaded");
        Assert.StartsWith("# DELTA 10566 CP-1 firmware 3.3.9", Uploaded(ftp, name), StringComparison.Ordinal);
        await UpdateAsync(ftp, chargePoint);
        Assert.Contains("EPSV", ftp.Commands);
        Assert.DoesNotContain("PASV", ftp.Commands);
    }

    [ToolFact("vsftpd")]
    public async Task A_server_without_EPSV_is_asked_for_PASV()
    {
        using var ftp = await VsftpdServer.StartAsync("cmds_denied=EPSV");
        await UpdateAsync(ftp, await StartAsync("delta"));
        Assert.Equal(["TYPE I", "SIZE fw.bin", "EPSV", "PASV", "RETR fw.bin", "QUIT"], ftp.Commands);
    }

    [ToolFact("vsftpd")]
    public async Task A_broken_download_goes_on_where_it_was()
    {
        using var ftp = await VsftpdServer.StartAsync();
        await UpdateAsync(ftp, await StartWithAsync("delta", Breaking[0]));
        Assert.Equal(["SIZE fw.bin", "EPSV", $"REST {Firmware.Length / 2}", "RETR fw.bin", "QUIT"], ftp.Commands.TakeLast(5));
    }

    [ToolFact("vsftpd")]
    public async Task A_broken_upload_goes_on_where_the_servers_file_ends()
    {
        using var ftp = await VsftpdServer.StartAsync();
        await StartWithAsync("delta", Breaking);
        var name = await UploadToAsync(ftp.Location("upload"));
        await WaitDiagnosticsAsync("Uploading", "Uploaded");
        var again = ftp.Commands.SkipWhile(command => command != "SIZE " + name).ToList();
        Assert.Equal(("EPSV", "STOR " + name), (again[1], again[3]));
        Assert.Matches("^REST [1-9]", again[2]);
        var text = Uploaded(ftp, name);
        Assert.Single(text.Split('\n'), line => line.StartsWith("# DELTA 10566", StringComparison.Ordinal));
        Assert.EndsWith("< GetDiagnostics\n", text, StringComparison.Ordinal);
    }

    [ToolFact("vsftpd")]
    public async Task A_server_without_REST_gets_the_rest_by_APPE()
    {
        using var ftp = await VsftpdServer.StartAsync("cmds_denied=REST");
        await StartWithAsync("delta", Breaking);
        var name = await UploadToAsync(ftp.Location("upload"));
        await WaitDiagnosticsAsync("Uploading", "Uploaded");
        Assert.Contains("APPE " + name, ftp.Commands);
        Assert.Single(Uploaded(ftp, name).Split('\n'), line => line.StartsWith("# DELTA 10566", StringComparison.Ordinal));
    }

    [ToolFact("vsftpd")]
    public async Task A_directory_that_is_not_there_is_a_failed_upload()
    {
        using var ftp = await VsftpdServer.StartAsync();
        await StartWithAsync("delta", ("uploadFailedWithoutUploading", "true"));
        await UploadToAsync(ftp.Location("nowhere/"));
        await WaitDiagnosticsAsync("UploadFailed");
    }

    private async Task UpdateAsync(VsftpdServer ftp, OcppDashboard.Simulator.SimulatedChargePoint chargePoint)
    {
        await File.WriteAllBytesAsync(ftp.PathOf("root/fw.bin"), Firmware);
        await UpdateFromAsync(ftp.Location("fw.bin"));
        await UntilAsync(chargePoint, view => view.FirmwareVersion == "3.4");
    }

    private static string Uploaded(VsftpdServer ftp, string name) => File.ReadAllText(ftp.PathOf("root/upload/" + name)).ReplaceLineEndings("\n");
}
