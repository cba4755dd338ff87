using Microsoft.EntityFrameworkCore;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Data.Retention;

/// <summary>A charge point that fills the message log pays with its own messages.</summary>
public class MessageLogShareTests
{
    [Fact]
    public async Task One_charge_point_cannot_empty_the_message_log_of_the_others()
    {
        await using var central = await TestCentralSystem.StartAsync(settings =>
            settings with { Data = settings.Data with { MessageLogMegabytes = 20 } });
        await using (var other = await central.BootAsync("CP-1"))
            for (var i = 0; i < 50; i++) await other.CallForResultAsync("Heartbeat");
        var data = new string('x', 1_000_000);
        await using (var loud = await central.BootAsync("MADE-UP"))
            for (var i = 0; i < 40; i++) await loud.CallForResultAsync("DataTransfer", $$"""{"vendorId":"v","data":"{{data}}"}""");
        await central.PassAsync(TimeSpan.FromMinutes(1), () => Bytes(central) <= 20 << 20, "a message log within its limit");
        var own = await central.ReadAsync(db => db.Messages.CountAsync(m => db.ChargePoints.Any(c => c.Key == m.ChargePointKey
            && c.Id == "CP-1")));
        Assert.Equal(51, own);
        Assert.InRange(Bytes(central), 15 << 20, 20 << 20); // no more was taken than was needed
    }

    private static long Bytes(TestCentralSystem central) => central.ReadAsync(db => db.Messages.SumAsync(m =>
        (long)m.Call.Length)).GetAwaiter().GetResult();
}
