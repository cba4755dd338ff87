using System.Text.Json;
using Bunit;
using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Certificates;
using OcppDashboard.Components.Commands;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.Certificates;

public class SecurityFormTests : ComponentTest
{
    private string? sent;

    [Fact]
    public void ExtendedTriggerMessage_knows_its_own_messages_and_begins_with_what_was_asked()
    {
        var form = Render<ExtendedTriggerMessageForm>(Payloads.SignRequest);
        Assert.Equal(7, form.FindAll("option").Count);
        form.Find("form").Submit();
        Assert.Equal("""{"requestedMessage":"SignChargePointCertificate"}""", sent);
        form.Find("select").Change("MeterValues");
        form.FindAll(".seg button").First(b => b.TextContent == "2").Click();
        form.Find("form").Submit();
        Assert.Equal("""{"requestedMessage":"MeterValues","connectorId":2}""", sent);
    }

    [Fact]
    public void InstallCertificate_sends_the_certificate_alone_and_nothing_else_that_was_pasted()
    {
        using var root = TestRequests.Root("CN=Owner CA");
        var form = Render<InstallCertificateForm>();
        form.Find("form").Submit();
        Assert.Null(sent);
        Assert.Contains("no certificate", form.Find("[role=alert]").TextContent);
        form.Find("textarea").Change("Bag attributes\r\n" + root.ExportCertificatePem().ReplaceLineEndings("\r\n"));
        Assert.Contains("CN=Owner CA, valid until", form.Find(".hint").TextContent);
        form.Find("select").Change("ManufacturerRootCertificate");
        form.Find("form").Submit();
        var payload = JsonDocument.Parse(sent!).RootElement;
        Assert.Equal(("ManufacturerRootCertificate", root.ExportCertificatePem() + "\n"), (payload.GetProperty("certificateType").GetString(), payload.GetProperty("certificate").GetString()));
    }

    [Fact]
    public void CertificateSigned_takes_a_chain_of_10000_characters_at_most()
    {
        using var root = TestRequests.Root("CN=Owner CA");
        var form = Render<CertificateSignedForm>();
        form.Find("textarea").Change(string.Join('\n', Enumerable.Repeat(root.ExportCertificatePem(), 12)));
        form.Find("form").Submit();
        Assert.Contains("OCPP allows 10000", form.Find("[role=alert]").TextContent);
        form.Find("textarea").Change(root.ExportCertificatePem() + "\n" + root.ExportCertificatePem());
        form.Find("form").Submit();
        Assert.Equal(2, JsonDocument.Parse(sent!).RootElement.GetProperty("certificateChain").GetString()!.Split("BEGIN").Length - 1);
    }

    [Fact]
    public void DeleteCertificate_asks_with_the_serial_number_and_sends_the_hash_as_it_came()
    {
        var hash = new CertificateHashData(HashAlgorithm.SHA384, "aa", "bb", "0C0FFEE");
        var form = Render<DeleteCertificateForm>(Payloads.Of(new DeleteCertificateRequest(hash)));
        Assert.Contains("Deletes the certificate 0C0FFEE.", form.Find(".consequence").TextContent);
        Assert.Empty(form.FindAll("input"));
        form.Find("form").Submit();
        Assert.Equal("""{"certificateHashData":{"hashAlgorithm":"SHA384","issuerNameHash":"aa","issuerKeyHash":"bb","serialNumber":"0C0FFEE"}}""", sent);
        var typed = Render<DeleteCertificateForm>();
        sent = null;
        typed.Find("form").Submit();
        Assert.Null(sent);
        Assert.Contains("All three are needed", typed.Find("[role=alert]").TextContent);
    }

    [Fact]
    public void GetInstalledCertificateIds_asks_for_one_use()
    {
        var form = Render<GetInstalledCertificateIdsForm>();
        form.Find("form").Submit();
        Assert.Equal("""{"certificateType":"CentralSystemRootCertificate"}""", sent);
    }

    private IRenderedComponent<T> Render<T>(JsonElement? payload = null) where T : CommandForm => Context.Render<T>(p => p.Add(f => f.ChargePoint, ChargePoint()).Add(f => f.Payload, payload)
        .Add(f => f.OnSend, EventCallback.Factory.Create<CommandDraft>(this, draft => sent = draft.Payload.GetRawText())));
}
