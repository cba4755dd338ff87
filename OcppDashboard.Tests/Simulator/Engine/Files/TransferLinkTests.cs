using OcppDashboard.Simulator;
using OcppDashboard.Simulator.Engine.Files;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Simulator.Engine.Files;

public class TransferLinkTests
{
    private readonly MovableTime time = new();
    private readonly List<long> breaks = [];
    private readonly byte[] content = new byte[100_000];

    public TransferLinkTests() => new Random(1).NextBytes(content);

    [Fact]
    public async Task Ten_kilobytes_a_second_are_ten_kilobytes_a_second_both_ways()
    {
        using var link = Link(new() { TransferBytesPerSecond = 10_000 });
        using MemoryStream sent = new(), received = new();
        var begin = time.GetUtcNow();
        await link.SendAsync(content, 0, sent, CancellationToken.None);
        var between = time.GetUtcNow();
        sent.Position = 0;
        await link.ReceiveAsync(sent, received, content.Length, content.Length, CancellationToken.None);
        Assert.Equal(content, received.ToArray());
        Assert.InRange((between - begin).TotalSeconds, 9.9, 11);
        Assert.InRange((time.GetUtcNow() - between).TotalSeconds, 9.9, 11);
    }

    [Fact]
    public async Task Without_a_pace_nothing_is_waited_for()
    {
        using var link = new TransferLink(new(), time, (_, _) => throw new InvalidOperationException(), _ => { });
        using var sent = new MemoryStream();
        await link.SendAsync(content, 10, sent, CancellationToken.None);
        Assert.Equal(content[10..], sent.ToArray());
    }

    [Theory]
    [InlineData(0.25, 25_000)]
    [InlineData(0.00001, 1)]
    [InlineData(1, 99_999)]
    public async Task Breaks_once_at_its_share(double share, int at)
    {
        using var link = Link(new() { BreaksTransfersAt = share });
        using var sent = new MemoryStream();
        Assert.False(link.Mend());
        await Assert.ThrowsAsync<IOException>(() => link.SendAsync(content, 0, sent, CancellationToken.None));
        Assert.Equal((at, true, false), ((int)sent.Length, link.Mend(), link.Mend()));
        await link.SendAsync(content, at, sent, CancellationToken.None);
        Assert.Equal(content, sent.ToArray());
        Assert.Equal([at], breaks);
    }

    [Fact]
    public async Task Breaks_in_a_download_and_keeps_what_came()
    {
        using var link = Link(new() { BreaksTransfersAt = 0.5 });
        using MemoryStream source = new(content), received = new();
        await Assert.ThrowsAsync<IOException>(() => link.ReceiveAsync(source, received, content.Length, content.Length, CancellationToken.None));
        Assert.Equal(content[..50_000], received.ToArray());
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_not_taken()
    {
        using var link = Link(new());
        using MemoryStream source = new(content), received = new();
        await Assert.ThrowsAsync<FileTransferException>(() => link.ReceiveAsync(source, received, null, content.Length - 1, CancellationToken.None));
    }

    private TransferLink Link(Behaviour behaviour) => new(behaviour, time, (span, _) =>
    {
        if (span > TimeSpan.Zero) time.Advance(span);
        return Task.CompletedTask;
    }, breaks.Add);
}
