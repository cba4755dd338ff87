namespace OcppDashboard.Ocpp.Abstractions;

/// <summary>What a connection by TLS showed of a client certificate. A feature of the connection; there is none where nobody asks for certificates.</summary>
/// <param name="IsRequired">Nobody gets in without one by this door.</param>
/// <param name="Holder">The common name of its subject; null: no certificate was shown, or it has none or several.</param>
/// <param name="SignedFor">The identity of the charge point that asked for it here and was signed it, whatever name it carries; null: it is none of those.</param>
/// <param name="Fault">Why it is not believed, in words; null: it is, or none was shown.</param>
public sealed record ShownCertificate(bool IsRequired, bool IsShown = false, string? Holder = null, string? Fault = null, string? SignedFor = null)
{
    /// <summary>True where a trusted authority says that the peer is this one.</summary>
    public bool Proves(string identity) => IsShown && Fault is null
        && (SignedFor ?? Holder)?.Equals(identity, StringComparison.OrdinalIgnoreCase) == true;
}
