using System.Text;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Simulator;

namespace OcppDashboard.Tests.Simulator;

public class FileJobTests : FileJobTest
{
    [Fact]
    public async Task Delta_is_updated_from_3_3_9_to_3_4_by_a_file_over_http()
    {
        Central.Files["/fw/delta-3.4.bin"] = DemoFirmware.Build("DELTA", "10566", "3.4");
        var chargePoint = await StartAsync("delta");
        await UpdateAsync("fw/delta-3.4.bin");
        await WaitStatusesAsync("Downloading", "Downloaded", "Installing", "Installed");
        Assert.Equal(["3.3.9", "3.4"], Central.Of("BootNotification").Select(call => call.Text("firmwareVersion")));
        Assert.True(Central.Of("BootNotification")[1].Number < Central.Of("FirmwareStatusNotification")[^1].Number);
        Assert.Equal("3.4", chargePoint.View.FirmwareVersion);
    }

    [Fact]
    public async Task Evlink_tells_all_but_does_not_reboot_and_asks_with_its_path_encoded()
    {
        Central.Files["/fw/v1/evlink.epk"] = DemoFirmware.Build("Schneider Electric", "EVlink Smart Wallbox", "3.3.0.12");
        var chargePoint = await StartAsync("evlink");
        await UpdateAsync("fw/v1/evlink.epk");
        await WaitStatusesAsync("Downloading", "Downloaded", "Installing", "Installed");
        Assert.Equal(["GET /fw%2Fv1%2Fevlink.epk"], Central.Requests);
        Assert.Single(Central.Of("BootNotification"));
        Assert.Equal(("3.3.0.10", true), (chargePoint.View.FirmwareVersion, chargePoint.View.Online));
        await chargePoint.PowerCycleAsync(); // rebooted by hand
        Assert.Equal("3.3.0.12", (await Central.WaitAsync("BootNotification", after: 1)).Text("firmwareVersion"));
    }

    [Theory]
    [InlineData("other model")]
    [InlineData("changed on the way")]
    [InlineData("no firmware")]
    public async Task A_wrong_file_ends_in_InstallationFailed(string kind)
    {
        var file = DemoFirmware.Build("DELTA", kind == "other model" ? "10567" : "10566", "3.4");
        if (kind == "changed on the way") file[^1] ^= 1;
        Central.Files["/fw.bin"] = kind == "no firmware" ? Encoding.UTF8.GetBytes("hello") : file;
        var chargePoint = await StartAsync("delta");
        await UpdateAsync("fw.bin");
        await WaitStatusesAsync("Downloading", "Downloaded", "Installing", "InstallationFailed");
        Assert.Equal("3.3.9", chargePoint.View.FirmwareVersion);
    }

    [Fact]
    public async Task A_download_is_tried_again_and_waits_for_its_date_and_for_running_transactions()
    {
        var chargePoint = await StartAsync();
        var date = chargePoint.Options.Time.GetUtcNow().AddSeconds(10);
        await Central.CallAsync(Id, new UpdateFirmwareRequest(new Uri(Central.HttpAddress, "none.bin").ToString(), 1, date, 5));
        await WaitStatusesAsync("Downloading", "DownloadFailed", "Downloading", "DownloadFailed");
        Assert.Equal(2, Central.Requests.Count);
        Assert.True(chargePoint.Options.Time.GetUtcNow() >= date);
    }

    [Fact]
    public async Task Installation_waits_for_the_end_of_the_transaction()
    {
        Central.Files["/fw.bin"] = DemoFirmware.Build("Alpenvolt", "Home 11", "4.1");
        var chargePoint = await StartAsync();
        await ChargeAsync(chargePoint);
        await UpdateAsync("fw.bin");
        await WaitStatusesAsync("Downloading", "Downloaded");
        await UntilAsync(chargePoint, view => view.Activity == "waiting to install firmware");
        await chargePoint.UnplugAsync();
        await WaitStatusesAsync("Downloading", "Downloaded", "Installing", "Installed");
        Assert.True(Central.Of("StopTransaction")[0].Number < Central.Of("FirmwareStatusNotification")[2].Number);
    }

