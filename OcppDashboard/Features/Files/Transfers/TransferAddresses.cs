using System.Net;
using OcppDashboard.Configuration;
using OcppDashboard.State;

namespace OcppDashboard.Features.Files.Transfers;

/// <summary>Under which addresses a charge point reaches the files of this server.</summary>
public sealed class TransferAddresses(DashboardSettings settings, ServerAddresses server)
{
    private const string Prefix = "f"; // short: some charge points take only short addresses (K6)

    /// <summary>The first part of the path of every address.</summary>
    public const string PathPrefix = "/" + Prefix + "/";

    /// <summary>What stands behind the token of an upload over http.</summary>
    internal const string UploadName = "diagnostics";

    /// <summary>What can be offered to this charge point, the best first; empty until it has connected.</summary>
    /// <param name="isUpload">True: it sends a file; false: it fetches one.</param>
    public IReadOnlyList<FileScheme> Schemes(ChargePointSnapshot chargePoint, bool isUpload)
    {
        if (Base(chargePoint) is not { } address) return [];
        var files = settings.Files;
        var schemes = new List<FileScheme>();
        if (address.Scheme == "http") schemes.Add(FileScheme.Http);
        if (address.Scheme == "https" || files is { HttpsPort: not null, Tls: not null }) schemes.Add(FileScheme.Https);
        var reachesFtp = files.Ftp is { } ftp && server.FtpPort(false) > 0 && (!ftp.LoopbackOnly || IsLoopback(address.Host)) && (isUpload || ftp.Downloads);
        if (reachesFtp) schemes.Add(FileScheme.Ftp);
        if (reachesFtp && files.Tls is not null) schemes.Add(FileScheme.Ftps);
        return schemes;
    }

    /// <summary>Scheme, host and port without any secret, for people: <c>http://192.168.1.20:5016</c>.</summary>
    public string Shown(ChargePointSnapshot chargePoint, FileScheme scheme)
    {
        var address = Base(chargePoint);
        return address is null ? "" : Http(address, scheme) ?? $"{Word(scheme)}://{Host(address)}:{server.FtpPort(scheme == FileScheme.Ftps)}";
    }

    /// <param name="token">64 hexadecimal digits.</param>
    /// <param name="lastPart">Name of the file, or what stands for it; escaped here.</param>
    internal string OverHttp(ChargePointSnapshot chargePoint, FileScheme scheme, string token, string lastPart) =>
        $"{Http(Base(chargePoint)!, scheme)}{PathPrefix}{token}/{Uri.EscapeDataString(lastPart)}";

    internal string OverFtp(ChargePointSnapshot chargePoint, FileScheme scheme, string user, string password, string name) =>
        $"{Word(scheme)}://{user}:{password}@{Host(Base(chargePoint)!)}:{server.FtpPort(scheme == FileScheme.Ftps)}/{Uri.EscapeDataString(name)}";

    private string? Http(Uri address, FileScheme scheme) => scheme switch
    {
        FileScheme.Http => $"http://{Host(address)}:{address.Port}",
        FileScheme.Https when address.Scheme == "https" => $"https://{Host(address)}:{address.Port}",
        FileScheme.Https => $"https://{Host(address)}:{server.HttpsPort}",
        _ => null,
    };

    private Uri? Base(ChargePointSnapshot chargePoint) =>
        settings.Files.PublicAddress ?? (Uri.TryCreate(chargePoint.ServerAddress, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null);

    private static string Word(FileScheme scheme) => scheme.ToString().ToLowerInvariant();

    /// <summary>With brackets where it is IPv6.</summary>
    private static string Host(Uri address) => address.Host;

    private static bool IsLoopback(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
