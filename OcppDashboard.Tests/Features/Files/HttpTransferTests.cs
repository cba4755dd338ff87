using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using OcppDashboard.Configuration;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Files;
using OcppDashboard.Features.Files.Received;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Files;

/// <summary>The addresses over HTTP: ranges and resume, and what attackers try (safety 29).</summary>
public class HttpTransferTests : FileJobTest
{
    private readonly HttpClient http = new();
    private long free = long.MaxValue;

    protected override FilesSettings Change(FilesSettings files) => files with { MaxReceivedBytes = 1 << 20, MaxReceivedTotalBytes = 3 << 20 };

    [ToolFact("curl")]
    public async Task Curl_goes_on_where_it_was()
    {
        var content = Bytes(500_000);
        var (command, address) = await UpdateAsync(await AddAsync(content));
        var part = await ScratchFileAsync("part.bin", content[..123_456]);
        var (code, _, errors) = await Tool.RunAsync("curl", "-sS", "--fail", "-C", "-", "-o", part, address);
        Assert.True(code == 0, errors);
        Assert.Equal(content, await File.ReadAllBytesAsync(part));
        await StepAsync(command.Id, "Fetched the file:");
    }

    [Fact]
    public async Task Ranges_heads_and_odd_paths_are_served()
    {
        var content = Bytes(1000);
        var (_, address) = await UpdateAsync(await AddAsync(content, "box 2.0%.bin"));
        using var range = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new RangeHeaderValue(100, 199) } };
        using var partial = await http.SendAsync(range);
        Assert.Equal((HttpStatusCode.PartialContent, "bytes 100-199/1000"), (partial.StatusCode, partial.Content.Headers.ContentRange!.ToString()));
        Assert.Equal(content[100..200], await partial.Content.ReadAsByteArrayAsync());
        using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, address));
        Assert.Equal((HttpStatusCode.OK, 1000L, "attachment"), (head.StatusCode, head.Content.Headers.ContentLength!.Value, head.Content.Headers.ContentDisposition!.DispositionType));
        var token = new Uri(address).Segments[2].TrimEnd('/');
        foreach (var path in new[] { $"/f%2F{token}%2Fbox%202.0.bin", $"//f/{token}/x", $"/f/{token}", $"/f/{token}/x/y?z=1" })
            Assert.Equal(content, await http.GetByteArrayAsync(new Uri($"http://127.0.0.1:{Central.Port}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })));
    }

    [Fact]
    public async Task Used_unknown_foreign_and_old_tokens_are_the_same_404()
    {
        var (used, old, firmware) = (await OfferUploadAsync(), await OfferUploadAsync(), await UpdateAsync(await AddAsync(Bytes(5))));
        (await http.PutAsync(used.Address, new StringContent("x"))).EnsureSuccessStatusCode();
        Central.Time.Advance(TimeSpan.FromHours(25));
        var answers = new List<string>();
        foreach (var address in new[] { used.Address, old.Address, firmware.Address, $"http://127.0.0.1:{Central.Port}/f/{new string('0', 64)}/x", $"http://127.0.0.1:{Central.Port}/f/short" })
        {
            using var answer = await http.PutAsync(address, new StringContent("x"));
            answers.Add($"{(int)answer.StatusCode} {string.Join(' ', answer.Headers.Where(h => h.Key != "Date").Select(h => h.Key))} {await answer.Content.ReadAsStringAsync()}");
        }
        Assert.StartsWith("404", Assert.Single(answers.Distinct()));
        Assert.Single(Directory.GetFiles(Received));
    }

    [Theory]
    [InlineData("put", "..%2f..%2fevil.dll")]
    [InlineData("put", "..%5c..%5cevil.cshtml")]
    [InlineData("form", "..\\..\\evil.cshtml")]
    [InlineData("form", "/abs/evil.log")]
    [InlineData("form", "<script>alert(1)</script>")]
    [InlineData("form", "long")]
    public async Task A_name_is_a_text_and_never_a_path(string way, string name)
    {
        if (name == "long") name = new string('a', 5000);
        var offer = await OfferUploadAsync();
        using var form = new MultipartFormDataContent { { new StringContent("x"), "file", name } };
        using var answer = way == "form" ? await http.PostAsync(offer.Address, form)
            : await http.PutAsync(offer.Address[..offer.Address.LastIndexOf('/')] + "/" + name, new StringContent("x"));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var row = Assert.Single((await Central.Get<FileQueries>().ReceivedAsync(new(), 0, 10)).Rows);
        Assert.Matches("^[0-9]{8}-[0-9]{6}-[0-9a-f]{8}[.]bin$", row.StoredName);
        Assert.InRange(row.Name!.Length, 1, 255);
        Assert.Equal([row.StoredName], Directory.GetFiles(Received).Select(Path.GetFileName));
        Assert.Empty(Directory.GetFiles(Central.Folder, "*evil*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_bomb_stays_as_small_as_it_is()
    {
        var bomb = new MemoryStream();
        await using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true)) await gzip.WriteAsync(new byte[20 << 20]);
        var offer = await OfferUploadAsync();
        var content = new ByteArrayContent(bomb.ToArray()) { Headers = { ContentEncoding = { "gzip" }, ContentType = new("text/html") } };
        using var answer = await http.PutAsync(offer.Address, content);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(bomb.Length, new FileInfo(Assert.Single(Directory.GetFiles(Received))).Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Too_large_is_413_with_nothing_left_and_may_be_tried_again(bool isLengthTold)
    {
        var offer = await OfferUploadAsync();
        Directory.CreateDirectory(Received);
        HttpContent Content(int length) => isLengthTold ? new ByteArrayContent(new byte[length]) : new StreamContent(new Endless(length));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PutAsync(Content((1 << 20) + 1))).StatusCode);
        Assert.Empty(Directory.GetFiles(Received));
        Assert.Equal(HttpStatusCode.Created, (await PutAsync(Content(1 << 20))).StatusCode);

        Task<HttpResponseMessage> PutAsync(HttpContent content) =>
            http.SendAsync(new HttpRequestMessage(HttpMethod.Put, offer.Address) { Content = content, Headers = { ExpectContinue = true, TransferEncodingChunked = isLengthTold ? null : true } });
    }

    [Fact]
    public async Task A_full_quota_and_a_full_disk_refuse_until_there_is_room_again()
    {
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.Created, (await UploadAsync(1 << 20)).StatusCode);
        Assert.Equal(HttpStatusCode.InsufficientStorage, (await UploadAsync(1000)).StatusCode);
        var row = (await Central.Get<FileQueries>().ReceivedAsync(new(), 0, 10)).Rows[0];
        Assert.True(await Central.Get<ReceivedFiles>().DeleteAsync(row.Id));
        Assert.Equal(HttpStatusCode.Created, (await UploadAsync(1000)).StatusCode);

        Central.Get<FileSpace>().Free = _ => free;
        free = (1L << 30) - 1;
        Central.Logs.Expect("of the disk is free");
        Assert.Equal(HttpStatusCode.InsufficientStorage, (await UploadAsync(1000)).StatusCode);
        Assert.True(Central.Get<FileSpace>().IsLow);
        await Assert.ThrowsAsync<FileRefusedException>(() => AddAsync(Bytes(5)));
        free = 1L << 30;
        Assert.Equal(HttpStatusCode.Created, (await UploadAsync(1000)).StatusCode);
        Assert.False(Central.Get<FileSpace>().IsLow);
        Assert.DoesNotContain(Directory.GetFiles(Received), file => file.EndsWith(".part", StringComparison.Ordinal));

        async Task<HttpResponseMessage> UploadAsync(int length) => await http.PutAsync((await OfferUploadAsync()).Address, new ByteArrayContent(new byte[length]));
    }

    [Fact]
    public async Task Files_that_are_too_old_are_deleted()
    {
        (await http.PutAsync((await OfferUploadAsync()).Address, new StringContent("x"))).EnsureSuccessStatusCode();
        Central.Time.Advance(TimeSpan.FromDays(91));
        await Eventually.IsAsync(() => Directory.GetFiles(Received).Length == 0, "an empty folder");
        Assert.Equal(0, (await Central.Get<FileQueries>().ReceivedAsync(new(), 0, 10)).Total);
    }

    private sealed class Endless(int length) : Stream
    {
        private int left = length;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var some = Math.Min(left, count);
            left -= some;
            return some;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
