using System.Net;

namespace OcppDashboard.Configuration;

/// <summary>How files go to charge points and come from them.</summary>
public sealed record FilesSettings
{
    /// <summary>Where charge points reach this server, <c>http(s)://host[:port]</c>; null: the address that each used in its handshake.</summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>Port that offers the files, and nothing else, over TLS; null: none; 0: any free one (tests).</summary>
    public int? HttpsPort { get; init; }

    /// <summary>Certificate for https and ftps; null: neither is offered.</summary>
    public PemFiles? Tls { get; init; }

    /// <summary>What signs firmware for SignedUpdateFirmware; null: it cannot be sent.</summary>
    public PemFiles? Signing { get; init; }

    /// <summary>Largest firmware file taken from a browser, bytes.</summary>
    public long MaxFirmwareBytes { get; init; } = 500L << 20;

    /// <summary>Largest file taken from a charge point, bytes.</summary>
    public long MaxReceivedBytes { get; init; } = 100L << 20;

    /// <summary>All received files together, bytes; more is refused until some are deleted.</summary>
    public long MaxReceivedTotalBytes { get; init; } = 2048L << 20;

    /// <summary>All uploads of charge points together, bytes per second: the disk is first of all for what they say.</summary>
    public long ReceivedBytesPerSecond { get; init; } = 20_000_000;

    /// <summary>No file is taken while less of the disk is free, bytes.</summary>
    public long LeastFreeBytes { get; init; } = 1L << 30;

    /// <summary>Received files older than this are deleted.</summary>
    public int ReceivedDays { get; init; } = 90;

    /// <summary>How long an address that was given to a charge point is good when its job does not end before.</summary>
    public TimeSpan AddressLife { get; init; } = TimeSpan.FromHours(24);

    /// <summary>An upload by a charge point may take so long.</summary>
    public TimeSpan UploadLimit { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Null: no FTP server.</summary>
    public FtpSettings? Ftp { get; init; }
}

/// <summary>Two PEM files: a certificate (chain) and its private key.</summary>
/// <param name="Certificate">Full path.</param>
/// <param name="Key">Full path; may be the same file.</param>
public sealed record PemFiles(string Certificate, string Key);

/// <summary>The FTP server for files of charge points.</summary>
/// <param name="Port">Of the control connection; 0: any free one.</param>
/// <param name="ImplicitTlsPort">Second port, for clients that begin with TLS at once; null: none, TLS is had with AUTH TLS only.</param>
/// <param name="LoopbackOnly">Only this machine reaches it.</param>
/// <param name="FirstPassivePort">Lowest port for data connections; 0: any free one.</param>
/// <param name="LastPassivePort">Highest one.</param>
/// <param name="AdvertisedAddress">IPv4 address told in PASV answers where a router translates addresses (K5); null: the one that the client connected to.</param>
/// <param name="Downloads">Firmware can be fetched by FTP too, each login its one file; otherwise it only receives.</param>
public sealed record FtpSettings(int Port, int? ImplicitTlsPort, bool LoopbackOnly, int FirstPassivePort, int LastPassivePort, IPAddress? AdvertisedAddress, bool Downloads);