    [Theory]
    [InlineData("wallbox", "PUT")]
    [InlineData("ac-double", "POST")]
    [InlineData("flaky", "POST")] // multipart
    public async Task Diagnostics_are_uploaded_over_http(string model, string method)
    {
        await StartAsync(model);
        var answer = await Central.CallAsync(Id, new GetDiagnosticsRequest(new Uri(Central.HttpAddress, "up/t0ken/").ToString(), 0));
        await WaitDiagnosticsAsync("Uploading", "Uploaded");
        var (path, upload) = Assert.Single(Central.Uploads);
        Assert.Equal(("/up/t0ken/" + answer.FileName, method), (path, upload.Method));
        Assert.Contains("> BootNotification", Encoding.UTF8.GetString(upload.Body), StringComparison.Ordinal);
        Assert.Equal(model == "flaky", Encoding.UTF8.GetString(upload.Body).Contains("Content-Disposition", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Diagnostics_are_uploaded_over_ftp(bool extended)
    {
        using var ftp = new SmallFtpServer(extended);
        await StartAsync("delta");
        var answer = await Central.CallAsync(Id, new GetDiagnosticsRequest($"ftp://user:secret@127.0.0.1:{ftp.Port}/in/box", 0));
        await WaitDiagnosticsAsync("Uploading", "Uploaded");
        Assert.Contains("# DELTA 10566 CP-1 firmware 3.3.9", Encoding.UTF8.GetString(ftp.Files[answer.FileName!]), StringComparison.Ordinal);
        Assert.Equal(["USER user", "PASS secret", "TYPE I", "CWD in/box", "EPSV"], ftp.Commands.Take(5));
        Assert.Equal("QUIT", ftp.Commands.Last());
    }

    [Fact]
    public async Task Firmware_comes_over_ftp_too()
    {
        using var ftp = new SmallFtpServer(true);
        ftp.Files["fw.bin"] = DemoFirmware.Build("DELTA", "10566", "3.4");
        var chargePoint = await StartAsync("delta");
        await Central.CallAsync(Id, new UpdateFirmwareRequest($"ftp://user:secret@127.0.0.1:{ftp.Port}/fw.bin", 0, DateTimeOffset.UtcNow));
        await UntilAsync(chargePoint, view => view.FirmwareVersion == "3.4");
    }

    [Fact]
    public async Task A_refused_login_ends_in_UploadFailed_after_all_tries()
    {
        using var ftp = new SmallFtpServer(true);
        await StartAsync("delta");
        await Central.CallAsync(Id, new GetDiagnosticsRequest($"ftp://user:wrong@127.0.0.1:{ftp.Port}/", 1, 2));
        await WaitDiagnosticsAsync("Uploading", "UploadFailed", "Uploading", "UploadFailed");
    }

    [Fact]
    public async Task A_model_without_diagnostics_names_no_file()
    {
        await StartAsync("wallbox-7");
        Assert.Null((await Central.CallAsync(Id, new GetDiagnosticsRequest("ftp://127.0.0.1/"))).FileName);
    }

    [Fact]
    public async Task GetLog_uploads_and_tells_its_request_id()
    {
        await StartAsync();
        var answer = await Central.CallAsync(Id, new GetLogRequest(new(new Uri(Central.HttpAddress, "log.txt").ToString(), null, null), LogType.DiagnosticsLog, 42));
        Assert.Equal("Accepted", answer.Status.Text);
        var told = await Central.WaitAsync("LogStatusNotification", call => call.Text("status") == "Uploaded");
        Assert.Equal("42", told.Text("requestId"));
        Assert.Equal("/log.txt", Assert.Single(Central.Uploads).Key);
    }
}
