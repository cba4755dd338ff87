using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Data.History;
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

    private static Task LimitAsync(TestCentralSystem central, int pages) => central.Get<HistoryWriter>().KeepAsync(new PageLimit(pages));

    private sealed class PageLimit(int pages) : HistoryWork<bool>
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
