using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Certificates;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Conformance;

/// <summary>The cases of the security extension.</summary>
public sealed class SecurityTests(ConformanceSystem system) : ConformanceTest(system)
{
    private const string Accepted = """{"status":"Accepted"}""";
    private const string OldKey = "00112233445566778899aabbccddeeff00112233", NewKey = "4f43415f4f4354545f61646d696e5f74657374aa";
    private const string Pem = """-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQmFzZTY0\n-----END CERTIFICATE-----\n""";

    [Fact]
    public async Task TC_074_charge_point_certificate_is_renewed_on_request_of_the_central_system()
    {
        await using var chargePoint = await BootedAsync();
        await EndedAsync(await chargePoint.OperatorAsync("ChangeConfiguration", """{"key":"CpoName","value":"Acme"}""", Accepted), CommandState.Done);
        await chargePoint.OperatorAsync("ExtendedTriggerMessage", """{"requestedMessage":"SignChargePointCertificate"}""", Accepted);
        var csr = JsonSerializer.Serialize(TestRequests.Ec($"CN={chargePoint.Id}, O=Acme"));
        Assert.Equal("Accepted", (await chargePoint.CallAsync("SignCertificate", $$"""{"csr":{{csr}}}""")).GetProperty("status").GetString());
        var desk = Central.Get<CertificateService>();
        var request = Assert.Single(desk.Waiting, waiting => waiting.ChargePointId == chargePoint.Id);
        Assert.Null(desk.Sign(request.Id, "test"));
        var call = await chargePoint.Client.AnswerAsync("CertificateSigned", Accepted);
        using var signed = X509Certificate2.CreateFromPem(call.Payload.GetProperty("certificateChain").GetString());
        Assert.Equal($"CN={chargePoint.Id}, O=Acme", signed.Subject);
        await ShowsAsync(request.Id, CertificateState.Installed);
    }

    [Fact]
    public Task TC_075_1_install_a_manufacturer_root_certificate() => InstallAsync("ManufacturerRootCertificate");

    [Fact]
    public Task TC_075_2_install_a_central_system_root_certificate() => InstallAsync("CentralSystemRootCertificate");

    [Fact]
    public async Task TC_076_delete_a_certificate()
    {
        await using var chargePoint = await BootedAsync();
        var (id, hash) = await InstalledAsync(chargePoint, "CentralSystemRootCertificate");
        var deleted = await chargePoint.OperatorAsync("DeleteCertificate", $$"""{"certificateHashData":{{hash}}}""", Accepted);
        Assert.Equal("Accepted", (await EndedAsync(deleted, CommandState.Done)).Status);
        await ShowsAsync(id, CertificateState.Deleted);
        await EndedAsync(await chargePoint.OperatorAsync("GetInstalledCertificateIds", """{"certificateType":"CentralSystemRootCertificate"}""", """{"status":"NotFound"}"""), CommandState.Refused);
        var again = await chargePoint.OperatorAsync("DeleteCertificate", $$"""{"certificateHashData":{{hash}}}""", """{"status":"NotFound"}""");
        Assert.Equal("NotFound", (await EndedAsync(again, CommandState.Refused)).Status);
    }

