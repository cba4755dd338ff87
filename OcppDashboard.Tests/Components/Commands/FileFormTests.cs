using Bunit;
using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Commands;
using OcppDashboard.Components.Shared;
using OcppDashboard.Configuration;
using OcppDashboard.Features.ChargePointConfiguration;
using OcppDashboard.State;

namespace OcppDashboard.Tests.Components.Commands;

/// <summary>The forms of UpdateFirmware, GetDiagnostics, GetLog and SignedUpdateFirmware with this server as the place.</summary>
public class FileFormTests : ComponentTest
{
    private static readonly ChargePointSnapshot Connected = ChargePoint(running: 0) with { ServerAddress = "http://10.0.0.9:5016" };
    private CommandDraft? sent;

    [Fact]
    public async Task Fitting_files_come_first_and_the_newest_is_picked()
    {
        await Files.AddFirmwareAsync("old.bin", "1", new("6.2", "ABB"));
        var newest = await Files.AddFirmwareAsync("new 6.3.bin", "2", new("6.3", "ABB", "Terra 54"));
        await Files.AddFirmwareAsync("other.bin", "3", new(null, "DELTA"));
        var form = Render<UpdateFirmwareForm>();
        Assert.Equal(["new 6.3.bin · 6.3 · 1 byte", "old.bin · 6.2 · 1 byte"], form.FindAll("select > option").Select(option => option.TextContent).Take(2));
        Assert.Equal("other.bin · 1 byte", Assert.Single(form.FindAll("optgroup[label='For other models'] option")).TextContent);
        Assert.Equal("http://10.0.0.9:5016/f/…", form.Find(".own-address").TextContent);
        await form.Find("form").SubmitAsync();
        Assert.Matches("""^{"location":"http://10.0.0.9:5016/f/[0-9a-f]{64}/new%206.3.bin","retries":1,"retrieveDate":"2026-05-12T12:30:00Z","retryInterval":60}$""", sent!.Payload.GetRawText());
        Assert.Equal(newest.Id, Files.Transfers.Find(sent.FileTransferId!.Value)!.Firmware!.Id);
    }

    [Fact]
    public async Task A_file_for_another_model_is_warned_of_and_allowed()
    {
        var other = await Files.AddFirmwareAsync("other.bin", "3", new(null, "DELTA", "10566"));
        var form = Render<UpdateFirmwareForm>();
        await form.Find("form").SubmitAsync();
        Assert.Contains("Choose a firmware file", form.Find("[role=alert]").TextContent);
        form.Find("select").Change($"{other.Id}");
        Assert.Contains("This file is meant for DELTA 10566; CP-1 is ABB Terra 54.", form.Find(".not-sent").TextContent);
        await form.Find("form").SubmitAsync();
        Assert.NotNull(sent);
    }

    [Fact]
    public async Task Another_address_can_be_typed_instead()
    {
        await Files.AddFirmwareAsync();
        var form = Render<UpdateFirmwareForm>();
        Assert.Empty(form.FindAll("input[inputmode=url]"));
        form.Find("select").Change("other");
        form.Find("input[inputmode=url]").Change("ftp://10.0.0.1/fw.bin");
        await form.Find("form").SubmitAsync();
        Assert.Equal("ftp://10.0.0.1/fw.bin", sent!.Payload.GetProperty("location").GetString());
        Assert.Null(sent.FileTransferId);
        Assert.Empty(Files.Transfers.Open);
    }

    [Fact]
    public async Task Until_it_has_connected_there_is_only_another_address()
    {
        await Files.AddFirmwareAsync();
        foreach (var markup in new[] { Render<UpdateFirmwareForm>(ChargePoint()).Markup, Render<GetDiagnosticsForm>(ChargePoint()).Markup })
        {
            Assert.Contains("Until it has connected", markup);
            Assert.Contains("inputmode=\"url\"", markup);
            Assert.DoesNotContain("This server", markup);
        }
    }

    [Fact]
    public async Task Diagnostics_come_to_this_server_unless_something_else_is_typed()
    {
        var form = Render<GetDiagnosticsForm>();
        Assert.Contains("Files:Ftp:Enabled=true", form.Markup);
        await form.Find("form").SubmitAsync();
        Assert.Matches("http://10.0.0.9:5016/f/[0-9a-f]{64}/diagnostics", sent!.Payload.GetProperty("location").GetString());
        Assert.True(Files.Transfers.Find(sent.FileTransferId!.Value)!.IsUpload);
        await form.Find("form").SubmitAsync();
        Assert.Single(Files.Transfers.Open); // pressed twice

        form = Render<GetDiagnosticsForm>();
        form.FindAll(".seg button").Single(button => button.TextContent == "Another address").Click();
        form.Find("input[inputmode=url]").Change("http://10.0.0.1/up");
        await form.Find("form").SubmitAsync();
        Assert.Equal("http://10.0.0.1/up", sent.Payload.GetProperty("location").GetString());
    }

