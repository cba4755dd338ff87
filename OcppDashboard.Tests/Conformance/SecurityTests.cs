using OcppDashboard.Commands;
using OcppDashboard.Data.Queries;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Conformance;

/// <summary>The cases of the security extension.</summary>
public sealed class SecurityTests(ConformanceSystem system) : ConformanceTest(system)
{
    private const string Accepted = """{"status":"Accepted"}""";
    private const string Hash = """{"hashAlgorithm":"SHA256","issuerNameHash":"aa11","issuerKeyHash":"bb22","serialNumber":"01"}""";
    private const string Pem = """-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQmFzZTY0\n-----END CERTIFICATE-----\n""";

    [Fact]
    public Task TC_075_1_install_a_manufacturer_root_certificate() => InstallAsync("ManufacturerRootCertificate");

    [Fact]
    public Task TC_075_2_install_a_central_system_root_certificate() => InstallAsync("CentralSystemRootCertificate");

    [Fact]
    public async Task TC_076_delete_a_certificate()
    {
        await using var chargePoint = await BootedAsync();
        await ListAsync(chargePoint, "CentralSystemRootCertificate");
        var deleted = await chargePoint.OperatorAsync("DeleteCertificate", $$"""{"certificateHashData":{{Hash}}}""", Accepted);
        Assert.Equal("Accepted", (await EndedAsync(deleted, CommandState.Done)).Status);
        var again = await chargePoint.OperatorAsync("DeleteCertificate", $$"""{"certificateHashData":{{Hash}}}""", """{"status":"NotFound"}""");
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
    public async Task TC_084_lower_security_profile_is_rejected_by_the_charge_point()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("ChangeConfiguration", """{"key":"SecurityProfile","value":"0"}""", """{"status":"Rejected"}""");
        await EndedAsync(command, CommandState.Refused);
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

    private async Task InstallAsync(string use)
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("InstallCertificate", $$"""{"certificateType":"{{use}}","certificate":"{{Pem}}"}""", Accepted);
        Assert.Equal("Accepted", (await EndedAsync(command, CommandState.Done)).Status);
        await ListAsync(chargePoint, use);
    }

    private async Task ListAsync(PlayedChargePoint chargePoint, string use)
    {
        var command = await chargePoint.OperatorAsync(
            "GetInstalledCertificateIds", $$"""{"certificateType":"{{use}}"}""", $$"""{"certificateHashData":[{{Hash}}],"status":"Accepted"}""");
        await EndedAsync(command, CommandState.Done);
    }

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
