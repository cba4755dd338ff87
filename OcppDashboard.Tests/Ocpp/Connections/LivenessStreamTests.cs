using System.Threading.Channels;
using OcppDashboard.Ocpp.Connections;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Ocpp.Connections;

/// <summary>Who answers a ping is alive, and whose last words come in late is not.</summary>
public class LivenessStreamTests
{
    private static readonly TimeSpan Limit = RawOcppClient.Deadline;

    [Fact]
    public async Task Who_answers_every_ping_is_alive()
    {
        await using var stream = Read(new Peer { Answer = peer => peer.Says(0x8A, 0x80, 0, 0, 0, 0) });
        Assert.True(await stream.AnswersPingAsync(Limit));
    }

    [Fact]
    public async Task Last_words_that_come_in_behind_a_ping_are_no_answer()
    {
        await using var stream = Read(new Peer
        {
            Answer = peer =>
            {
                if (peer.Pings == 1) peer.Says(0x88, 0x80, 0, 0, 0, 0); // it closed, and went
                else peer.Ends();
            },
        });
        Assert.False(await stream.AnswersPingAsync(Limit));
    }

    [Fact]
    public async Task Who_says_nothing_is_not_alive_when_the_time_is_over()
    {
        var time = new MovableTime();
        await using var stream = Read(new Peer { Answer = _ => { } }, time);
        var answer = stream.AnswersPingAsync(TimeSpan.FromSeconds(5));
        await Eventually.IsAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return answer.IsCompleted;
        }, "end of the wait");
        Assert.False(await answer);
    }

    private static LivenessStream Read(Peer peer, TimeProvider? time = null)
    {
        var stream = new LivenessStream(peer, peer.Ends, time ?? TimeProvider.System);
        _ = ReadAsync(stream);
        return stream;
    }

    private static async Task ReadAsync(Stream stream)
    {
        var buffer = new byte[64];
        while (await stream.ReadAsync(buffer) > 0) { }
    }

    /// <summary>The other end of a connection.</summary>
    private sealed class Peer : PeerStream
    {
        private readonly Channel<byte[]> words = Channel.CreateUnbounded<byte[]>();

        public required Action<Peer> Answer { get; init; }
        public int Pings { get; private set; }
        public void Says(params byte[] bytes) => words.Writer.TryWrite(bytes);
        public void Ends() => words.Writer.TryComplete();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!await words.Reader.WaitToReadAsync(cancellationToken) || !words.Reader.TryRead(out var bytes)) return 0;
            bytes.CopyTo(buffer);
            return bytes.Length;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Pings++;
            Answer(this);
            return ValueTask.CompletedTask;
        }
    }
}
