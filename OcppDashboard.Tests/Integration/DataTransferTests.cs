using OcppDashboard.Data.Queries;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

public class DataTransferTests
{
    [Fact]
    public async Task TC_064_both_directions_are_kept_with_their_answers()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("DT-1");
        var answer = await client.CallForResultAsync("DataTransfer", """{"vendorId":"com.acme","messageId":"Telemetry","data":"21.4"}""");
        Assert.Equal("UnknownVendorId", answer.GetProperty("status").GetString());
        await client.CallForResultAsync("DataTransfer", $$"""{"vendorId":"com.acme","data":"{{new string('x', 40_000)}}"}""");
        var command = central.Start("DT-1", "DataTransfer", """{"vendorId":"com.acme","messageId":"Relay","data":"close"}""");
        await client.AnswerAsync("DataTransfer", """{"status":"Accepted","data":"closed"}""");
        await central.CommandAsync(command.Id, c => c.IsOver);
        var rows = await Eventually.GetAsync(() => central.Get<DataTransferQueries>().OfChargePointAsync("dt-1", null, 50), list => list.Count == 3 && list[0].Status == "Accepted", "three rows");
        Assert.Equal(("com.acme", "Relay", "close", "Accepted", "closed"), (rows[0].VendorId, rows[0].MessageId, rows[0].Data, rows[0].Status, rows[0].Answer));
        Assert.Equal([false, true, true], rows.Select(row => row.FromChargePoint));
        Assert.InRange(rows[1].Data!.Length, 30_000, 32_768); // the message log has it whole
        Assert.Equal(("com.acme", "Telemetry", "21.4", "UnknownVendorId"), (rows[2].VendorId, rows[2].MessageId, rows[2].Data, rows[2].Status));
        Assert.Empty(await central.Get<DataTransferQueries>().OfChargePointAsync("DT-1", rows[2].At, 50));
    }
}
