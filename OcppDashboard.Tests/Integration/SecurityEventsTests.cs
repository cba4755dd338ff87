using OcppDashboard.Features.WorkList;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

public class SecurityEventsTests
{
    [Fact]
    public async Task Critical_events_wait_for_somebody_also_over_a_restart()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using (var client = await central.BootAsync("SEC-1"))
        {
            await NotifyAsync(client, "TamperDetectionActivated", "door open");
            await NotifyAsync(client, "InvalidMessages", null);
            await NotifyAsync(client, "tamperDetectionActivated", null);
            await NotifyAsync(client, "ResetOrReboot", "soft");
        }
        var events = central.Get<CriticalSecurityEvents>();
        Assert.Equal(["ResetOrReboot", "TamperDetectionActivated"], events.Of("sec-1").Select(e => e.Type).Order());
        Assert.Equal((2, "door open"), Tamper(events) is var tamper ? (tamper.Count, tamper.TechInfo) : default);
        central.Get<SecurityAcknowledgements>().Acknowledge("SEC-1", "ResetOrReboot", "m.kuhn");
        await central.RestartAsync();
        events = central.Get<CriticalSecurityEvents>();
        Assert.Equal((2, "door open"), Tamper(events) is var restored ? (restored.Count, restored.TechInfo) : default);
    }

    private static CriticalSecurityEvent Tamper(CriticalSecurityEvents events) => events.All.Single(e => e.Type.Equals("TamperDetectionActivated", StringComparison.OrdinalIgnoreCase) && e.ChargePointId == "SEC-1");

    private static Task NotifyAsync(RawOcppClient client, string type, string? techInfo) => client.CallForResultAsync("SecurityEventNotification",
        $$"""{"type":"{{type}}","timestamp":"2026-05-12T10:00:00Z"{{(techInfo is null ? "" : $",\"techInfo\":\"{techInfo}\"")}}}""");
}
