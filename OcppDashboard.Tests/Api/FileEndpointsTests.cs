using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OcppDashboard.Api;
using OcppDashboard.Features.Files;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Received;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Api;

/// <summary>Files between a browser and the server, over HTTP.</summary>
public class FileEndpointsTests
{
    [Fact]
    public async Task A_firmware_file_of_more_than_a_page_may_send_is_taken_and_given_back()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var browser = central.Browser();
        var content = new byte[3_000_000];
        new Random(1).NextBytes(content);
        using var answer = await PutAsync(browser, "name=box-1.2.bin&version=1.2&vendor=Acme&model=", content);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        using var taken = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), taken.RootElement.GetProperty("sha256").GetString());
        Assert.Equal(content.Length, taken.RootElement.GetProperty("size").GetInt64());
        var file = Assert.Single(central.Get<FirmwareLibrary>().Files);
        Assert.Equal((file.Id, "box-1.2.bin", new FirmwareNote("1.2", "Acme")), (taken.RootElement.GetProperty("id").GetInt64(), file.Name, file.Note));

        using var back = await browser.GetAsync($"/files/firmware/{file.Id}/box-1.2.bin");
        Assert.Equal(content, await back.Content.ReadAsByteArrayAsync());
        IsAttachment(back, "box-1.2.bin");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/files/firmware/{file.Id}/box-1.2.bin");
        request.Headers.Range = new(10, 19);
        using var part = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(content[10..20], await part.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task What_is_not_taken_is_a_sentence_and_leaves_nothing()
    {
        await using var central = await TestCentralSystem.StartAsync(settings => settings with { Files = settings.Files with { MaxFirmwareBytes = 1 << 20 } });
        using var browser = central.Browser();
        await RefusedAsync(await PutAsync(browser, "name=a.bin", []), HttpStatusCode.BadRequest, "The file is empty: nothing was kept.");
        await RefusedAsync(await PutAsync(browser, "name=a.bin", new byte[(1 << 20) + 1]), HttpStatusCode.RequestEntityTooLarge, "The file is larger than 1 MB: nothing was kept.");
        await RefusedAsync(await PutAsync(browser, "name=a.bin", new byte[2 << 20], chunked: true), HttpStatusCode.RequestEntityTooLarge, "The file is larger than 1 MB: nothing was kept.");
        await RefusedAsync(await PutAsync(browser, "name=a.bin", [1], header: false), HttpStatusCode.BadRequest, "X-Upload");
        central.Get<FileSpace>().Free = _ => 1000;
        await RefusedAsync(await PutAsync(browser, "name=a.bin", [1]), HttpStatusCode.InsufficientStorage, "of the disk is free: nothing was kept.");
        central.Logs.Expect("is free: files are refused");
        Assert.Empty(central.Get<FirmwareLibrary>().Files);
        Assert.Empty(Parts(central));
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_nothing()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var library = central.Get<FirmwareLibrary>();
        using (var socket = new TcpClient("127.0.0.1", central.Port))
        {
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"PUT /files/firmware?name=a.bin HTTP/1.1\r\nHost: localhost:{central.Port}\r\nX-Upload: 1\r\nContent-Length: 1000\r\n\r\nhalf"));
            await Eventually.IsAsync(() => Parts(central).Any(), "begun upload");
        }
        await Eventually.IsAsync(() => !Parts(central).Any(), "removed part");
        Assert.Empty(library.Files);
    }

    [Fact]
    public async Task Another_site_cannot_put_a_file()
    {
        await using var central = await TestCentralSystem.StartAsync();
        using var browser = central.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/files/firmware?name=a.bin") { Content = new ByteArrayContent([1]) };
        request.Headers.Add(FileEndpoints.Header, "1");
        request.Headers.Add("Origin", "https://evil.example");
        using var answer = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(central.Get<FirmwareLibrary>().Files);
    }

    [Fact]
    public async Task A_received_file_is_downloaded_under_its_name_as_text_and_listed()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        using var browser = central.Browser();
        var id = await ReceiveAsync(central, "CP-1", "../ü\u202e\"a\".html", "<script>alert(1)</script>"u8.ToArray());
        using var answer = await browser.GetAsync($"/files/received/{id}/download");
        IsAttachment(answer, ".._ü\"a\".html");
        Assert.Equal("<script>alert(1)</script>", await answer.Content.ReadAsStringAsync());

        Assert.Contains(",CP-1,", await browser.GetStringAsync("/files/received.csv?cp=CP-1"), StringComparison.Ordinal);
        Assert.DoesNotContain(",CP-1,", await browser.GetStringAsync("/files/received.csv?q=nothing"), StringComparison.Ordinal);
        using var page = await browser.GetAsync($"/files/received/{id}");
        Assert.Contains("<html", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (var gone in new[] { $"/files/received/{id + 1}/download", "/files/firmware/99/x.bin" })
        {
            using var nothing = await browser.GetAsync(gone);
            Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
        }
    }

    private static IEnumerable<string> Parts(TestCentralSystem central) =>
        new DirectoryInfo(central.Get<FirmwareLibrary>().Folder) is { Exists: true } folder ? folder.EnumerateFiles("*", SearchOption.AllDirectories).Select(file => file.Name) : [];

    private static async Task<long> ReceiveAsync(TestCentralSystem central, string chargePointId, string name, byte[] content)
    {
        var transfers = central.Get<FileTransfers>();
        var offer = await transfers.OfferUploadAsync(central.Get<ChargePointStore>().Find(chargePointId)!, FileScheme.Http);
        await using var incoming = central.Get<ReceivedFiles>().Begin(transfers.Find(offer.TransferId)!, 0, "HTTP PUT");
        await incoming.WriteAsync(content, CancellationToken.None);
        return (await incoming.CompleteAsync(name, CancellationToken.None)).Id;
    }

    private static async Task<HttpResponseMessage> PutAsync(HttpClient browser, string query, byte[] content, bool header = true, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/files/firmware?" + query) { Content = new ByteArrayContent(content) };
        if (header) request.Headers.Add(FileEndpoints.Header, "1");
        if (chunked) request.Headers.TransferEncodingChunked = true;
        return await browser.SendAsync(request);
    }

    private static async Task RefusedAsync(HttpResponseMessage answer, HttpStatusCode status, string sentence)
    {
        using (answer)
        {
            Assert.Equal(status, answer.StatusCode);
            Assert.Contains(sentence, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private static void IsAttachment(HttpResponseMessage answer, string name)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("nosniff", string.Join(',', answer.Headers.GetValues("X-Content-Type-Options")));
        ContentDispositionHeaderValue? disposition = answer.Content.Headers.ContentDisposition;
        Assert.Equal(("attachment", name), (disposition?.DispositionType, disposition?.FileNameStar));
    }
}
