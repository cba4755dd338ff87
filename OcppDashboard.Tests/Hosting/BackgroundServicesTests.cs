using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OcppDashboard.Handlers;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Hosting;

/// <summary>An exception in a service of the background ends neither the service nor the server.</summary>
public class BackgroundServicesTests
{
    [Fact]
    public async Task R15_an_end_at_which_a_listener_fails_stops_no_server_and_the_next_one_is_made()
    {
        await using var central = await TestCentralSystem.StartAsync();
        central.Logs.Expect(nameof(StaleTransactionService));
        var stopping = central.Get<IHostApplicationLifetime>().ApplicationStopping;
        var failed = 0;
        var listening = central.Get<ChargePointEvents>().Subscribe(happened =>
        {
            if (happened is TransactionStopped && Interlocked.Increment(ref failed) <= 1) throw new InvalidDataException("a listener of ours");
        });
        await using var client = await central.BootAsync("CP-1");
        for (var connector = 1; connector <= 2; connector++)
        {
            await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":{{connector}},"idTag":"T{{connector}}","meterStart":0,"timestamp":"2026-11-20T10:00:00Z"}""");
            await client.CallForResultAsync("StatusNotification", $$"""{"connectorId":{{connector}},"status":"Available","errorCode":"NoError"}""");
        }
        await central.PassAsync(TimeSpan.FromSeconds(15), () => failed >= 2 || stopping.IsCancellationRequested, "the end of two transactions");
        Assert.False(stopping.IsCancellationRequested);
        listening.Dispose();
        await client.CallForResultAsync("Heartbeat");
    }
}
