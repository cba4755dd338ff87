using System.Globalization;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Features.Files.Ftp;

/// <summary>What the commands of one control connection do. What is not named here is not done.</summary>
internal sealed class FtpCommands(FtpParts parts, FtpState state, FtpControl control)
{
    private readonly FtpLogin login = new(parts, state);
    private readonly FtpPassive passive = new(parts, state);
    private readonly FtpStore store = new(parts, state, control);
    private readonly FtpRetrieve retrieve = new(parts, state, control);

    private bool HasTls => parts.Certificate.Context is not null;

    /// <returns>Null when it was answered already.</returns>
    public async Task<FtpReply?> DoAsync(FtpCommandLine line, CancellationToken stop)
    {
        switch (line.Verb)
        {
            case "USER": return login.User(line.Argument);
            case "PASS": return login.Password(line.Argument);
            case "QUIT": return FtpReplies.Bye;
            case "NOOP": return FtpReplies.Okay;
            case "SYST": return new(215, "UNIX Type: L8");
            case "FEAT": return Features();
            case "OPTS": return line.Argument.Trim().ToUpperInvariant() is "UTF8 ON" or "UTF8" ? FtpReplies.Okay : FtpReplies.Incomplete;
            case "AUTH": return await SecureAsync(line.Argument.Trim(), stop);
            case "PBSZ": return state.IsTls ? new(200, "PBSZ=0") : FtpReplies.TlsFirst;
            case "PROT": return Protect(line.Argument.Trim());
            case "PORT" or "EPRT" or "LPRT": return FtpReplies.OnlyPassive;
        }
        if (state.Transfer is null) return FtpReplies.LogInFirst;
        if (state.Transfer.End is not (null or TransferEnd.Arrived)) return FtpReplies.LoginOver;
        return line.Verb switch
        {
            "STOR" => await store.TakeAsync(line.Argument, appends: false, stop),
            "APPE" => await store.TakeAsync(line.Argument, appends: true, stop),
            "RETR" => await retrieve.SendAsync(line.Argument, stop),
            "EPSV" => passive.Extended(line.Argument.Trim()),
            "PASV" => passive.Plain(),
            "REST" => Rest(line.Argument.Trim()),
            "RNFR" => RenameFrom(line.Argument),
            "RNTO" => await RenameToAsync(line.Argument),
            "SIZE" => Size(line.Argument),
            "ABOR" => FtpReplies.NothingToAbort,
            "ALLO" => new(202, "Not needed"),
            "TYPE" => Known(line.Argument, "A", "I", "A N", "L 8"), // files go as they are either way
            "MODE" => Known(line.Argument, "S"),
            "STRU" => Known(line.Argument, "F"),
            "CWD" => Enter(line.Argument),
            "CDUP" => Enter(".."),
            "PWD" => new(257, $"{Quoted(state.Directory)} is where you said"),
            "MKD" => line.Argument.Length == 0 ? FtpReplies.Incomplete : new(257, $"{Quoted(FtpCommandLine.Shown(line.Argument))} is taken as there"),
            _ => FtpReplies.NotHere,
        };
    }

    private FtpReply Features()
    {
        List<string> names = ["These", "EPSV", "PASV", "REST STREAM", "SIZE", "UTF8"];
        if (HasTls) names.AddRange(["AUTH TLS", "PBSZ", "PROT"]);
        return new(211, "End") { Before = names };
    }

    private async Task<FtpReply?> SecureAsync(string kind, CancellationToken stop)
    {
        if (!HasTls) return FtpReplies.NotHere;
        if (kind.ToUpperInvariant() is not ("TLS" or "TLS-C" or "SSL")) return FtpReplies.NotThisValue;
        if (state.IsTls) return new(503, "This is TLS already");
        if (!control.Lines.IsQuiet) return new(421, "Nothing may follow AUTH before TLS", Closes: true); // else it would count as said within TLS
        await control.SecureAsync(stop, new(234, "Begin TLS"));
        state.LogOut();
        return null;
    }

    private FtpReply Protect(string level)
    {
        if (!state.IsTls) return FtpReplies.TlsFirst;
        if (level.ToUpperInvariant() is not ("P" or "C")) return new(536, "P or C only");
        state.IsProtected = level is "P" or "p";
        return FtpReplies.Okay;
    }

    private FtpReply Rest(string text)
    {
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var at)) return FtpReplies.Incomplete;
        state.RestAt = at;
        return new(350, $"The next file goes on at {at}");
    }

    private FtpReply Size(string path)
    {
        if (state.Transfer!.Firmware is { } file) return parts.Settings.Files.Ftp!.Downloads && FtpRetrieve.Is(file, path) ? new(213, file.Size.ToString(CultureInfo.InvariantCulture)) : FtpRetrieve.NotThisFile;
        var here = state.Transfer.End is null ? parts.Received.PartLength(state.Transfer) : state.LastFile?.Size ?? 0;
        return here > 0 ? new(213, here.ToString(CultureInfo.InvariantCulture)) : FtpReplies.NothingHere;
    }

    /// <summary>Clients send under a passing name and rename what came: names are texts here, and only the file that just came has one.</summary>
    private FtpReply RenameFrom(string name)
    {
        if (name.Trim().Length == 0) return FtpReplies.Incomplete;
        state.IsRenaming = state.LastFile is not null;
        return state.IsRenaming ? new(350, "And the new name?") : FtpReplies.NothingHere;
    }

    private async Task<FtpReply> RenameToAsync(string name)
    {
        if (name.Trim().Length == 0) return FtpReplies.Incomplete;
        if (!state.IsRenaming || state.LastFile is not { } file) return state.LastFile is null ? FtpReplies.NothingHere : new(503, "RNFR comes first");
        state.IsRenaming = false;
        try
        {
            await parts.Received.RenameAsync(file, state.Transfer!.ChargePointId, name);
            return new(250, "That is its name");
        }
        catch (StorageFailedException exception)
        {
            return new(451, $"The name could not be kept here ({exception.Message}): try again later");
        }
    }

    private FtpReply Enter(string path)
    {
        if (path.Length == 0) return FtpReplies.Incomplete;
        state.Enter(path);
        return new(250, "As you like: there are no directories here");
    }

    private static FtpReply Known(string value, params string[] known) => known.Contains(value.Trim().ToUpperInvariant()) ? FtpReplies.Okay : FtpReplies.NotThisValue;

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
