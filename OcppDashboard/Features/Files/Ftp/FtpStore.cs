using OcppDashboard.Features.Files.Received;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Features.Files.Ftp;

/// <summary>STOR and APPE: takes the file of an upload. The name that the client gives is a text.</summary>
internal sealed class FtpStore(FtpParts parts, FtpState state, FtpControl control)
{
    private const int BufferSize = 64 * 1024;

    /// <summary>How long after the end of the data it is looked whether the client gave up.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(300);

    /// <summary>Some charge points send their log in several files by one login.</summary>
    public const int MostFiles = 20;

    /// <param name="appends">True: goes on behind what is here.</param>
    public async Task<FtpReply> TakeAsync(string name, bool appends, CancellationToken stop)
    {
        var transfer = state.Transfer!;
        if (!transfer.IsUpload) return new(550, "This login is for fetching a file");
        if (name.Trim().Length == 0) return FtpReplies.Incomplete;
        if (transfer.Scheme == FileScheme.Ftps && !state.IsProtected) return FtpReplies.NeedsProtection;
        var here = parts.Received.PartLength(transfer);
        var offset = appends ? here : state.RestAt;
        state.RestAt = 0;
        if (offset > here) return new(554, $"It cannot go on at {offset}: {here} bytes are here");
        if (state.Listener is not { } listener) return FtpReplies.PassiveFirst;
        if (state.Files >= MostFiles) return new(552, $"One login is good for {MostFiles} files");
        state.Listener = null;
        using var once = listener;
        var reply = await TakeAsync(listener, name, offset, stop);
        if (reply.Code >= 400) parts.Logger.LogWarning("An upload of {ChargePoint} by {Via} failed: {Reason}", transfer.ChargePointId, state.Via, reply.Text);
        return reply;
    }

    private async Task<FtpReply> TakeAsync(FtpDataListener listener, string name, long offset, CancellationToken stop)
    {
        try
        {
            if (state.Transfer!.End is TransferEnd.Arrived) state.Follow(await parts.Transfers.FollowAsync(state.Transfer));
            await using var incoming = parts.Received.Begin(state.Transfer!, offset, state.Via);
            incoming.KeepsPart = true;
            incoming.Broke("no data connection came");
            await control.SendAsync(FtpReplies.Resume);
            await using var watch = new FtpTransferWatch(control.Lines, parts.Time, stop);
            var (accepted, refusal) = await FtpDataConnection.AcceptAsync(listener, parts, state, watch);
            await using var data = accepted;
            if (data is null)
            {
                if (watch.Reason.Length > 0) incoming.Broke(refusal == FtpReplies.NoData ? watch.Reason : refusal.Text);
                return refusal;
            }
            try
            {
                await CopyAsync(data, incoming, stop);
                if (await watch.GaveUpAsync(Grace)) throw new FtpBrokeOffException(watch.Reason);
            }
            catch (FtpBrokeOffException exception)
            {
                incoming.Broke(exception.Message);
                return new(426, $"Broken off at {incoming.Length}: {exception.Message}; go on with REST or APPE");
            }
            incoming.Broke("it could not be kept");
            state.Arrived(await incoming.CompleteAsync(name.TrimStart('/'), stop));
            parts.Logger.LogInformation("{ChargePoint} sent {Name} by {Via}: {Bytes} bytes", state.Transfer!.ChargePointId, FtpCommandLine.Shown(name), state.Via, incoming.Length);
            return new(226, $"{incoming.Length} {Quantity.Noun(incoming.Length, "byte is", "bytes are")} here");
        }
        catch (FileRefusedException exception)
        {
            return new(CodeOf(exception.Reason), Sentence(exception.Message));
        }
        catch (Exception exception) when (exception is StorageFailedException or IOException or UnauthorizedAccessException)
        {
            return new(451, $"It could not be kept here ({exception.Message}): try again later");
        }
    }

    private static async Task CopyAsync(FtpDataConnection data, IncomingFile incoming, CancellationToken stop)
    {
        var buffer = new byte[BufferSize];
        try
        {
            while (await data.ReadAsync(buffer) is var count and > 0) await incoming.WriteAsync(buffer.AsMemory(0, count), stop); // may wait for its turn
        }
        catch (OperationCanceledException)
        {
            throw new FtpBrokeOffException("the server is being stopped");
        }
    }

    private static int CodeOf(FileRefusal reason) => reason switch
    {
        FileRefusal.TooLarge or FileRefusal.QuotaFull => 552,
        FileRefusal.NoSpace => 452,
        FileRefusal.TooSlow => 426,
        _ => 550,
    };

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
