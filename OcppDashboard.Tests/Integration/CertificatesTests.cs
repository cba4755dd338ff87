using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using OcppDashboard.Features.Certificates;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Simulator;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>The certificates of the security extension, from the request to the deletion.</summary>
public class CertificatesTests
{
    [Fact]
    public async Task TC_074_a_request_is_taken_and_signed_when_a_person_says_so()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("SEC-1");
        Assert.Equal("Accepted", await AskAsync(client, TestRequests.Ec("CN=SEC-1, O=Acme")));
        Assert.Equal("Accepted", await AskAsync(client, TestRequests.Ec("CN=SEC-1, O=Acme"))); // asks again: still one request
        var desk = central.Get<CertificateService>();
        var request = Assert.Single(desk.Waiting);
        Assert.Equal(("SEC-1", "CN=SEC-1, O=Acme"), (request.ChargePointId, request.Subject));
        Assert.Null(desk.Sign(request.Id, "m.kuhn"));
        var call = await client.AnswerAsync("CertificateSigned", """{"status":"Accepted"}""");
        using var signed = X509Certificate2.CreateFromPem(call.Payload.GetProperty("certificateChain").GetString());
        Assert.Equal("CN=SEC-1, O=Acme", signed.Subject);
        var known = await StateAsync(central, request.Id, CertificateState.Installed);
        Assert.Equal(signed.SerialNumber, known.SerialNumber);
        await central.RestartAsync();
        Assert.Equal(known, central.Get<CertificateService>().Of("sec-1").Single() with { ChangedAt = known.ChangedAt, NotBefore = known.NotBefore, NotAfter = known.NotAfter });
    }

    [Fact]
    public async Task A_request_for_another_is_rejected_and_kept_in_the_history()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("SEC-1");
        Assert.Equal("Rejected", await AskAsync(client, TestRequests.Ec("CN=SEC-2")));
        Assert.Equal("Rejected", await AskAsync(client, "nonsense"));
        Assert.Empty(central.Get<CertificateService>().Waiting);
        var kept = await central.ReadAsync(database => Task.FromResult(database.Occurrences.Where(o => o.Kind == "Certificate").Select(o => o.Text).ToList()), list => list.Count == 2, "two occurrences");
        Assert.Contains("SEC-2, which is neither", kept[0]);
    }

    [Fact]
    public async Task A_chain_of_another_authority_must_fit_the_request_and_may_be_refused_by_the_charge_point()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("SEC-1");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var asked = new CertificateRequest("CN=SEC-1", key, HashAlgorithmName.SHA256);
        await AskAsync(client, asked.CreateSigningRequestPem());
        var desk = central.Get<CertificateService>();
        var request = desk.Waiting.Single();
        using var root = TestRequests.Root("CN=Owner CA");
        Assert.Contains("not for the key of this request", desk.Provide(request.Id, root.ExportCertificatePem(), "test"));
        Assert.Contains("no certificate", desk.Provide(request.Id, "hello", "test"));
        using var signed = asked.Create(root.SubjectName, X509SignatureGenerator.CreateForRSA(root.GetRSAPrivateKey()!, RSASignaturePadding.Pkcs1), root.NotBefore, root.NotAfter, [1, 2, 3]);
        Assert.Null(desk.Provide(request.Id, signed.ExportCertificatePem() + "\n" + root.ExportCertificatePem(), "test"));
        var call = await client.AnswerAsync("CertificateSigned", """{"status":"Rejected"}""");
        Assert.Equal(2, call.Payload.GetProperty("certificateChain").GetString()!.Split("BEGIN CERTIFICATE").Length - 1);
        await StateAsync(central, request.Id, CertificateState.Rejected);
        desk.Refuse(request.Id, "test");
        Assert.Null(desk.Sign(request.Id, "test")); // sent once more
        await client.AnswerAsync("CertificateSigned", """{"status":"Accepted"}""");
        await StateAsync(central, request.Id, CertificateState.Installed);
    }

    [Fact]
    public async Task Without_an_answer_it_can_be_sent_again()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using (var client = await central.BootAsync("SEC-1")) await AskAsync(client, TestRequests.Ec("CN=SEC-1"));
        await central.SnapshotAsync("SEC-1", snapshot => !snapshot.Online);
        var desk = central.Get<CertificateService>();
        var request = desk.Waiting.Single();
        Assert.Null(desk.Sign(request.Id, "test"));
        await StateAsync(central, request.Id, CertificateState.Signed);
        Assert.Empty(desk.Waiting);
    }

    [Fact]
    public async Task House12_an_acceptance_that_comes_late_counts()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("SEC-1");
        await AskAsync(client, TestRequests.Ec("CN=SEC-1"));
        var desk = central.Get<CertificateService>();
        var request = desk.Waiting.Single();
        Assert.Null(desk.Sign(request.Id, "test"));
        var call = await client.ExpectCallAsync("CertificateSigned");
        await central.PassAsync(TimeSpan.FromSeconds(61), () => desk.Of("SEC-1")[0].State == CertificateState.Signed, "the end of the wait for the answer");
        await client.ReplyAsync(call.UniqueId, """{"status":"Accepted"}""");
        await StateAsync(central, request.Id, CertificateState.Installed);
    }

    [Fact]
    public async Task House12_automatic_signatures_have_a_limit_and_the_next_request_waits_for_a_person()
    {
        await using var central = await TestCentralSystem.StartAsync(settings => settings with { Security = new() { SignAutomatically = true } });
        await using var client = await central.BootAsync("SEC-1");
        var desk = central.Get<CertificateService>();
        for (var i = 1; i <= 3; i++)
        {
            await AskAsync(client, TestRequests.Ec("CN=SEC-1"));
            await central.PassAsync(TimeSpan.FromSeconds(2), () => client.Messages.Waiting.Count > 0, "a certificate");
            await client.AnswerAsync("CertificateSigned", """{"status":"Accepted"}""");
            await Eventually.IsAsync(() => desk.Of("SEC-1").Count(known => known.State == CertificateState.Installed) == i, "installed");
        }
        await AskAsync(client, TestRequests.Ec("CN=SEC-1"));
        await AskAsync(client, TestRequests.Ec("CN=SEC-1"));
        var begun = central.Time.GetUtcNow();
        await central.PassAsync(TimeSpan.FromSeconds(10), () => central.Time.GetUtcNow() - begun > TimeSpan.FromSeconds(5), "time for a signature");
        Assert.Single(desk.Waiting);
        Assert.Empty(client.Messages.Waiting);
    }

    [Fact]
    public async Task A_serial_number_is_signed_by_a_person_only_and_never_where_it_is_another_charge_points_identity()
    {
        await using var central = await TestCentralSystem.StartAsync(settings => settings with { Security = new() { SignAutomatically = true } });
        await using var other = await central.BootAsync("CP-2");
        await using var client = await central.OpenAsync("CP-1");
        await AskAsync("SN-7", "Accepted");
        Assert.Equal(CertificateState.Requested, (await Eventually.GetAsync(() => central.Get<CertificateService>().Of("CP-1").SingleOrDefault(), known => known is not null, "request"))!.State);
        central.Time.Advance(TimeSpan.FromMinutes(1));
        await client.CallForResultAsync("Heartbeat");
        Assert.Equal(CertificateState.Requested, central.Get<CertificateService>().Of("CP-1")[0].State); // it is what the charge point says of itself
        await AskAsync("cp-2", "Rejected"); // it would be let in as the other one
        await AskAsync("CP-1", "Accepted");
        await central.PassAsync(TimeSpan.FromMilliseconds(500), () => client.Messages.Waiting.Count > 0, "certificate sent");

        async Task AskAsync(string name, string status)
        {
            await client.CallForResultAsync("BootNotification", $$"""{"chargePointVendor":"Acme","chargePointModel":"Box","chargePointSerialNumber":"{{name}}"}""");
            var answer = await client.CallForResultAsync("SignCertificate", System.Text.Json.JsonSerializer.Serialize(new { csr = TestRequests.Ec("CN=" + name) }));
            Assert.Equal(status, answer.GetProperty("status").GetString());
        }
    }

    [Fact]
    public async Task A_simulated_charge_point_asks_is_signed_automatically_and_its_roots_are_installed_listed_and_deleted()
    {
        const string id = "SIM-1";
        await using var central = await TestCentralSystem.StartAsync(settings => settings with { Security = new() { SignAutomatically = true } });
        await using var chargePoint = new SimulatedChargePoint(new(id, SimulatedModels.Get("ac-double"), () => new Uri($"ws://127.0.0.1:{central.Port}/ocpp")));
        await chargePoint.StartAsync();
        await central.SnapshotAsync(id, snapshot => snapshot is { Online: true, Boot: not null } && snapshot.RealConnectors.Any());
        await AcceptedAsync(new ExtendedTriggerMessageRequest(ExtendedMessageTrigger.SignChargePointCertificate));
        var desk = central.Get<CertificateService>();
        await central.PassAsync(TimeSpan.FromMilliseconds(200), () => desk.Of(id) is [{ State: CertificateState.Installed }], "an installed certificate");

        using var root = TestRequests.Root("CN=Owner CA");
        await AcceptedAsync(new InstallCertificateRequest(CertificateUse.CentralSystemRootCertificate, root.ExportCertificatePem()));
        await central.Commands.SendAsync(id, new GetInstalledCertificateIdsRequest(CertificateUse.CentralSystemRootCertificate), "test");
        await Eventually.IsAsync(() => desk.Of(id).Count == 2, "the root");
        var listed = Assert.Single(InstalledCertificates.From(central.Commands.Recent(id), desk.Of(id), out _));
        Assert.Equal("CN=Owner CA", listed.Known?.Subject);
        await AcceptedAsync(new DeleteCertificateRequest(listed.Hash));
        await Eventually.IsAsync(() => desk.Of(id)[0].State == CertificateState.Deleted, "its deletion");
        Assert.Equal("NotFound", (await central.Commands.SendAsync(id, new GetInstalledCertificateIdsRequest(CertificateUse.CentralSystemRootCertificate), "test")).Status);
        Assert.Empty(InstalledCertificates.From(central.Commands.Recent(id), desk.Of(id), out _));
        Assert.Equal("Rejected", (await central.Commands.SendAsync(id, new CertificateSignedRequest(root.ExportCertificatePem()), "test")).Status);

        async Task AcceptedAsync<TResponse>(IOcppRequest<TResponse> request) where TResponse : class => Assert.Equal("Accepted", (await central.Commands.SendAsync(id, request, "test")).Status);
    }

    private static async Task<string?> AskAsync(RawOcppClient client, string csr) =>
        (await client.CallForResultAsync("SignCertificate", $$"""{"csr":{{JsonSerializer.Serialize(csr)}}}""")).GetProperty("status").GetString();

    private static Task<KnownCertificate> StateAsync(TestCentralSystem central, long id, CertificateState state) =>
        Eventually.GetAsync(() => central.Get<CertificateService>().Find(id)!, known => known.State == state, state.ToString());
}
