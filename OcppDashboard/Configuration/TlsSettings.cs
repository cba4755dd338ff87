using System.Net;

namespace OcppDashboard.Configuration;

/// <summary>What charge points must show of themselves in the TLS handshake.</summary>
public enum ClientCertificates
{
    /// <summary>Nothing: none is asked for (security profile 2).</summary>
    None,
    /// <summary>A certificate counts as authentication where one is shown.</summary>
    Allowed,
    /// <summary>Without a certificate nobody gets in by this door (security profile 3).</summary>
    Required,
}

/// <summary>The door for charge points that speak TLS.</summary>
/// <param name="Port">0: any free one (tests).</param>
/// <param name="Certificate">The server's certificate, its issuers and its key.</param>
public sealed record TlsSettings(int Port, CertificateFiles Certificate)
{
    /// <summary>Where it listens; null: at all addresses.</summary>
    public IPAddress? Address { get; init; }

    public ClientCertificates ClientCertificates { get; init; }

    /// <summary>Certificates of charge points signed by the authority of this server are trusted.</summary>
    public bool TrustsOwnAuthority { get; init; } = true;

    /// <summary>Full path of a PEM file with further authorities that are trusted; null: none.</summary>
    public string? TrustedRoots { get; init; }
}

/// <summary>A certificate with its issuers and its private key in one or two files.</summary>
/// <param name="Certificate">Full path: PEM, the server's own certificate first and its issuers behind it, or PFX.</param>
/// <param name="Key">Full path of the PEM file with the private key; may be the same file; of no use with PFX.</param>
/// <param name="Password">Of the PFX or of the encrypted key; null: none.</param>
public sealed record CertificateFiles(string Certificate, string Key, string? Password)
{
    /// <summary>The password is in no text that is made of this.</summary>
    public override string ToString() => Certificate;
}
