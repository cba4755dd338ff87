using Bunit;
using OcppDashboard.Components.Files;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Files;

public sealed class FirmwareUploadTests : FilePageTest
{
    private readonly BunitJSModuleInterop uploader;

    public FirmwareUploadTests()
    {
        var module = Context.JSInterop.SetupModule("./js/upload.js");
        uploader = module.SetupModule("attach", _ => true);
        uploader.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void The_version_is_guessed_and_goes_into_the_address()
    {
        var upload = Choose("box & 1.2.3.bin", 1_000_000);
        Assert.Equal("1.2.3", upload.FindAll("input.text-box")[0].GetAttribute("value"));
        upload.FindAll("input.text-box")[1].Change("Acme");
        upload.Find("form").Submit();
        Assert.Equal("/files/firmware?name=box%20%26%201.2.3.bin&version=1.2.3&vendor=Acme", Assert.Single(uploader.Invocations["send"]).Arguments[0]);
    }

    [Fact]
    public async Task Progress_says_bytes_rate_and_what_is_left_then_the_checksum()
    {
        var upload = Choose("box.bin", 10_000_000);
        upload.Find("form").Submit();
        await upload.InvokeAsync(() => upload.Instance.Moved(4_000_000, 2000));
        Assert.Equal("4.0 MB of 10.0 MB · 2.0 MB/s · 3 s left", upload.Find(".soft").TextContent);
        Assert.Equal("40", upload.Find("[role=progressbar]").GetAttribute("aria-valuenow"));
        await upload.InvokeAsync(() => upload.Instance.Moved(10_000_000, 5000));
        Assert.Contains("the server checks", upload.Find(".soft").TextContent);
        await upload.InvokeAsync(() => upload.Instance.Ended(201, """{"id":1,"sha256":"abc123","size":10000000}"""));
        Assert.Contains("SHA-256 abc123", upload.Markup);
        Assert.Equal("abc123", upload.Find("[data-copy]").GetAttribute("data-copy"));
    }

    [Fact]
    public async Task The_servers_sentence_is_shown_and_a_broken_connection_says_that_nothing_was_kept()
    {
        var upload = Choose("box.bin", 1000);
        upload.Find("form").Submit();
        await upload.InvokeAsync(() => upload.Instance.Ended(507, "The disk did not take it: nothing was kept."));
        Assert.Equal("The disk did not take it: nothing was kept.", upload.Find("[role=alert]").TextContent);
        upload.Find("form").Submit();
        Assert.Empty(upload.FindAll("[role=alert]"));
        await upload.InvokeAsync(() => upload.Instance.Ended(0, ""));
        Assert.Equal("The connection broke: nothing was kept.", upload.Find("[role=alert]").TextContent);
        upload.Find("form").Submit();
        upload.FindAll("button").Single(button => button.TextContent == "Cancel").Click();
        Assert.Equal("Cancelled: nothing was kept.", upload.Find("[role=alert]").TextContent);
        Assert.Single(uploader.Invocations["cancel"]);
    }

    [Fact]
    public void What_is_too_large_or_empty_is_not_sent()
    {
        Assert.Contains("larger than 500 MB", Choose(ComponentTest.Hostile, (500L << 20) + 1).Find("[role=alert]").TextContent);
        Assert.Contains("empty", Choose("box.bin", 0).Find("[role=alert]").TextContent);
    }

    [Fact]
    public void Nothing_is_sent_while_the_disk_is_full()
    {
        var upload = Choose("box.bin", 1000);
        Files.Space.Free = _ => 1;
        Assert.ThrowsAny<Exception>(Files.Space.Check);
        upload.Act(() => upload.Find("form").Submit());
        Assert.Contains("Too little of the disk is free", upload.Find("[role=alert]").TextContent);
        Assert.Empty(uploader.Invocations["send"]);
    }

    private IRenderedComponent<FirmwareUpload> Choose(string name, long size)
    {
        var upload = Context.Render<FirmwareUpload>();
        upload.Act(() => upload.Instance.Chosen(name, size));
        return upload;
    }
}
