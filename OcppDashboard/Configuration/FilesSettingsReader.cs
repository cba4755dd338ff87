using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace OcppDashboard.Configuration;

/// <summary>The settings below <c>Files</c>.</summary>
internal static class FilesSettingsReader
{
    public static FilesSettings ReadFiles(this SettingsReader reader, RunMode mode, int port, string contentRoot)
    {
        var defaults = new FilesSettings();
        var files = defaults with
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
        CheckTogether(reader, files, port);
        return files;
    }

    /// <summary>What is wrong only because of another setting.</summary>
    private static void CheckTogether(SettingsReader reader, FilesSettings files, int port)
    {
        var hasCertificate = reader.Text("Files:Tls:CertificateFile") is not null;
        if (files.HttpsPort is not null && !hasCertificate) reader.Mistake("The setting Files:HttpsPort needs a certificate: name it with Files:Tls:CertificateFile.");
        if (files.Ftp?.ImplicitTlsPort is not null && !hasCertificate) reader.Mistake("The setting Files:Ftp:ImplicitTlsPort needs a certificate: name it with Files:Tls:CertificateFile.");
        var taken = new Dictionary<int, string> { [port] = "Port" };
        foreach (var (name, given) in new[] { ("Files:HttpsPort", files.HttpsPort), ("Files:Ftp:Port", files.Ftp?.Port), ("Files:Ftp:ImplicitTlsPort", files.Ftp?.ImplicitTlsPort) })
            if (given is { } number and > 0 && !taken.TryAdd(number, name)) reader.Mistake($"The setting {name} is {number}, as {taken[number]} is: each needs a port of its own.");
    }

    /// <summary>On for the demo and the lab, then for this machine alone; asked for, for everyone.</summary>
    private static FtpSettings? Ftp(SettingsReader reader, RunMode mode, int port)
    {
        var asked = reader.Switch("Files:Ftp:Enabled");
        if (!(asked ?? mode != RunMode.Normal)) return null;
        var isAlone = asked is null || port == 0; // for this machine any free port does, and a second demo beside the first one starts too
        var first = reader.Number("Files:Ftp:FirstPassivePort", isAlone ? 0 : 50_000, 0, 65535);
        var last = reader.Number("Files:Ftp:LastPassivePort", first == 0 ? 0 : Math.Min(first + 99, 65535), 0, 65535);
        if (first == 0 && last > 0) reader.Mistake($"The setting Files:Ftp:LastPassivePort is {last}: with Files:Ftp:FirstPassivePort 0, which means any free port, it must be absent.");
        else if (last < first) reader.Mistake($"The setting Files:Ftp:LastPassivePort is {last}: it must not be below Files:Ftp:FirstPassivePort, {first}.");
        return new(
            reader.Number("Files:Ftp:Port", isAlone ? 0 : 2121, 0, 65535),
            reader.Text("Files:Ftp:ImplicitTlsPort") is null ? null : reader.Number("Files:Ftp:ImplicitTlsPort", 0, 0, 65535),
            isAlone, first, last, Advertised(reader), reader.Switch("Files:Ftp:Downloads") ?? mode == RunMode.Demo);
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
        var missing = new[] { files.Certificate, files.Key }.Distinct().Where(file => !File.Exists(file)).ToList();
        foreach (var file in missing) reader.Mistake($"The file {file}, named by a setting of {section}, is not there.");
        if (missing.Count == 0) CheckPem(reader, section, files);
        return files;
    }

    private static void CheckPem(SettingsReader reader, string section, PemFiles files)
    {
        try
        {
            PemCertificate.Load(files).Dispose();
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            reader.Mistake($"The settings of {section} cannot be used: {files.Certificate} must be a certificate and {files.Key} its private key, both PEM and the key without a password ({exception.Message.TrimEnd('.')}).");
        }
    }
}
