using OcppDashboard.Features.Files.Transfers;

namespace OcppDashboard.Features.Files.Http;

/// <summary>The addresses that <see cref="FileTransfers"/> made: <c>/f/{token}/{anything}</c>. All else is one and the same 404.</summary>
public sealed class FileEndpoint(FileTransfers transfers, FirmwareDownloadEndpoint sender, UploadEndpoint taker)
{
    private const string First = "f", Page = "files";

    /// <summary>True for a target that is not a page's: it begins with our first part, plain or percent-encoded, or holds a token below the page of files.</summary>
    public static bool IsMine(string rawTarget)
    {
        var path = PathOf(rawTarget).TrimStart('/');
        return path.StartsWith(First, StringComparison.Ordinal) && Segments(rawTarget) is [First or Page, _, ..] segments && (segments[0] == First || Token(segments) is not null);
    }

    public async Task HandleAsync(HttpContext context, string rawTarget)
    {
        var transfer = Token(Segments(rawTarget)) is { } token ? transfers.Find(token) : null;
        var method = context.Request.Method;
        context.Response.Headers.CacheControl = "no-store";
        if (transfer is { IsUpload: false } && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method))) await sender.SendAsync(context, transfer);
        else if (transfer is { IsUpload: true } && (HttpMethods.IsPut(method) || HttpMethods.IsPost(method))) await taker.TakeAsync(context, transfer);
        else context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private static string? Token(string[] segments) => Array.Find(segments, segment => segment.Length == FileTransfers.TokenDigits);

    /// <summary>Some charge points percent-encode the slashes of the whole path, or double them (K6): the target is unescaped once, then split.</summary>
    internal static string[] Segments(string rawTarget)
    {
        var path = PathOf(rawTarget);
        var end = path.IndexOfAny('?', '#');
        return Uri.UnescapeDataString((end < 0 ? path : path[..end]).ToString()).Split('/', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The target without scheme and host, which some clients send too.</summary>
    private static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> rawTarget)
    {
        var scheme = rawTarget.IndexOf("://");
        if (scheme < 0 || !rawTarget.StartsWith("http", StringComparison.OrdinalIgnoreCase)) return rawTarget;
        var rest = rawTarget[(scheme + 3)..];
        var slash = rest.IndexOf('/');
        return slash < 0 ? "/" : rest[slash..];
    }
}
