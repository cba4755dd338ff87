using System.Net.Sockets;
using System.Security.Authentication;

namespace OcppDashboard.Features.Files.Ftp;

/// <summary>One control connection, from greeting to end: reads a line, has it done, answers.</summary>
internal sealed class FtpControl(FtpParts parts, Socket socket, FtpState state)
{
    public static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(5), LoginLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(10), LastWriteLimit = TimeSpan.FromSeconds(1);
    private readonly long began = parts.Time.GetTimestamp();
    private Stream stream = new NetworkStream(socket, ownsSocket: true);
    private FtpLineReader? lines;

    /// <summary>What the client sends.</summary>
    public FtpLineReader Lines => lines!;

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            if (state.IsTls) await SecureAsync(stop);
            lines = new(stream);
            await SendAsync(FtpReplies.Ready);
            var commands = new FtpCommands(parts, state, this);
            for (var isOver = false; !isOver;)
            {
                if (await NextAsync(commands, stop) is not { } reply) continue;
                await SendAsync(reply);
                isOver = reply.Closes;
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or AuthenticationException or OperationCanceledException)
        {
            parts.Logger.LogDebug("An FTP connection from {Remote} ended: {Reason}", state.Remote, exception.Message);
        }
        finally
        {
            state.Listener?.Dispose();
            await stream.DisposeAsync();
        }
    }

    /// <summary>Sends an answer; a client that takes none is left.</summary>
    /// <exception cref="IOException">The connection ended.</exception>
    /// <exception cref="OperationCanceledException">The client does not read.</exception>
    public async Task SendAsync(FtpReply reply)
    {
        using var limit = new CancellationTokenSource(reply.Closes ? LastWriteLimit : WriteLimit, parts.Time);
        await stream.WriteAsync(reply.ToBytes(), limit.Token);
    }

    /// <summary>From now on the connection speaks TLS.</summary>
    /// <param name="go">Sent before; null where the first byte is TLS already.</param>
    public async Task SecureAsync(CancellationToken stop, FtpReply? go = null)
    {
        if (go is not null) await SendAsync(go);
        using var deadline = new CancellationTokenSource(FtpTls.Deadline, parts.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        stream = await FtpTls.SecureAsync(stream, parts.Certificate.Context!, FtpTls.Versions, either.Token);
        lines?.Use(stream);
        state.IsTls = true;
    }

    private async Task<FtpReply?> NextAsync(FtpCommands commands, CancellationToken stop)
    {
        try
        {
            return await ReadAsync(stop) is { } line ? await commands.DoAsync(line, stop) : FtpReplies.Bye;
        }
        catch (InvalidDataException)
        {
            return FtpReplies.LineTooLong;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return FtpReplies.Stopping;
        }
    }

    private async Task<FtpCommandLine?> ReadAsync(CancellationToken stop)
    {
        var limit = !state.HasBeenIn ? LoginLimit - parts.Time.GetElapsedTime(began) : IdleLimit;
        using var deadline = new CancellationTokenSource(limit > TimeSpan.Zero ? limit : TimeSpan.FromMilliseconds(1), parts.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        try
        {
            return await Lines.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            await SendAsync(FtpReplies.Idle);
            throw;
        }
    }
}
