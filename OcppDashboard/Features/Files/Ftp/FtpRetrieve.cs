using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Transfers;

namespace OcppDashboard.Features.Files.Ftp;

/// <summary>RETR, where the settings allow it: a login for a download gets its one file, under the name that was offered and no other.</summary>
internal sealed class FtpRetrieve(FtpParts parts, FtpState state, FtpControl control)
{
    private const int BufferSize = 16 * 1024; // each must be taken within a minute: slower is too slow
    public static readonly FtpReply NotThisFile = new(550, "There is no such file for this login");

    /// <summary>True when the last part of the path is the file's name; some clients leave it percent-encoded as it was in the address.</summary>
    public static bool Is(FirmwareFile file, string path)
    {
        var last = path[(path.LastIndexOf('/') + 1)..];
        return last == file.Name || Uri.UnescapeDataString(last) == file.Name;
    }

    public async Task<FtpReply> SendAsync(string path, CancellationToken stop)
    {
        var transfer = state.Transfer!;
        if (!parts.Settings.Files.Ftp!.Downloads || transfer.Firmware is not { } file || !Is(file, path)) return NotThisFile;
        if (transfer.Scheme == FileScheme.Ftps && !state.IsProtected) return FtpReplies.NeedsProtection;
        var offset = state.RestAt;
        state.RestAt = 0;
        if (offset > file.Size) return new(554, $"It cannot go on at {offset}: the file has {file.Size} bytes");
        if (state.Listener is not { } listener) return FtpReplies.PassiveFirst;
        state.Listener = null;
        using var once = listener;
        await using var content = parts.Firmware.Open(file);
        if (content is null) return NotThisFile; // deleted since it was offered
        content.Position = offset;
        await control.SendAsync(FtpReplies.Resume);
        return await SendAsync(listener, content, file, stop);
    }

    private async Task<FtpReply> SendAsync(FtpDataListener listener, FileStream content, FirmwareFile file, CancellationToken stop)
    {
        await using var watch = new FtpTransferWatch(control.Lines, parts.Time, stop);
        var (accepted, refusal) = await FtpDataConnection.AcceptAsync(listener, parts, state, watch);
        await using var data = accepted;
        if (data is null) return refusal;
        var run = parts.Progress.Begin(state.Transfer!, state.Via, content.Position, file.Size);
        try
        {
            await CopyAsync(content, data, run);
            run.Fetched();
            parts.Logger.LogInformation("{ChargePoint} fetched {Name} by {Via}", state.Transfer!.ChargePointId, FtpCommandLine.Shown(file.Name), state.Via);
            return new(226, "That was all");
        }
        catch (FtpBrokeOffException exception)
        {
            run.Broke(exception.Message);
            parts.Logger.LogWarning("A download of {ChargePoint} by {Via} broke off: {Reason}", state.Transfer!.ChargePointId, state.Via, exception.Message);
            return new(426, $"Broken off: {exception.Message}");
        }
    }

    private static async Task CopyAsync(FileStream content, FtpDataConnection data, TransferRun run)
    {
        var buffer = new byte[BufferSize];
        while (await content.ReadAsync(buffer) is var count and > 0)
        {
            await data.WriteAsync(buffer.AsMemory(0, count));
            run.Moved(content.Position);
        }
        await data.FinishAsync();
    }
}
