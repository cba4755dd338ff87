using System.Net;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>A database that was deleted under the server: charge points keep what they have, pages and health say why.</summary>
public class LostDatabaseTests
{
    [Fact]
    public async Task R11_a_start_that_would_be_lost_is_not_answered_and_health_says_why()
    {
        await using var central = await TestCentralSystem.StartAsync();
        central.Logs.Expect("could not be");
        ExpectWordOfTheLoss(central);
        await using var client = await central.BootAsync("CP-1");
        foreach (var end in new[] { "", "-wal", "-shm" }) File.Delete(central.DatabaseFile + end);
        await client.SendTextAsync("""[2,"a","StartTransaction",{"connectorId":1,"idTag":"T","meterStart":0,"timestamp":"2026-11-20T10:00:00Z"}]""");
        Assert.Equal(1013, (await client.ReceiveCloseAsync()).Code);
        Assert.Empty(client.Messages.Waiting);
        using var browser = central.Browser();
        using var ready = await browser.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("deleted", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(File.Exists(central.DatabaseFile)); // reading puts no empty one in its place
    }

    [Fact]
    public async Task R11_pages_say_it_also_while_nothing_happens()
    {
        await using var central = await TestCentralSystem.StartAsync();
        ExpectWordOfTheLoss(central);
        var health = central.Get<OcppDashboard.Data.History.StorageHealth>();
        foreach (var end in new[] { "", "-wal", "-shm" }) File.Delete(central.DatabaseFile + end);
        await central.PassAsync(TimeSpan.FromSeconds(5), () => health.Fault is not null, "word of the deleted database");
        Assert.Contains("deleted", health.Fault, StringComparison.Ordinal);
    }

    /// <summary>Of the writer and the check, and of whoever reads meanwhile.</summary>
    private static void ExpectWordOfTheLoss(TestCentralSystem central) => central.Logs.Expect(record =>
        record.Message.Contains("deleted", StringComparison.Ordinal) || record.Category.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
        || record.Message.Contains("MessageLogCleaner failed", StringComparison.Ordinal));
}
