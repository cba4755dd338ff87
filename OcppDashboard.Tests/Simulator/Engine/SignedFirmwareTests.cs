using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Simulator.Engine;

/// <summary>SignedUpdateFirmware (security extension, L01).</summary>
public class SignedFirmwareTests : FileJobTest
{
    private static readonly RSA RsaKey = RSA.Create(2048);
    private static readonly ECDsa EcKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly string[] Whole = ["Downloading", "Downloaded", "SignatureVerified", "Installing", "InstallRebooting", "Installed"];

    [Theory]
    [InlineData("PSS")]
    [InlineData("PKCS1")]
    [InlineData("ECDSA")]
    public async Task A_file_with_its_signature_is_installed(string kind)
    {
        var (certificate, signature) = Sign(kind);
        var chargePoint = await StartAsync("delta");
        Assert.Equal("Accepted", await UpdateSignedAsync(certificate, signature));
        await WaitSignedAsync(Whole);
        Assert.Equal("3.4", chargePoint.View.FirmwareVersion);
        Assert.All(Central.Of("SignedFirmwareStatusNotification"), call => Assert.Equal("11", call.Text("requestId")));
        Assert.Empty(Central.Of("FirmwareStatusNotification"));
    }

    [Theory]
    [InlineData("another file's")]
    [InlineData("no base64")]
    public async Task A_wrong_signature_ends_in_InvalidSignature(string kind)
    {
        var (certificate, signature) = Sign("PSS", kind == "no base64" ? Firmware : [1, 2, 3]);
        var chargePoint = await StartAsync("delta");
        Assert.Equal("Accepted", await UpdateSignedAsync(certificate, kind == "no base64" ? "!" : signature));
        await WaitSignedAsync("Downloading", "Downloaded", "InvalidSignature");
        Assert.Equal("3.3.9", chargePoint.View.FirmwareVersion);
    }

    [Fact]
    public async Task A_certificate_that_is_not_readable_or_out_of_date_is_invalid()
    {
        await StartAsync("delta");
        var (_, signature) = Sign("PSS");
        Assert.Equal("InvalidCertificate", await UpdateSignedAsync("no certificate", signature));
        Assert.Equal("InvalidCertificate", await UpdateSignedAsync("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", signature));
        Assert.Equal("InvalidCertificate", await UpdateSignedAsync(Sign("PSS", validDays: -1).Certificate, signature));
        Assert.Empty(Central.Requests);
    }

    [Fact]
    public async Task A_certificate_can_be_revoked()
    {
        await StartWithAsync("delta", ("revokesSigningCertificates", "true"));
        var (certificate, signature) = Sign("PSS");
        Assert.Equal("RevokedCertificate", await UpdateSignedAsync(certificate, signature));
    }

    [Fact]
    public async Task Dates_are_waited_for_and_told()
    {
        var (certificate, signature) = Sign("PKCS1");
        var chargePoint = await StartAsync("delta");
        var now = chargePoint.Options.Time.GetUtcNow();
        await UpdateSignedAsync(certificate, signature, now.AddSeconds(30), now.AddSeconds(70));
        await WaitSignedAsync(["DownloadScheduled", .. Whole[..3], "InstallScheduled", .. Whole[3..]]);
        Assert.True(chargePoint.Options.Time.GetUtcNow() >= now.AddSeconds(70));
    }

    [Fact]
    public async Task A_second_update_takes_the_place_of_the_first()
    {
        var (certificate, signature) = Sign("PSS");
        var chargePoint = await StartWithAsync("delta", ("rebootsAfterFirmware", "false"));
        await UpdateSignedAsync(certificate, signature, chargePoint.Options.Time.GetUtcNow().AddDays(1));
        await WaitSignedAsync("DownloadScheduled");
        Assert.Equal("AcceptedCanceled", await UpdateSignedAsync(certificate, signature));
        await WaitSignedAsync(["DownloadScheduled", .. Whole[..4], "Installed"]);
    }

    [Fact]
    public async Task A_trigger_asks_for_the_status_of_the_signed_update()
    {
        var (certificate, signature) = Sign("PSS");
        var chargePoint = await StartAsync("delta");
        await Central.CallAsync(Id, new ExtendedTriggerMessageRequest(ExtendedMessageTrigger.FirmwareStatusNotification));
        await WaitSignedAsync("Idle");
        await UpdateSignedAsync(certificate, signature, chargePoint.Options.Time.GetUtcNow().AddDays(1));
        await WaitSignedAsync("Idle", "DownloadScheduled");
        await Central.CallAsync(Id, new ExtendedTriggerMessageRequest(ExtendedMessageTrigger.FirmwareStatusNotification));
        await WaitSignedAsync("Idle", "DownloadScheduled", "DownloadScheduled");
        Assert.Equal([null, "11", "11"], Central.Of("SignedFirmwareStatusNotification").Select(call => call.Text("requestId")));
    }

    private async Task<string> UpdateSignedAsync(string certificate, string signature, DateTimeOffset? retrieve = null, DateTimeOffset? install = null)
    {
        Central.Files["/fw.bin"] = Firmware;
        var firmware = new SignedFirmware(Http("fw.bin"), retrieve ?? DateTimeOffset.UtcNow, install is { } at ? new OcppTimestamp?(at) : null, certificate, signature);
        return (await Central.CallAsync(Id, new SignedUpdateFirmwareRequest(0, null, 11, firmware))).Status.Text!;
    }

    private Task WaitSignedAsync(params string[] statuses) => WaitAsync("SignedFirmwareStatusNotification", statuses);

    private static (string Certificate, string Signature) Sign(string kind, byte[]? file = null, int validDays = 1)
    {
        var request = kind == "ECDSA"
            ? new CertificateRequest("CN=Firmware", EcKey, HashAlgorithmName.SHA256)
            : new CertificateRequest("CN=Firmware", RsaKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(validDays));
        var signature = kind == "ECDSA"
            ? EcKey.SignData(file ?? Firmware, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
            : RsaKey.SignData(file ?? Firmware, HashAlgorithmName.SHA256, kind == "PSS" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
        return (certificate.ExportCertificatePem(), Convert.ToBase64String(signature));
    }
}
