using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Simulator.Engine;

public class DiagnosticsJobTests : FileJobTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refused_upload_over_http_says_Uploading_or_not(bool late)
    {
        Central.RefusesUploads = true;
        await StartWithAsync("delta", ("uploadFailedWithoutUploading", late.ToString()));
        await UploadToAsync(Http("up/"), 1);
        if (late) await WaitDiagnosticsAsync("UploadFailed", "UploadFailed");
        else await WaitDiagnosticsAsync("Uploading", "UploadFailed", "Uploading", "UploadFailed");
    }

    [Fact]
    public async Task Without_a_server_the_first_word_is_UploadFailed()
    {
        await StartWithAsync("delta", ("uploadFailedWithoutUploading", "true"));
        await UploadToAsync("ftp://127.0.0.1:1/box/");
        await WaitDiagnosticsAsync("UploadFailed");
    }

    [Fact]
    public async Task A_refused_login_is_UploadFailed_without_Uploading()
    {
        using var ftp = new SmallFtpServer(true);
        await StartWithAsync("delta", ("uploadFailedWithoutUploading", "true"));
        await UploadToAsync($"ftp://user:wrong@127.0.0.1:{ftp.Port}/");
        await WaitDiagnosticsAsync("UploadFailed");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_upload_that_is_taken_says_Uploading_once_also_when_it_breaks(bool overFtp)
    {
        using var ftp = new SmallFtpServer(true);
        await StartWithAsync("delta", ("uploadFailedWithoutUploading", "true"), ("breaksTransfersAt", "0.5"));
        await UploadToAsync(overFtp ? $"ftp://user:secret@127.0.0.1:{ftp.Port}/" : Http("up/"));
        await WaitDiagnosticsAsync("Uploading", "Uploaded");
    }

    [Fact]
    public async Task A_failed_log_upload_tells_UploadFailure_and_its_request_id()
    {
        Central.RefusesUploads = true;
        await StartAsync();
        var answer = await Central.CallAsync(Id, Log(7));
        Assert.Equal(("Accepted", true), (answer.Status.Text, answer.Filename?.EndsWith(".log", StringComparison.Ordinal)));
        await WaitAsync("LogStatusNotification", ["Uploading", "UploadFailure"]);
        Assert.All(Central.Of("LogStatusNotification"), call => Assert.Equal("7", call.Text("requestId")));
        Assert.Empty(Central.Of("DiagnosticsStatusNotification"));
    }

    [Fact]
    public async Task A_second_log_takes_the_place_of_the_first_and_triggers_tell_of_it()
    {
        await StartWithAsync("wallbox", ("transferBytesPerSecond", "1"));
        await Central.CallAsync(Id, Log(1));
        await WaitAsync("LogStatusNotification", ["Uploading"]);
        Assert.Equal("AcceptedCanceled", (await Central.CallAsync(Id, Log(2))).Status.Text);
        await WaitAsync("LogStatusNotification", ["Uploading", "Uploading"]);
        await Central.CallAsync(Id, new ExtendedTriggerMessageRequest(ExtendedMessageTrigger.LogStatusNotification));
        await WaitAsync("LogStatusNotification", ["Uploading", "Uploading", "Uploading"]);
        Assert.Equal(["1", "2", "2"], Central.Of("LogStatusNotification").Select(call => call.Text("requestId")));
        await Central.CallAsync(Id, new TriggerMessageRequest(MessageTrigger.DiagnosticsStatusNotification));
        await WaitDiagnosticsAsync("Idle"); // that is not what is being uploaded
    }

    private GetLogRequest Log(int requestId) => new(new(Http("log/"), null, null), LogType.DiagnosticsLog, requestId);
}
