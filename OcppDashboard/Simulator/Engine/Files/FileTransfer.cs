using System.Net.Http.Headers;

namespace OcppDashboard.Simulator.Engine.Files;

/// <summary>A file did not get through; the message says why.</summary>
internal sealed class FileTransferException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Downloads and uploads by http, https or ftp, as a location says.</summary>
internal static class FileTransfer
{
    private const int LargestFile = 64 * 1024 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false })
    {
        MaxResponseContentBufferSize = LargestFile,
        Timeout = Limit,
    };

    /// <exception cref="FileTransferException">It did not get through.</exception>
    public static Task<byte[]> DownloadAsync(string location, bool encodesPath, CancellationToken cancellation) =>
        TryAsync(location, cancellation, async (address, limited) =>
        {
            if (address.Scheme == Uri.UriSchemeFtp) return await FtpClient.DownloadAsync(address, LargestFile, limited);
            using var response = await Http.GetAsync(encodesPath ? EncodedPath(address) : address, limited);
            if (!response.IsSuccessStatusCode) throw new FileTransferException($"HTTP {(int)response.StatusCode}");
            return await response.Content.ReadAsByteArrayAsync(limited);
        });

    /// <param name="location">A directory when it ends with a slash, for ftp also when its last part has no dot; else the file itself.</param>
    /// <exception cref="FileTransferException">It did not get through.</exception>
    public static Task UploadAsync(string location, string fileName, byte[] content, UploadWay way, CancellationToken cancellation) =>
        TryAsync(location, cancellation, async (address, limited) =>
        {
            if (address.Scheme == Uri.UriSchemeFtp)
            {
                await FtpClient.UploadAsync(address, fileName, content, limited);
                return true;
            }
            var target = address.AbsolutePath.EndsWith('/') ? new Uri(address, Uri.EscapeDataString(fileName)) : address;
            using var request = new HttpRequestMessage(way == UploadWay.Put ? HttpMethod.Put : HttpMethod.Post, target);
            request.Content = Body(content, fileName, way);
            using var response = await Http.SendAsync(request, limited);
            return response.IsSuccessStatusCode ? true : throw new FileTransferException($"HTTP {(int)response.StatusCode}");
        });

    /// <summary>The whole path and query as one encoded segment, as EVlink 3.3.0 asks for it (charger-quirks K6).</summary>
    internal static Uri EncodedPath(Uri address) =>
        new($"{address.GetLeftPart(UriPartial.Authority)}/{Uri.EscapeDataString(Uri.UnescapeDataString(address.PathAndQuery[1..]))}");

    private static HttpContent Body(byte[] content, string fileName, UploadWay way)
    {
        var bytes = new ByteArrayContent(content);
        bytes.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return way == UploadWay.Multipart ? new MultipartFormDataContent { { bytes, "file", fileName } } : bytes;
    }

    private static async Task<T> TryAsync<T>(string location, CancellationToken cancellation, Func<Uri, CancellationToken, Task<T>> transfer)
    {
        if (!Uri.TryCreate(location, UriKind.Absolute, out var address)) throw new FileTransferException($"\"{location}\" is no address");
        if (address.Scheme is not ("http" or "https" or "ftp")) throw new FileTransferException($"{address.Scheme} is not supported");
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(Limit);
        try
        {
            return await transfer(address, limited.Token);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested
            && exception is HttpRequestException or IOException or System.Net.Sockets.SocketException or OperationCanceledException or FormatException)
        {
            throw new FileTransferException(exception.Message, exception);
        }
    }
}
