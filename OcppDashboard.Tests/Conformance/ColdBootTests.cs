namespace OcppDashboard.Tests.Conformance;

/// <summary>Cold boot.</summary>
public sealed class ColdBootTests(ConformanceSystem system) : ConformanceTest(system)
{
    [Fact]
    public async Task TC_001_cold_boot()
    {
        await using var chargePoint = await ConnectedAsync();
        await chargePoint.BootAsync();
        foreach (var connector in new[] { 0, 1, 2 }) await chargePoint.StatusAsync(connector, "Available");
        var time = (await chargePoint.CallAsync("Heartbeat")).GetProperty("currentTime").GetDateTimeOffset();
        Assert.InRange(time, Central.Time.GetUtcNow().AddSeconds(-2), Central.Time.GetUtcNow());
        var snapshot = chargePoint.Snapshot;
        Assert.True(snapshot.Online);
        Assert.Equal([0, 1, 2], snapshot.Connectors.Select(connector => connector.Id));
        Assert.Empty(snapshot.Findings);
    }
}
