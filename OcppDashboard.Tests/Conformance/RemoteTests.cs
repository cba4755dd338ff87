using OcppDashboard.Commands.Timeline;

namespace OcppDashboard.Tests.Conformance;

/// <summary>Remote start in all orders, remote stop.</summary>
public sealed class RemoteTests(ConformanceSystem system) : ConformanceTest(system)
{
    private const string Accepted = """{"status":"Accepted"}""";
    private const string Start = """{"connectorId":1,"idTag":"TAG-1"}""";

    [Fact]
    public async Task TC_010_remote_start_with_the_cable_plugged_in_first()
    {
        await using var chargePoint = await BootedAsync();
        await chargePoint.StatusAsync(1, "Preparing");
        var command = await chargePoint.OperatorAsync("RemoteStartTransaction", Start, Accepted);
        Assert.Equal("Accepted", await chargePoint.AuthorizeAsync("TAG-1"));
        await StartedAsync(chargePoint, command);
    }

    [Fact]
    public async Task TC_011_1_remote_start_before_the_cable()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("RemoteStartTransaction", Start, Accepted);
        Assert.Equal("Accepted", await chargePoint.AuthorizeAsync("TAG-1"));
        await chargePoint.StatusAsync(1, "Preparing");
        await StartedAsync(chargePoint, command);
    }

    [Fact]
    public async Task TC_011_2_remote_start_and_no_cable_in_time()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("RemoteStartTransaction", Start, Accepted);
        Assert.Equal("Accepted", await chargePoint.AuthorizeAsync("TAG-1"));
        await chargePoint.StatusAsync(1, "Preparing");
        await chargePoint.StatusAsync(1, "Available");
        await Central.PassAsync(TimeSpan.FromSeconds(30), () => Central.Commands.Find(command.Id)!.IsOver, "end of the wait for a transaction");
        Assert.Contains("No transaction started", Central.Commands.Find(command.Id)!.Steps[^1].Text, StringComparison.Ordinal);
        Assert.Equal(0, await Central.Transactions.CountAsync(chargePoint.Id));
    }

    [Fact]
    public async Task TC_012_remote_stop()
    {
        await using var chargePoint = await BootedAsync();
        var id = await chargePoint.ChargeAsync();
        var command = await chargePoint.OperatorAsync("RemoteStopTransaction", $$"""{"transactionId":{{id}}}""", Accepted);
        await chargePoint.StopAsync(id, 2200, "Remote");
        await chargePoint.StatusAsync(1, "Finishing");
        await chargePoint.StatusAsync(1, "Available");
        var last = (await EndedAsync(command, CommandState.Done)).Steps[^1];
        Assert.Equal(($"Transaction {id} ended:", "Remote"), (last.Text, last.Emphasis));
    }

    [Fact]
    public async Task TC_026_remote_start_that_is_rejected()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("RemoteStartTransaction", Start, """{"status":"Rejected"}""");
        Assert.Equal("Rejected", (await EndedAsync(command, CommandState.Refused)).Status);
        Assert.Null(chargePoint.Snapshot.Connector(1)?.Transaction);
    }

    [Fact]
    public async Task TC_027_remote_start_on_connector_0_is_rejected_by_the_charge_point()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("RemoteStartTransaction", """{"connectorId":0,"idTag":"TAG-1"}""", """{"status":"Rejected"}""");
        await EndedAsync(command, CommandState.Refused);
    }

    [Fact]
    public async Task TC_028_remote_stop_that_is_rejected()
    {
        await using var chargePoint = await BootedAsync();
        var id = await chargePoint.ChargeAsync();
        var command = await chargePoint.OperatorAsync("RemoteStopTransaction", $$"""{"transactionId":{{id + 1_000_000}}}""", """{"status":"Rejected"}""");
        await EndedAsync(command, CommandState.Refused);
        Assert.True((await chargePoint.RowAsync(id)).IsOpen);
    }

    private async Task StartedAsync(PlayedChargePoint chargePoint, CommandSnapshot command)
    {
        var (id, status) = await chargePoint.StartAsync(1, "TAG-1");
        Assert.Equal("Accepted", status);
        await chargePoint.StatusAsync(1, "Charging");
        var last = (await EndedAsync(command, CommandState.Done)).Steps[^1];
        Assert.Equal(("Transaction started:", $"{id}"), (last.Text, last.Emphasis));
    }
}
