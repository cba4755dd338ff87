using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Data.History;
using OcppDashboard.Features.Files;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>What a charge point notices when something on our side breaks.</summary>
public class OwnFaultTests
{
    [Fact]
    public async Task Behind_a_message_that_could_not_be_kept_nothing_is_answered_either()
    {
        await using var central = await TestCentralSystem.StartAsync();
        central.Logs.Expect("could not be");
        await using var client = await central.BootAsync("CP-1");
        await LimitAsync(central, 1);
        await client.SendTextAsync($"""[2,"a","StartTransaction",["{new string('x', 200_000)}"]][2,"b","Heartbeat",{"{}"}]""");
        Assert.Equal(1013, (await client.ReceiveCloseAsync()).Code);
        Assert.Empty(client.Messages.Waiting);
        await LimitAsync(central, 1_000_000);
        await using var again = await central.BootAsync("CP-1");
        await again.CallForResultAsync("StartTransaction", """{"connectorId":1,"idTag":"T","meterStart":0,"timestamp":"2026-11-20T10:00:00Z"}""");
    }

    [Fact]
    public async Task A_connection_at_which_the_server_fails_is_told_to_have_ended()
    {
        await using var central = await TestCentralSystem.StartAsync(services: services => services.AddSingleton<IWireLog, BrokenLog>());
        central.Logs.Expect("Serving CP-");
        await using var answering = await central.BootAsync("CP-1");
        await answering.SendTextAsync("""[2,"a","DataTransfer",{"vendorId":"V"}]""");
        await central.SnapshotAsync("CP-1", snapshot => !snapshot.Online, "an offline charge point");
        await using var reading = await central.BootAsync("CP-2");
        await reading.SendTextAsync("""[3,"nobody asked",{}]""");
        await central.SnapshotAsync("CP-2", snapshot => !snapshot.Online, "an offline charge point");
        await using var again = await central.BootAsync("CP-1");
        Assert.True(central.Snapshot("CP-1").Online);
    }

    [Fact]
    public async Task Made_up_identities_have_an_end()
    {
        await using var central = await TestCentralSystem.StartAsync(ocpp => ocpp with { MaxKnown = 2 });
        await using var one = await central.BootAsync("CP-1");
        await using var two = await central.BootAsync("CP-2");
        await using var third = await RawOcppClient.ConnectAsync(central.Port);
        Assert.Equal(503, (await third.UpgradeAsync(new RawHandshake("/ocpp/CP-3"))).Status);
        one.Drop();
        await central.SnapshotAsync("CP-1", snapshot => !snapshot.Online, "an offline charge point");
        await using var again = await central.BootAsync("CP-1");
        Assert.Equal(2, central.Store.Count);
    }

    [Fact]
    public async Task An_upload_that_broke_off_may_be_tried_again_at_the_same_address_but_a_whole_one_not()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        using var http = new HttpClient();
        var address = (await central.Get<FileTransfers>().OfferUploadAsync(central.Snapshot("CP-1"), FileScheme.Http)).Address;
        using var broken = new MultipartContent("form-data"); // holds no file
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PutAsync(address, broken)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await http.PutAsync(address, new StringContent("log"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.PutAsync(address, new StringContent("log"))).StatusCode);
        Assert.Equal("log", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Path.Combine(central.Folder, "received")))));
    }

    [Fact]
    public async Task Of_endless_texts_the_live_state_keeps_the_beginning()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var endless = new string('x', 100_000);
        await client.CallForResultAsync("StatusNotification", $$"""{"connectorId":1,"errorCode":"NoError","status":"{{endless}}"}""");
        Assert.Equal(500, central.Snapshot("CP-1").Connector(1)!.Status.Text!.Length);
        await client.SendTextAsync($$"""[2,"z","{{endless}}",{"a":}]""");
        await client.ExpectAnswerAsync("z");
        await central.SnapshotAsync("CP-1", snapshot => snapshot.Findings.Any(finding => finding.Code == "D30"), "finding");
        Assert.All(central.Snapshot("CP-1").Findings, finding => Assert.InRange(finding.Title.Length, 1, 301));
    }

    /// <summary>Messages that do not fit on the small disk may spoil the group that it comes in.</summary>
    private static Task LimitAsync(TestCentralSystem central, int pages) => Eventually.IsAsync(() =>
    {
        try
        {
            return central.Get<HistoryWriter>().KeepAsync(new PageLimit(pages)).Result;
        }
        catch (AggregateException exception) when (exception.InnerException is StorageFailedException)
        {
            return false;
        }
    }, "a page limit");

    private sealed class PageLimit(int pages) : HistoryWrite<bool>
    {
        internal override bool Write(HistoryDatabase database)
        {
            database.Execute($"PRAGMA max_page_count={pages}"); // a small disk
            return true;
        }
    }

    private sealed class BrokenLog : IWireLog
    {
        public void Record(WireExchange exchange)
        {
            if (exchange.Action == "DataTransfer" || exchange.Result == ExchangeResult.NotActedOn) throw new InvalidDataException("a fault of ours");
        }
    }
}