    [Fact]
    public async Task The_way_is_the_first_that_its_configuration_names()
    {
        Use(new() { Ftp = new(2121, null, false, 0, 0, null, true) });
        var form = Render<GetDiagnosticsForm>(Connected, new(Now, [new("SupportedFileTransferProtocols", true, "SFTP, FTP,HTTP", null)], []));
        Assert.Equal(["http", "ftp"], form.FindAll("select option").Select(option => option.TextContent));
        Assert.Equal("ftp://10.0.0.9:2121/…", form.Find(".own-address").TextContent);
        form.Find("select").Change("http");
        Assert.Equal("http://10.0.0.9:5016/f/…", form.Find(".own-address").TextContent);
        form.Find("select").Change("ftp");
        await form.Find("form").SubmitAsync();
        Assert.Matches("ftp://cp[a-z0-9]+:[a-z0-9]{32}@10.0.0.9:2121/", sent!.Payload.GetProperty("location").GetString());
    }

    [Fact]
    public void What_it_does_not_take_by_its_configuration_is_said()
    {
        var form = Render<GetDiagnosticsForm>(Connected, new(Now, [new("SupportedFileTransferProtocols", true, "FTP", null)], []));
        Assert.Contains("It says that it takes FTP only", form.Markup);
    }

    [Fact]
    public void FTP_for_this_machine_alone_says_how_to_open_it()
    {
        Use(new() { Ftp = new(2121, null, true, 0, 0, null, false) });
        Assert.Contains("answers this machine alone", Render<GetDiagnosticsForm>().Markup);
    }

    [Fact]
    public async Task A_log_is_asked_for_with_a_number_of_its_own()
    {
        var form = Render<GetLogForm>();
        form.FindAll(".seg button").Single(button => button.TextContent == "Security").Click();
        await form.Find("form").SubmitAsync();
        var first = sent!.Payload;
        Assert.Equal("SecurityLog", first.GetProperty("logType").GetString());
        Assert.Equal("2026-05-11T12:30:00Z", first.GetProperty("log").GetProperty("oldestTimestamp").GetString());
        Assert.StartsWith("http://10.0.0.9:5016/f/", first.GetProperty("log").GetProperty("remoteLocation").GetString());
        form = Render<GetLogForm>();
        await form.Find("form").SubmitAsync();
        Assert.True(sent.Payload.GetProperty("requestId").GetInt32() > first.GetProperty("requestId").GetInt32() && first.GetProperty("requestId").GetInt32() > 0);
    }

    [Fact]
    public async Task Signed_firmware_needs_its_settings()
    {
        await Files.AddFirmwareAsync();
        var form = Render<SignedUpdateFirmwareForm>();
        Assert.Contains("set Files:Signing:CertificateFile and Files:Signing:KeyFile. Nothing was sent.", form.Find(".not-sent").TextContent);
        Assert.True(form.Find("button[type=submit]").HasAttribute("disabled"));
        await form.Find("form").SubmitAsync();
        Assert.Null(sent);
    }

    [Fact]
    public async Task A_key_that_cannot_be_used_is_a_sentence_and_no_address_is_left_open()
    {
        var pem = Path.GetTempFileName();
        Use(new() { Signing = new PemFiles(pem, pem) });
        await Files.AddFirmwareAsync();
        var form = Render<SignedUpdateFirmwareForm>();
        await form.Find("form").SubmitAsync();
        File.Delete(pem);
        form.WaitForAssertion(() => Assert.Contains("holds no certificate as PEM. Nothing was sent.", form.Find("[role=alert]").TextContent));
        Assert.Null(sent);
        Assert.Empty(Files.Transfers.Open);
    }

    [Fact]
    public async Task Hostile_names_are_text()
    {
        await Files.AddFirmwareAsync(Hostile.Replace("/", ""), "x", new(Hostile, Hostile, Hostile));
        var form = Render<UpdateFirmwareForm>();
        form.Find("select").Change("1");
        Assert.Contains("<script>", form.Find(".not-sent").TextContent);
        Assert.Empty(form.FindAll("script, img"));
    }

    private IRenderedComponent<T> Render<T>(ChargePointSnapshot? chargePoint = null, ConfigurationList? configuration = null) where T : CommandForm => Context.Render<T>(p => p
        .Add(f => f.ChargePoint, chargePoint ?? Connected).Add(f => f.Configuration, configuration ?? ConfigurationList.Empty)
        .Add(f => f.OnSend, EventCallback.Factory.Create<CommandDraft>(this, draft => sent = draft)));
}
