using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator.Engine;

/// <summary>Its own certificate and the roots that it trusts (security extension, A02 and M03 to M05).</summary>
internal sealed class Certificates(Device device)
{
    private const int MostInstalled = 8;
    private readonly List<(CertificateUse Use, X509Certificate2 Certificate)> installed = [];
    private ECDsa? asked;

    /// <summary>Makes a key and asks for a certificate.</summary>
    public async Task RequestAsync()
    {
        asked?.Dispose();
        asked = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(device.Options.Id);
        name.AddOrganizationName(device.Model.Vendor);
        var csr = new CertificateRequest(name.Build(), asked, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        var outcome = await device.Calls.CallAsync(new SignCertificateRequest(csr));
        device.Log.Add($"certificate requested: {outcome.Response?.Status.ToString() ?? "no answer"}");
    }

    /// <summary>A certificate came: taken when it is for the key that was asked with.</summary>
    public CertificateSignedStatus Take(string chain)
    {
        using var certificate = Read(chain);
        var fits = asked is not null && certificate is not null && certificate.PublicKey.EncodedKeyValue.RawData.AsSpan().SequenceEqual(new PublicKey(asked).EncodedKeyValue.RawData);
        device.Log.Add(fits ? $"certificate installed: {certificate!.SerialNumber}" : "certificate refused");
        return fits ? CertificateSignedStatus.Accepted : CertificateSignedStatus.Rejected;
    }

    public Task TellInvalidAsync() => device.Calls.CallAsync(new SecurityEventNotificationRequest("InvalidChargePointCertificate", device.Now));

    public InstallCertificateStatus Install(CertificateUse use, string pem)
    {
        if (Read(pem) is not { } certificate) return InstallCertificateStatus.Rejected;
        installed.RemoveAll(known => known.Use == use && known.Certificate.Thumbprint == certificate.Thumbprint);
        if (installed.Count >= MostInstalled) return InstallCertificateStatus.Failed;
        installed.Add((use, certificate));
        return InstallCertificateStatus.Accepted;
    }

    public IReadOnlyList<CertificateHashData> List(CertificateUse use) => [.. installed.Where(known => known.Use == use).Select(known => Hash(known.Certificate))];

    public DeleteCertificateStatus Delete(CertificateHashData asked) =>
        installed.RemoveAll(known => Hash(known.Certificate) is var hash && hash.SerialNumber.Equals(asked.SerialNumber, StringComparison.OrdinalIgnoreCase)
            && hash.IssuerNameHash.Equals(asked.IssuerNameHash, StringComparison.OrdinalIgnoreCase)) > 0 ? DeleteCertificateStatus.Accepted : DeleteCertificateStatus.NotFound;

    /// <summary>As OCSP names certificates; roots are their own issuers.</summary>
    private static CertificateHashData Hash(X509Certificate2 certificate) => new(
        Ocpp.Messages.HashAlgorithm.SHA256, Convert.ToHexStringLower(SHA256.HashData(certificate.IssuerName.RawData)), Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.EncodedKeyValue.RawData)),
        certificate.SerialNumber.ToLowerInvariant());

    private static X509Certificate2? Read(string? pem)
    {
        try
        {
            return pem is null ? null : X509Certificate2.CreateFromPem(pem);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
