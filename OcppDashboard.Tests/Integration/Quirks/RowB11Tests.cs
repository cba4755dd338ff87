using System.Net.WebSockets;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Connections;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Row B11: connections that ended without a word and are found dead only when something is sent.</summary>
public sealed class RowB11Tests(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    [Theory]
    [InlineData("a command")]
    [InlineData("a ping")]
    public async Task B11_what_cannot_be_sent_ends_the_connection_at_once_and_is_a_finding(string sent)
    {
        var services = Central.Get<ConnectionServices>();
        var dead = new DeadStream();
        await using var stream = new LivenessStream(dead, dead.End, Central.Time);
        using var webSocket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });
        var info = new ConnectionDetails("R-B11-" + sent.Length, 1_000_000, "192.0.2.1", null, "ocpp1.6", 0, "http://localhost", Central.Time.GetUtcNow());
        var connection = new ChargePointConnection(info, webSocket, stream, services);
        foreach (var observer in services.Observers) observer.Connected(info);
        var running = connection.RunAsync();
        if (sent == "a ping") connection.PingIfSilent(TimeSpan.Zero);
        else Assert.Equal(ExchangeResult.Disconnected, (await connection.CallAsync("u", "ClearCache", "[2,\"u\",\"ClearCache\",{}]"u8.ToArray(), TimeSpan.FromMinutes(1))).Result);
        var reason = await running;
        Assert.StartsWith("sending failed", reason, StringComparison.Ordinal);
        foreach (var observer in services.Observers) observer.Disconnected(info, reason, replaced: false);
        var snapshot = await FindingAsync(info.ChargePointId, "B11");
        Assert.Equal((false, reason), (snapshot.Online, snapshot.OfflineReason));
    }

    [Fact]
    public async Task B11_a_connection_that_is_seen_to_end_is_no_finding()
    {
        await using var client = await Central.BootAsync("R-B11-seen");
        client.Drop();
        Assert.False((await Central.SnapshotAsync("R-B11-seen", snapshot => !snapshot.Online)).HasFinding("B11"));
    }

    /// <summary>The network behind it is gone: nothing comes, and what is written fails.</summary>
    private sealed class DeadStream : PeerStream
    {
        private readonly TaskCompletionSource<int> read = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void End() => read.TrySetException(new IOException("aborted"));
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(read.Task);
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromException(new IOException("no route to host"));
    }
}
