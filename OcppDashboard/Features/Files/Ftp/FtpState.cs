using System.Net;
using OcppDashboard.Data.Entities;
using OcppDashboard.Features.Files.Transfers;

namespace OcppDashboard.Features.Files.Ftp;

/// <summary>Where a control connection stands.</summary>
internal sealed class FtpState(IPAddress remote, IPAddress local, bool isTls)
{
    private const int LongestDirectory = 255;

    /// <summary>The client; IPv4 as IPv4.</summary>
    public IPAddress Remote => remote;

    /// <summary>Where it reached us.</summary>
    public IPAddress Local => local;
    public bool IsTls { get; set; } = isTls;

    /// <summary>PROT P: data connections use TLS; where the first byte is TLS this is meant from the start.</summary>
    public bool IsProtected { get; set; } = isTls;
    public string? User { get; set; }

    /// <summary>The job of the login; null: not logged in.</summary>
    public FileTransfer? Transfer { get; private set; }

    /// <summary>It logged in at least once.</summary>
    public bool HasBeenIn { get; private set; }

    /// <summary>Where the next file goes on, bytes.</summary>
    public long RestAt { get; set; }

    /// <summary>EPSV ALL was said: PASV is no longer meant.</summary>
    public bool IsExtendedOnly { get; set; }

    /// <summary>Waits for the next data connection.</summary>
    public FtpDataListener? Listener { get; set; }

    /// <summary>A text that the client chose: there are no directories.</summary>
    public string Directory { get; private set; } = "/";

    public string Via => IsTls ? "FTPS" : "FTP";

    /// <summary>Goes where the client says; relative to where it is.</summary>
    public void Enter(string path)
    {
        var parts = new List<string>();
        foreach (var part in (path.StartsWith('/') ? path : Directory + "/" + path).Split('/', StringSplitOptions.RemoveEmptyEntries))
            if (part != "..") parts.Add(part);
            else if (parts.Count > 0) parts.RemoveAt(parts.Count - 1);
        parts.RemoveAll(part => part == ".");
        var entered = "/" + string.Concat(string.Join('/', parts).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter));
        Directory = entered.Length > LongestDirectory ? entered[..LongestDirectory] : entered;
    }

    /// <summary>The last file that came by this login; null: none did.</summary>
    public ReceivedFileEntity? LastFile { get; private set; }

    /// <summary>Files that came by this login.</summary>
    public int Files { get; private set; }

    /// <summary>RNFR was said: RNTO gives the last file its name.</summary>
    public bool IsRenaming { get; set; }

    public void LogIn(FileTransfer transfer) => (Transfer, HasBeenIn, LastFile, Files, IsRenaming) = (transfer, true, null, 0, false);

    public void LogOut() => (User, Transfer, RestAt, LastFile, Files, IsRenaming) = (null, null, 0, null, 0, false);

    /// <summary>A file is here whole.</summary>
    public void Arrived(ReceivedFileEntity file) => (LastFile, Files) = (file, Files + 1);

    /// <summary>The login goes on with another file of the same job.</summary>
    public void Follow(FileTransfer next) => Transfer = next;
}
