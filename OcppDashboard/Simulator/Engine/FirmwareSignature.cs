using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OcppDashboard.Simulator.Engine;

/// <summary>The signature over a firmware file and the certificate to hold it against (security extension, L01).</summary>
/// <param name="Certificate">PEM.</param>
/// <param name="Signature">Base64.</param>
internal sealed record FirmwareSignature(string Certificate, string Signature)
{
    /// <summary>Whether the certificate is readable and valid at that time.</summary>
    public bool HasCertificateFor(DateTimeOffset now)
    {
        try
        {
            using var read = X509Certificate2.CreateFromPem(Certificate);
            return read.NotBefore.ToUniversalTime() <= now.UtcDateTime && now.UtcDateTime <= read.NotAfter.ToUniversalTime();
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Whether it is made over SHA-256 of the file with the certificate's key: RSA with either padding, or ECDSA in DER.</summary>
    public bool Fits(ReadOnlySpan<byte> file)
    {
        try
        {
            var given = Convert.FromBase64String(Signature);
            using var read = X509Certificate2.CreateFromPem(Certificate);
            using var rsa = read.GetRSAPublicKey();
            using var ecdsa = read.GetECDsaPublicKey();
            return rsa is not null
                ? rsa.VerifyData(file, given, HashAlgorithmName.SHA256, RSASignaturePadding.Pss) || rsa.VerifyData(file, given, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                : ecdsa?.VerifyData(file, given, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence) == true;
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return false;
        }
    }
}
