using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace OcppDashboard.Features.Files.Ftp;

/// <summary>Why a data connection ended before its time; the message is for the timeline.</summary>
internal sealed class FtpBrokeOffException(string reason) : Exception(reason);

/// <summary>One data connection, plain or TLS. Every fault of it is an <see cref="FtpBrokeOffException"/>.</summary>
internal sealed class FtpDataConnection : IAsyncDisposable
{
    public static readonly TimeSpan AcceptLimit = TimeSpan.FromSeconds(30), QuietLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(10);
    private const int SendBuffer = 64 * 1024; // what lies in there counts as sent
    private readonly Socket socket;
    private readonly FtpTransferWatch watch;
    private Stream stream;

    private FtpDataConnection(Socket socket, FtpTransferWatch watch)
    {
        (this.socket, this.watch) = (socket, watch);
        socket.SendBufferSize = SendBuffer;
        stream = new NetworkStream(socket, ownsSocket: true);
    }

    /// <returns>The connection, or why there is none.</returns>
    public static async Task<(FtpDataConnection? Data, FtpReply Refusal)> AcceptAsync(FtpDataListener listener, FtpParts parts, FtpState state, FtpTransferWatch watch)
    {
        FtpDataConnection? connection = null;
        try
        {
            watch.Within(AcceptLimit, "no data connection came");
            connection = new(await listener.AcceptAsync(state.Remote, watch.Token), watch);
            if (!state.IsProtected) return (connection, FtpReplies.NoData);
            watch.Within(FtpTls.Deadline, "TLS of the data connection took too long");
            connection.stream = await FtpTls.SecureAsync(connection.stream, parts.Certificate.Context!, state.Transfer!.IsUpload ? FtpTls.VersionsForUpload : FtpTls.Versions, watch.Token);
            return (connection, FtpReplies.NoData);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or AuthenticationException or ObjectDisposedException)
        {
            if (connection is null) return (null, FtpReplies.NoData);
            await connection.DisposeAsync();
            return (null, FtpReplies.NoDataTls);
        }
    }

    /// <returns>0 at the end.</returns>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        watch.Within(QuietLimit, $"nothing came for {QuietLimit.TotalSeconds:0} s");
        try
        {
            return await stream.ReadAsync(buffer, watch.Token);
        }
        catch (Exception exception) when (IsFault(exception))
        {
            throw BrokeOff(exception);
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        watch.Within(QuietLimit, $"nothing was taken for {QuietLimit.TotalSeconds:0} s");
        try
        {
            await stream.WriteAsync(bytes, watch.Token);
        }
        catch (Exception exception) when (IsFault(exception))
        {
            throw BrokeOff(exception);
        }
    }

    /// <summary>Says that all was sent and waits a little for the client to end its side: what was written need not have come.</summary>
    public async Task FinishAsync()
    {
        watch.Within(QuietLimit, "the end was not taken");
        try
        {
            if (stream is SslStream secured) await secured.ShutdownAsync().WaitAsync(watch.Token);
            socket.Shutdown(SocketShutdown.Send);
            watch.Within(FarewellLimit, "");
            while (await stream.ReadAsync(new byte[64], watch.Token) > 0) { }
        }
        catch (OperationCanceledException) when (watch.Reason.Length == 0)
        {
            // it waits for our 226 before it closes
        }
        catch (Exception exception) when (IsFault(exception))
        {
            throw BrokeOff(exception);
        }
    }

    public async ValueTask DisposeAsync() => await stream.DisposeAsync();

    private static bool IsFault(Exception exception) => exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException;

    private FtpBrokeOffException BrokeOff(Exception exception) => new(exception is OperationCanceledException ? watch.Reason : "the data connection broke");
}
