using System.Net;
using System.Net.Sockets;

namespace OcppDashboard.Configuration;

/// <summary>The settings below <c>Files</c>.</summary>
internal static class FilesSettingsReader
{
    public static FilesSettings ReadFiles(this SettingsReader reader, RunMode mode, int port, string contentRoot)
    {
        var defaults = new FilesSettings();
        return defaults with
        {
            PublicAddress = PublicAddress(reader),
            HttpsPort = reader.Text("Files:HttpsPort") is null ? null : reader.Number("Files:HttpsPort", 0, 0, 65535),
            Tls = Pem(reader, "Files:Tls", contentRoot),
            Signing = Pem(reader, "Files:Signing", contentRoot),
            MaxFirmwareBytes = (long)reader.Number("Files:MaxFirmwareMegabytes", 500, 1, 100_000) << 20,
            MaxReceivedBytes = (long)reader.Number("Files:MaxReceivedMegabytes", 100, 1, 100_000) << 20,
            MaxReceivedTotalBytes = (long)reader.Number("Files:MaxReceivedTotalMegabytes", 2048, 1, 10_000_000) << 20,
            ReceivedBytesPerSecond = reader.Number("Files:ReceivedMegabytesPerSecond", 20, 1, 10_000) * 1_000_000L,
            ReceivedDays = reader.Number("Files:ReceivedDays", defaults.ReceivedDays, 1, 36_500),
            AddressLife = TimeSpan.FromHours(reader.Number("Files:AddressHours", 24, 1, 720)),
            Ftp = Ftp(reader, mode, port),
        };
    }

    /// <summary>On for the demo and the lab, then for this machine alone; asked for, for everyone.</summary>
    private static FtpSettings? Ftp(SettingsReader reader, RunMode mode, int port)
    {
        var asked = reader.Switch("Files:Ftp:Enabled");
        if (!(asked ?? mode != RunMode.Normal)) return null;
        var first = reader.Number("Files:Ftp:FirstPassivePort", port == 0 ? 0 : 50_000, 0, 65535);
        var last = reader.Number("Files:Ftp:LastPassivePort", first == 0 ? 0 : Math.Min(first + 99, 65535), 0, 65535);
        if (last < first) reader.Mistake($"The setting Files:Ftp:LastPassivePort is {last}: it must not be below Files:Ftp:FirstPassivePort, {first}.");
        return new(
            reader.Number("Files:Ftp:Port", port == 0 ? 0 : 2121, 0, 65535),
            reader.Text("Files:Ftp:ImplicitTlsPort") is null ? null : reader.Number("Files:Ftp:ImplicitTlsPort", 0, 0, 65535), asked is null || port == 0, first, last, Advertised(reader), reader.Switch("Files:Ftp:Downloads") ?? mode == RunMode.Demo);
    }

    private static IPAddress? Advertised(SettingsReader reader)
    {
        if (reader.Text("Files:Ftp:AdvertisedAddress") is not { } text) return null;
        if (IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork) return address;
        reader.Mistake($"The setting Files:Ftp:AdvertisedAddress is \"{text}\": it must be an IPv4 address such as 203.0.113.5.");
        return null;
    }

    private static Uri? PublicAddress(SettingsReader reader)
    {
        if (reader.Text("Files:PublicAddress") is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Length > 0 && address.PathAndQuery == "/" && address.UserInfo.Length == 0)
            return address;
        reader.Mistake($"The setting Files:PublicAddress is \"{text}\": it must be http:// or https:// with a host and, where needed, a port, such as http://203.0.113.5:5016.");
        return null;
    }

    private static PemFiles? Pem(SettingsReader reader, string section, string contentRoot)
    {
        var (certificate, key) = (reader.Text(section + ":CertificateFile"), reader.Text(section + ":KeyFile"));
        if (certificate is null && key is null) return null;
        if (certificate is null)
        {
            reader.Mistake($"The setting {section}:KeyFile needs {section}:CertificateFile beside it.");
            return null;
        }
        var files = new PemFiles(Path.GetFullPath(certificate, contentRoot), Path.GetFullPath(key ?? certificate, contentRoot));
        foreach (var file in new[] { files.Certificate, files.Key }.Distinct())
            if (!File.Exists(file)) reader.Mistake($"The file {file}, named by a setting of {section}, is not there.");
        return files;
    }
}
