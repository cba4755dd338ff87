using System.Net;
using System.Net.Http.Headers;

namespace OcppDashboard.Simulator.Engine.Files;

/// <summary>One file by http or https, over a link that may break once: a download goes on where it was, an upload begins anew.</summary>
internal sealed class HttpTransfer : IDisposable
{
    private readonly Behaviour behaviour;
    private readonly TransferLink link;
    private readonly HttpClient http;

    public HttpTransfer(Behaviour behaviour, TransferLink link)
    {
        (this.behaviour, this.link) = (behaviour, link);
        http = new(new SocketsHttpHandler
        {
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = async (context, cancellation) => await link.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellation),
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>What is asked for instead of an address: without its query, and all of it as one encoded segment (charger-quirks K6).</summary>
    internal static Uri Spoken(Uri address, Behaviour behaviour)
    {
        var path = behaviour.LosesQuery ? address.AbsolutePath : address.PathAndQuery;
        if (behaviour.PercentEncodesPath) path = "/" + Uri.EscapeDataString(Uri.UnescapeDataString(path[1..]));
        return new(address.GetLeftPart(UriPartial.Authority) + path);
    }

    /// <param name="into">What came so far, also when it broke.</param>
    /// <exception cref="FileTransferException">The other side refused.</exception>
    public async Task DownloadAsync(Uri address, MemoryStream into, int largest, CancellationToken cancellation)
    {
        EntityTagHeaderValue? tag = null;
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Spoken(address, behaviour));
            if (into.Length > 0) request.Headers.Range = new(into.Length, null);
            // a weak tag does not say that the bytes are the same (RFC 9110 13.1.5)
            if (into.Length > 0 && tag is { IsWeak: false }) request.Headers.IfRange = new(tag);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            var range = response.Content.Headers.ContentRange;
            if (!response.IsSuccessStatusCode) throw new FileTransferException($"HTTP {(int)response.StatusCode}");
            if (response.StatusCode != HttpStatusCode.PartialContent) into.SetLength(0); // the whole file: begin anew
            else if (range?.From != into.Length) throw new FileTransferException($"HTTP 206 with {range}, not from byte {into.Length} on");
            tag = response.Headers.ETag;
            var length = response.StatusCode == HttpStatusCode.PartialContent ? range?.Length : response.Content.Headers.ContentLength;
            try
            {
                await link.ReceiveAsync(await response.Content.ReadAsStreamAsync(cancellation), into, length, largest, cancellation);
                return;
            }
            catch (IOException) when (link.Mend())
            {
            }
        }
    }

    /// <param name="taken">Called before the first byte of the file leaves.</param>
    /// <exception cref="FileTransferException">The other side refused.</exception>
    public async Task UploadAsync(Uri address, string fileName, ReadOnlyMemory<byte> content, Func<Task> taken, CancellationToken cancellation)
    {
        while (true)
        {
            var target = address.AbsolutePath.EndsWith('/') ? new UriBuilder(address) { Path = address.AbsolutePath + Uri.EscapeDataString(fileName) }.Uri : address;
            using var request = new HttpRequestMessage(behaviour.Upload == UploadWay.Put ? HttpMethod.Put : HttpMethod.Post, Spoken(target, behaviour));
            // only so does it know before the first byte that the other side takes the file
            if (behaviour.UploadFailedWithoutUploading) request.Headers.ExpectContinue = true;
            var body = new PacedContent(content, link, behaviour.UploadFailedWithoutUploading, taken);
            request.Content = behaviour.Upload == UploadWay.Multipart ? new MultipartFormDataContent { { body, "file", fileName } } : body;
            try
            {
                using var response = await http.SendAsync(request, cancellation);
                if (!response.IsSuccessStatusCode) throw new FileTransferException($"HTTP {(int)response.StatusCode}");
                return;
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException && link.Mend())
            {
            }
        }
    }

    public void Dispose() => http.Dispose();
}