    [Fact]
    public async Task TC_077_invalid_charge_point_certificate_is_told()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("CertificateSigned", $$"""{"certificateChain":"{{Pem}}"}""", """{"status":"Rejected"}""");
        await EndedAsync(command, CommandState.Refused);
        await EventAsync(chargePoint, "InvalidChargePointCertificate");
    }

    [Fact]
    public async Task TC_078_invalid_central_system_certificate_is_told()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("InstallCertificate", $$"""{"certificateType":"CentralSystemRootCertificate","certificate":"{{Pem}}"}""", """{"status":"Rejected"}""");
        await EndedAsync(command, CommandState.Refused);
        await EventAsync(chargePoint, "InvalidCentralSystemCertificate");
    }

    [Fact]
    public async Task TC_079_security_log()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync(
            "GetLog", $$"""{"log":{"remoteLocation":"ftp://user:secret@10.0.0.1/logs","oldestTimestamp":"{{At(TimeSpan.FromHours(-2))}}"},"logType":"SecurityLog","requestId":7,"retries":0}""",
            """{"status":"Accepted","filename":"security.log"}""");
        foreach (var status in new[] { "Uploading", "Uploaded" }) await chargePoint.TellAsync("LogStatusNotification", $$"""{"status":"{{status}}","requestId":7}""");
        Assert.Equal("Uploaded", (await EndedAsync(command, CommandState.Done)).Steps[^1].Emphasis);
    }

    [Fact]
    public async Task TC_080_signed_firmware_is_installed()
    {
        await using var chargePoint = await BootedAsync();
        var command = await SignedUpdateAsync(chargePoint);
        await FirmwareAsync(chargePoint, "Downloading", "Downloaded", "SignatureVerified", "Installing", "InstallRebooting");
        await chargePoint.LoseConnectionAsync();
        await chargePoint.ConnectAsync();
        await chargePoint.BootAsync("2.0");
        await FirmwareAsync(chargePoint, "Installed");
        await EventAsync(chargePoint, "FirmwareUpdated");
        Assert.Contains((await EndedAsync(command, CommandState.Done)).Steps, step => step.Emphasis == "SignatureVerified");
    }

    [Fact]
    public async Task TC_081_signed_firmware_with_an_invalid_signature()
    {
        await using var chargePoint = await BootedAsync();
        var command = await SignedUpdateAsync(chargePoint);
        await FirmwareAsync(chargePoint, "Downloading", "Downloaded", "InvalidSignature");
        await EventAsync(chargePoint, "InvalidFirmwareSignature");
        Assert.Equal("InvalidSignature", (await EndedAsync(command, CommandState.Refused)).Steps[^1].Emphasis);
        Assert.Equal("1.0", chargePoint.Snapshot.Boot!.FirmwareVersion);
    }

    [Fact]
    public async Task TC_073_password_is_changed()
    {
        await using var chargePoint = await WithPasswordAsync(OldKey);
        var changed = await chargePoint.OperatorAsync("ChangeConfiguration", $$"""{"key":"AuthorizationKey","value":"{{NewKey}}"}""", Accepted);
        Assert.DoesNotContain(NewKey, (await EndedAsync(changed, CommandState.Done)).RequestJson, StringComparison.Ordinal);
        await chargePoint.LoseConnectionAsync();
        await chargePoint.ConnectAsync(handshake => handshake with { Credentials = Credentials(chargePoint.Id, OldKey) }); // it has not taken the new one yet
        await chargePoint.LoseConnectionAsync();
        await chargePoint.ConnectAsync(handshake => handshake with { Credentials = Credentials(chargePoint.Id, NewKey) });
        await chargePoint.BootAsync();
        await Eventually.IsAsync(() => Central.Get<ChargePointSettingsStore>().Of(chargePoint.Id).OfferedPasswordSha256 is null, "the new password is the password");
        Assert.Equal(401, await StatusAsync(chargePoint.Id, OldKey));
    }

    [Fact]
    public async Task TC_073_a_password_that_was_refused_never_holds()
    {
        await using var chargePoint = await WithPasswordAsync(OldKey);
        await EndedAsync(await chargePoint.OperatorAsync("ChangeConfiguration", $$"""{"key":"authorizationkey","value":"{{NewKey}}"}""", """{"status":"Rejected"}"""), CommandState.Refused);
        await Eventually.IsAsync(() => Central.Get<ChargePointSettingsStore>().Of(chargePoint.Id).OfferedPasswordSha256 is null, "the refused password is forgotten");
        Assert.Equal(401, await StatusAsync(chargePoint.Id, NewKey));
        await chargePoint.LoseConnectionAsync();
        await chargePoint.ConnectAsync(handshake => handshake with { Credentials = Credentials(chargePoint.Id, OldKey) });
    }

    [Fact]
    public async Task Security_profile_is_raised_from_0_to_1()
    {
        await using var chargePoint = await BootedAsync();
        Assert.Equal(0, chargePoint.Snapshot.SecurityProfile);
        await EndedAsync(await chargePoint.OperatorAsync("ChangeConfiguration", $$"""{"key":"AuthorizationKey","value":"{{NewKey}}"}""", Accepted), CommandState.Done);
        await EndedAsync(await chargePoint.OperatorAsync("ChangeConfiguration", """{"key":"SecurityProfile","value":"1"}""", Accepted), CommandState.Done);
        var reset = await chargePoint.OperatorAsync("Reset", """{"type":"Hard"}""", Accepted);
        await chargePoint.LoseConnectionAsync();
        await chargePoint.ConnectAsync(handshake => handshake with { Credentials = Credentials(chargePoint.Id, NewKey) });
        await chargePoint.BootAsync();
        await Eventually.IsAsync(() => Central.Get<ChargePointSettingsStore>().Of(chargePoint.Id).PasswordSha256 is not null, "a password is asked for");
        Assert.Equal(401, await StatusAsync(chargePoint.Id, null));
        await EndedAsync(reset, CommandState.Done);
        await chargePoint.StatusAsync(1, "Available");
        Assert.Equal(1, chargePoint.Snapshot.SecurityProfile);
    }

    [Fact]
    public async Task TC_084_lower_security_profile_is_rejected_by_the_charge_point()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("ChangeConfiguration", """{"key":"SecurityProfile","value":"0"}""", """{"status":"Rejected"}""");
        await EndedAsync(command, CommandState.Refused);
    }

    [Fact]
    public async Task TC_085_valid_user_name_and_password()
    {
        await using var chargePoint = await WithPasswordAsync(OldKey);
        Assert.Equal(1, chargePoint.Snapshot.SecurityProfile);
        Assert.Equal(401, await StatusAsync(chargePoint.Id, NewKey));
        Assert.Equal(401, await StatusAsync(chargePoint.Id, null));
        Assert.True(chargePoint.Client.IsOpen);
    }

    [Fact]
    public async Task TC_088_sub_protocol_is_negotiated()
    {
        await using (var foreign = await RawOcppClient.OpenAsync(Central.Port, new RawHandshake("/ocpp/CP-FOREIGN") { Protocols = ["ocpp0.1"] }))
            Assert.Null(foreign.Answer!.Header("Sec-WebSocket-Protocol"));
        await using var chargePoint = Unconnected();
        await chargePoint.ConnectAsync(handshake => handshake with { Protocols = ["ocpp0.1, ocpp1.6"] });
        Assert.Equal("ocpp1.6", chargePoint.Client.Answer!.Header("Sec-WebSocket-Protocol"));
        await chargePoint.BootAsync();
        Assert.Equal("ocpp1.6", chargePoint.Snapshot.SubProtocol);
    }

    private Task AskForAsync(string id, string key) =>
        Central.Get<ChargePointSettingsService>().ChangeAsync(id, settings => settings with { PasswordSha256 = ChargePointPassword.Hash(key) });

    private async Task<PlayedChargePoint> WithPasswordAsync(string key)
    {
        var chargePoint = Unconnected();
        await AskForAsync(chargePoint.Id, key);
        await chargePoint.ConnectAsync(handshake => handshake with { Credentials = Credentials(chargePoint.Id, key) });
        await chargePoint.BootAsync();
        return chargePoint;
    }

    /// <summary>What a handshake is answered with.</summary>
    private async Task<int> StatusAsync(string id, string? key)
    {
        await using var other = await RawOcppClient.OpenAsync(Central.Port, new RawHandshake($"/ocpp/{id}") { Credentials = key is null ? null : Credentials(id, key) });
        return other.Answer!.Status;
    }

    /// <summary>The user name is the identity, the password the 20 bytes of the key.</summary>
    private static byte[] Credentials(string id, string key) => [.. RawHandshake.User(id, ""), .. Convert.FromHexString(key)];

    private async Task InstallAsync(string use)
    {
        await using var chargePoint = await BootedAsync();
        await InstalledAsync(chargePoint, use);
    }

    /// <summary>Installs a root certificate and asks which are installed.</summary>
    /// <returns>Its number here, and its hashes as the charge point names it.</returns>
    private async Task<(long Id, string Hash)> InstalledAsync(PlayedChargePoint chargePoint, string use)
    {
        using var root = TestRequests.Root("CN=Test root");
        var installed = await chargePoint.OperatorAsync("InstallCertificate", $$"""{"certificateType":"{{use}}","certificate":{{JsonSerializer.Serialize(root.ExportCertificatePem())}}}""", Accepted);
        Assert.Equal("Accepted", (await EndedAsync(installed, CommandState.Done)).Status);
        var hash = $$"""{"hashAlgorithm":"SHA256","issuerNameHash":"aa11","issuerKeyHash":"bb22","serialNumber":"{{root.SerialNumber}}"}""";
        var listed = await chargePoint.OperatorAsync("GetInstalledCertificateIds", $$"""{"certificateType":"{{use}}"}""", $$"""{"certificateHashData":[{{hash}}],"status":"Accepted"}""");
        await EndedAsync(listed, CommandState.Done);
        var known = (await Eventually.GetAsync(() => Central.Get<CertificateService>().Of(chargePoint.Id), all => all.Count > 0, "certificate"))[0];
        Assert.Equal(("CN=Test root", use), (known.Subject, known.Use));
        await ShowsAsync(known.Id, CertificateState.Installed);
        return (known.Id, hash);
    }

    private Task ShowsAsync(long certificate, CertificateState state) => Eventually.IsAsync(() => Central.Get<CertificateService>().Find(certificate)!.State == state, $"certificate {state}");

    private Task<CommandSnapshot> SignedUpdateAsync(PlayedChargePoint chargePoint) => chargePoint.OperatorAsync("SignedUpdateFirmware", $$$"""
        {"retries":0,"requestId":9,"firmware":{"location":"http://10.0.0.1/firmware.bin","retrieveDateTime":"{{{Now}}}","signingCertificate":"{{{Pem}}}","signature":"c2lnbmF0dXJl"}}
        """, Accepted);

    private static async Task FirmwareAsync(PlayedChargePoint chargePoint, params string[] statuses)
    {
        foreach (var status in statuses) await chargePoint.TellAsync("SignedFirmwareStatusNotification", $$"""{"status":"{{status}}","requestId":9}""");
    }

    private async Task EventAsync(PlayedChargePoint chargePoint, string type)
    {
        await chargePoint.TellAsync("SecurityEventNotification", $$"""{"type":"{{type}}","timestamp":"{{Now}}"}""");
        var rows = await Eventually.GetAsync(() => Central.Get<HistoryQueries>().OfChargePointAsync(chargePoint.Id, null, 20), rows => rows.Any(row => row.Kind == "Security"), "security event in the history");
        Assert.Contains(rows, row => row.Kind == "Security" && row.Text.StartsWith(type, StringComparison.Ordinal));
    }
}
