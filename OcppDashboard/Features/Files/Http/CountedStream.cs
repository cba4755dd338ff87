using OcppDashboard.Features.Files.Transfers;

namespace OcppDashboard.Features.Files.Http;

/// <summary>A file that tells how far it was read: the framework serves ranges of it, and this is where what it sent can be seen.</summary>
/// <param name="begin">Makes the report at the first byte read, from its offset.</param>
/// <param name="isSilent">For HEAD: nothing is told.</param>
internal sealed class CountedStream(FileStream file, Func<long, TransferRun> begin, bool isSilent) : Stream
{
    /// <summary>Null until something was read.</summary>
    public TransferRun? Run { get; private set; }

    /// <summary>How far it was read, from the start of the file.</summary>
    public long Sent { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => file.Length;
    public override long Position { get => file.Position; set => file.Position = value; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var at = file.Position;
        if (!isSilent) Run ??= begin(at);
        if (at > 0 && at == Sent) Run?.Moved(at); // what was read before has been written since
        var count = await file.ReadAsync(buffer, cancellationToken);
        Sent = at + count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("read asynchronously");
    public override void Flush() { }
    public override void SetLength(long value) => throw new NotSupportedException("read only");
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("read only");

    public override async ValueTask DisposeAsync()
    {
        await file.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }
}
