using System.Text;
using Microsoft.Net.Http.Headers;
using OcppDashboard.Simulator.Engine.Files;

namespace OcppDashboard.Tests.Simulator.Engine.Files;

public class HttpTransferTests : FileJobTest
{
    [Theory]
    [InlineData(false, false, "/a/b.bin?x=1&y=%202")]
    [InlineData(true, false, "/a%2Fb.bin%3Fx%3D1%26y%3D%202")]
    [InlineData(false, true, "/a/b.bin")]
    [InlineData(true, true, "/a%2Fb.bin")]
    public void An_address_is_spoken_as_the_charge_point_does(bool encodes, bool losesQuery, string expected) => Assert.Equal("http://h:81" + expected,
        HttpTransfer.Spoken(new("http://h:81/a/b.bin?x=1&y=%202"), new() { PercentEncodesPath = encodes, LosesQuery = losesQuery }).AbsoluteUri);

    [Fact]
    public async Task A_query_is_asked_for_unless_it_is_lost()
    {
        await StartWithAsync("delta", ("losesQuery", "true"));
        await UpdateAsync("fw.bin?token=1");
        await UploadToAsync(Http("up/?token=1"));
        await WaitDiagnosticsAsync("Uploading", "Uploaded");
        await WaitStatusesAsync("Downloading", "DownloadFailed");
        Assert.Equal(["GET /fw.bin", "PUT /up/" + Central.Uploads.Keys.Single().Split('/')[^1]], Central.Requests.Order());
    }

    [Fact]
    public async Task An_upload_into_a_directory_keeps_the_query()
    {
        await StartAsync("delta");
        var name = await UploadToAsync(Http("up/?token=1"));
        await WaitDiagnosticsAsync("Uploading", "Uploaded");
        Assert.Equal([$"PUT /up/{name}?token=1"], Central.Requests);
    }

    [Fact]
    public async Task Evlink_encodes_the_path_of_an_upload_too()
    {
        await StartAsync("evlink");
        var name = await UploadToAsync(Http("up/t0ken/"));
        await WaitDiagnosticsAsync("Uploading", "Uploaded");
        Assert.Equal([$"PUT /up%2Ft0ken%2F{name}"], Central.Requests);
    }

    [Theory]
    [InlineData("\"v1\"", "\"v1\"")]
    [InlineData("W/\"v1\"", "")] // says nothing about the bytes
    [InlineData(null, "")]
    public async Task A_broken_download_goes_on_where_it_was(string? tag, string ifRange)
    {
        Central.Files["/fw.bin"] = Firmware;
        Central.Tag = tag is null ? null : EntityTagHeaderValue.Parse(tag);
        var chargePoint = await StartWithAsync("delta", ("breaksTransfersAt", "0.5"));
        await UpdateAsync("fw.bin");
        await UntilAsync(chargePoint, view => view.FirmwareVersion == "3.4");
        await WaitStatusesAsync("Downloading", "Downloaded", "Installing", "Installed");
        Assert.Equal([$"bytes={Firmware.Length / 2}- {ifRange}"], Central.Ranges);
    }

    [Theory]
    [InlineData("no ranges")]
    [InlineData("another file")]
    public async Task A_broken_download_begins_anew_when_the_whole_file_comes(string reason)
    {
        Central.Files["/fw.bin"] = Firmware;
        Central.KnowsRanges = reason != "no ranges";
        var chargePoint = await StartWithAsync("delta", ("breaksTransfersAt", "0.5"), ("transferBytesPerSecond", "20000"));
        await UpdateAsync("fw.bin");
        await UntilAsync(chargePoint, view => view.Activity == "downloading firmware");
        if (reason == "another file") Central.Tag = new("\"v2\"");
        await UntilAsync(chargePoint, view => view.FirmwareVersion == "3.4");
        Assert.Single(Central.Ranges);
        Assert.Equal(2, Central.Requests.Count);
    }

    [Theory]
    [InlineData("Put")]
    [InlineData("Multipart")]
    public async Task A_broken_upload_is_sent_once_more_as_a_whole(string way)
    {
        var chargePoint = await StartWithAsync("delta", ("breaksTransfersAt", "0.5"), ("upload", way));
        var name = await UploadToAsync(Http("up/"));
        await WaitDiagnosticsAsync("Uploading", "Uploaded");
        Assert.Single(await chargePoint.ReadLogAsync(), line => line.Contains("the link broke after ", StringComparison.Ordinal));
        Assert.Contains("# DELTA 10566", Encoding.UTF8.GetString(Central.Uploads["/up/" + name].Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_takes_as_long_as_its_pace_says()
    {
        Central.Files["/fw.bin"] = Firmware[..40_000];
        var chargePoint = await StartWithAsync("delta", ("transferBytesPerSecond", "10000"));
        var begin = chargePoint.Options.Time.GetUtcNow();
        await UpdateAsync("fw.bin");
        await Central.WaitAsync("FirmwareStatusNotification", call => call.Text("status") == "Downloaded");
        Assert.True(chargePoint.Options.Time.GetUtcNow() - begin >= TimeSpan.FromSeconds(4));
    }
}
