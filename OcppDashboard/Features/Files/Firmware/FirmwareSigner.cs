using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OcppDashboard.Configuration;

namespace OcppDashboard.Features.Files.Firmware;

/// <param name="Certificate">PEM of the certificate that the signature can be checked with.</param>
/// <param name="Signature">Base64.</param>
public sealed record FirmwareSignature(string Certificate, string Signature);

/// <summary>A file was not signed; the message is a sentence for the person who asked.</summary>
public sealed class SigningFailedException(string sentence, Exception? inner = null) : Exception(sentence, inner);

/// <summary>
/// Signs firmware files for SignedUpdateFirmware: SHA-256 over the whole file with RSA-PSS, or with ECDSA as DER, as
/// "Improved security for OCPP 1.6-J" asks (use case L01). Key and certificate are read anew each time.
/// </summary>
public sealed class FirmwareSigner(DashboardSettings settings, FirmwareLibrary library)
{
    /// <summary>Characters, <see cref="Ocpp.Messages.SignedFirmware"/>.</summary>
    private const int LongestSignature = 800, LongestCertificate = 5500;

    /// <summary>False: key and certificate are not set.</summary>
    public bool IsSetUp => settings.Files.Signing is not null;

    /// <exception cref="SigningFailedException">Key, certificate or file cannot be used.</exception>
    public async Task<FirmwareSignature> SignAsync(FirmwareFile file, CancellationToken stop = default)
    {
        if (settings.Files.Signing is not { } files) throw new SigningFailedException("There is no key to sign with.");
        var hash = await HashAsync(file, stop);
        using var certificate = await CertificateAsync(files.Certificate, stop);
        var signature = Convert.ToBase64String(Sign(hash, certificate, await TextAsync(files.Key, stop), files.Key));
        var pem = certificate.ExportCertificatePem();
        if (signature.Length > LongestSignature) throw new SigningFailedException($"The signature has {signature.Length} characters; OCPP allows {LongestSignature}. Use a smaller key.");
        if (pem.Length > LongestCertificate) throw new SigningFailedException($"The certificate has {pem.Length} characters; OCPP allows {LongestCertificate}.");
        return new(pem, signature);
    }

    private async Task<byte[]> HashAsync(FirmwareFile file, CancellationToken stop)
    {
        byte[] hash;
        try
        {
            await using var content = new FileStream(library.PathOf(file), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
            hash = await SHA256.HashDataAsync(content, stop);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SigningFailedException("The firmware file cannot be read.", exception);
        }
        return Convert.ToHexStringLower(hash) == file.Sha256 ? hash : throw new SigningFailedException("The firmware file on the disk is not the one that was added: its SHA-256 is another.");
    }

    private static byte[] Sign(byte[] hash, X509Certificate2 certificate, string keyText, string keyFile)
    {
        try
        {
            if (certificate.GetRSAPublicKey() is { } rsaPublic)
            {
                using var rsa = RSA.Create();
                rsa.ImportFromPem(keyText);
                var signature = rsa.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
                return rsaPublic.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss) ? signature : throw Mismatch();
            }
            if (certificate.GetECDsaPublicKey() is { } ecPublic)
            {
                using var ec = ECDsa.Create();
                ec.ImportFromPem(keyText);
                var signature = ec.SignHash(hash, DSASignatureFormat.Rfc3279DerSequence);
                return ecPublic.VerifyHash(hash, signature, DSASignatureFormat.Rfc3279DerSequence) ? signature : throw Mismatch();
            }
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new SigningFailedException($"The file {keyFile} holds no private key that fits the certificate: an RSA or EC key as PEM, without a password, is needed.", exception);
        }
        throw new SigningFailedException("The certificate is neither for RSA nor for ECDSA.");
    }

    private static SigningFailedException Mismatch() => new("The private key does not belong to the certificate.");

    private static async Task<X509Certificate2> CertificateAsync(string file, CancellationToken stop)
    {
        var text = await TextAsync(file, stop);
        try
        {
            return X509Certificate2.CreateFromPem(text);
        }
        catch (CryptographicException exception)
        {
            throw new SigningFailedException($"The file {file} holds no certificate as PEM.", exception);
        }
    }

    private static async Task<string> TextAsync(string file, CancellationToken stop)
    {
        try
        {
            return await File.ReadAllTextAsync(file, stop);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SigningFailedException($"The file {file} cannot be read.", exception);
        }
    }
}
