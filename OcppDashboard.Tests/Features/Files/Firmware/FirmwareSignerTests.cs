using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OcppDashboard.Configuration;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Files.Firmware;

public sealed class FirmwareSignerTests : IDisposable
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("firmware");
    private readonly string folder = Directory.CreateTempSubdirectory("ocpp-sign-").FullName;
    private TestFiles? files;

    [Fact]
    public async Task RSA_signs_with_PSS_and_SHA_256()
    {
        using var key = RSA.Create(2048);
        var signed = await SignAsync(Pem(Certificate(key)), key.ExportPkcs8PrivateKeyPem());
        using var certificate = X509Certificate2.CreateFromPem(signed.Certificate);
        Assert.True(certificate.GetRSAPublicKey()!.VerifyData(Content, Convert.FromBase64String(signed.Signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
    }

    [Fact]
    public async Task An_EC_key_signs_as_DER()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signed = await SignAsync(Pem(Certificate(key)), key.ExportECPrivateKeyPem());
        using var certificate = X509Certificate2.CreateFromPem(signed.Certificate);
        Assert.True(certificate.GetECDsaPublicKey()!.VerifyData(Content, Convert.FromBase64String(signed.Signature), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    [Fact]
    public async Task Key_and_certificate_may_be_in_one_file()
    {
        using var key = RSA.Create(2048);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", (await SignAsync(Pem(Certificate(key)) + "\n" + key.ExportPkcs8PrivateKeyPem(), null)).Certificate);
    }

    [Fact]
    public async Task A_key_of_another_certificate_is_a_sentence()
    {
        using var key = RSA.Create(2048);
        using var other = RSA.Create(2048);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await FailsAsync("does not belong to the certificate", Pem(Certificate(key)), other.ExportPkcs8PrivateKeyPem());
        await FailsAsync("no private key that fits", Pem(Certificate(key)), ec.ExportPkcs8PrivateKeyPem());
    }

    [Fact]
    public async Task What_is_no_key_or_certificate_is_a_sentence()
    {
        using var key = RSA.Create(2048);
        var certificate = Pem(Certificate(key));
        await FailsAsync("no private key that fits", certificate, "hello");
        await FailsAsync("no private key that fits", certificate, key.ExportRSAPublicKeyPem());
        await FailsAsync("no private key that fits", certificate, key.ExportEncryptedPkcs8PrivateKeyPem("secret", new(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1)));
        await FailsAsync("holds no certificate", "hello", key.ExportPkcs8PrivateKeyPem());
        File.Delete(Path.Combine(folder, "key.pem"));
        await FailsAsync("cannot be read", certificate, null, "gone.pem");
    }

    [Fact]
    public async Task A_signature_that_the_message_cannot_hold_is_a_sentence()
    {
        using var key = RSA.Create(4864);
        await FailsAsync("characters; OCPP allows 800", Pem(Certificate(key)), key.ExportPkcs8PrivateKeyPem());
    }

    [Fact]
    public async Task A_file_that_was_changed_on_the_disk_is_not_signed()
    {
        using var key = RSA.Create(2048);
        var (signer, file) = await MakeAsync(Pem(Certificate(key)), key.ExportPkcs8PrivateKeyPem());
        await File.WriteAllTextAsync(files!.Firmware.PathOf(file), "other");
        Assert.Contains("is not the one that was added", (await Assert.ThrowsAsync<SigningFailedException>(() => signer.SignAsync(file))).Message);
        File.Delete(files.Firmware.PathOf(file));
        Assert.Contains("cannot be read", (await Assert.ThrowsAsync<SigningFailedException>(() => signer.SignAsync(file))).Message);
    }

    public void Dispose()
    {
        files?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task FailsAsync(string sentence, string certificate, string? key, string? keyName = null) =>
        Assert.Contains(sentence, (await Assert.ThrowsAsync<SigningFailedException>(() => SignAsync(certificate, key, keyName))).Message);

    private async Task<FirmwareSignature> SignAsync(string certificate, string? key, string? keyName = null)
    {
        var (signer, file) = await MakeAsync(certificate, key, keyName);
        Assert.True(signer.IsSetUp);
        return await signer.SignAsync(file);
    }

    private async Task<(FirmwareSigner Signer, FirmwareFile File)> MakeAsync(string certificate, string? key, string? keyName = null)
    {
        var certificateFile = Path.Combine(folder, "certificate.pem");
        var keyFile = key is null && keyName is null ? certificateFile : Path.Combine(folder, keyName ?? "key.pem");
        await File.WriteAllTextAsync(certificateFile, certificate);
        if (key is not null) await File.WriteAllTextAsync(keyFile, key);
        files?.Dispose();
        files = new(new() { Signing = new PemFiles(certificateFile, keyFile) });
        return (new(files.Settings, files.Firmware), await files.AddFirmwareAsync());
    }

    private static X509Certificate2 Certificate(RSA key) => Signed(new("CN=Firmware", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    private static X509Certificate2 Certificate(ECDsa key) => Signed(new("CN=Firmware", key, HashAlgorithmName.SHA256));

    private static X509Certificate2 Signed(CertificateRequest request) => request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));

    private static string Pem(X509Certificate2 certificate) => certificate.ExportCertificatePem();
}
