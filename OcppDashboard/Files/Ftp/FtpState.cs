using System.Net;
using OcppDashboard.Files.Transfers;

namespace OcppDashboard.Files.Ftp;

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

    public void LogIn(FileTransfer transfer) => (Transfer, HasBeenIn) = (transfer, true);

    public void LogOut() => (User, Transfer, RestAt) = (null, null, 0);
}
