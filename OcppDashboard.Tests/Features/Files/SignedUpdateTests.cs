using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Features.Files;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Simulator;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Files;

/// <summary>SignedUpdateFirmware from the signature to the new version, at a simulated charge point that checks it.</summary>
public sealed class SignedUpdateTests : IDisposable
{
    private const string Id = "CP-SIGNED";
    private readonly string folder = Directory.CreateTempSubdirectory("ocpp-key-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_signed_update_is_verified_installed_and_booted()
    {
        var (certificate, key) = (Path.Combine(folder, "signing.pem"), Path.Combine(folder, "signing.key"));
        using (var rsa = RSA.Create(2048))
        {
            var request = new CertificateRequest("CN=Firmware signing", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(80));
            await File.WriteAllTextAsync(certificate, made.ExportCertificatePem());
            await File.WriteAllTextAsync(key, rsa.ExportPkcs8PrivateKeyPem());
        }
        await using var central = await TestCentralSystem.StartAsync(settings => settings with { Files = settings.Files with { Signing = new(certificate, key) } });
        await using var chargePoint = new SimulatedChargePoint(new(Id, SimulatedModels.Get("delta"), () => new Uri($"ws://127.0.0.1:{central.Port}/ocpp")) { Time = ScaledTime.Of(TimeProvider.System, 10) });
        await chargePoint.StartAsync();
        var snapshot = await central.SnapshotAsync(Id, s => s is { Online: true, Boot: not null });
        var file = await central.Get<FirmwareLibrary>().AddAsync(new MemoryStream(DemoFirmware.Build("DELTA", "10566", "3.4")), "delta-3.4.fw", new("3.4"), CancellationToken.None);
        var signature = await central.Get<FirmwareSigner>().SignAsync(file);
        var offer = await central.Get<FileTransfers>().OfferFirmwareAsync(snapshot, file, FileScheme.Http);
        var firmware = new SignedFirmware(offer.Address, central.Time.GetUtcNow(), null, signature.Certificate, signature.Signature);
        var command = central.Commands.Start(Id, new SignedUpdateFirmwareRequest(1, 60, 7, firmware), "test", offer.TransferId);
        var ended = await Eventually.GetAsync(() => central.Commands.Find(command.Id)!, c => c.IsOver, "the end of the update");
        Assert.Equal(CommandState.Done, ended.State);
        var words = ended.Steps.Select(step => step.Emphasis).ToList();
        Assert.Contains("SignatureVerified", words);
        Assert.Contains("3.4", words);
        Assert.Equal("3.4", chargePoint.View.FirmwareVersion);
        Assert.DoesNotContain("BEGIN PRIVATE KEY", ended.RequestJson, StringComparison.Ordinal);
    }
}
