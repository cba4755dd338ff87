using System.Net;
using System.Net.Http.Headers;

namespace OcppDashboard.Simulator.Engine.Files;

/// <summary>The body of an upload, which leaves as fast as the link lets it.</summary>
internal sealed class PacedContent : HttpContent
{
    /// <summary>HttpClient sends bodies that it knows to be no longer than this also when it waited for a 100 and got a refusal.</summary>
    private const int SentInVain = 1024;
    private readonly ReadOnlyMemory<byte> content;
    private readonly TransferLink link;
    private readonly Func<Task> taken;
    private readonly bool hidesLength;

    /// <param name="onlyIfTaken">It is sent with Expect: 100-continue and must not leave when it is refused.</param>
    /// <param name="taken">Called before the first byte leaves.</param>
    public PacedContent(ReadOnlyMemory<byte> content, TransferLink link, bool onlyIfTaken, Func<Task> taken)
    {
        (this.content, this.link, this.taken, hidesLength) = (content, link, taken, onlyIfTaken && content.Length <= SentInVain);
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await taken();
        await link.SendAsync(content, 0, stream, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = content.Length;
        return !hidesLength;
    }
}
