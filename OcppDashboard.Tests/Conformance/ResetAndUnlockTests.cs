using OcppDashboard.Commands.Timeline;

namespace OcppDashboard.Tests.Conformance;

/// <summary>Reset and UnlockConnector.</summary>
public sealed class ResetAndUnlockTests(ConformanceSystem system) : ConformanceTest(system)
{
    private const string Unlock = """{"connectorId":1}""";

    [Fact]
    public async Task TC_013_hard_reset()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("Reset", """{"type":"Hard"}""", """{"status":"Accepted"}""");
        await RestartAsync(chargePoint);
        await RestartedAsync(command);
    }

    [Fact]
    public async Task TC_014_soft_reset()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("Reset", """{"type":"Soft"}""", """{"status":"Accepted"}""");
        await RestartAsync(chargePoint);
        await RestartedAsync(command);
    }

    [Fact]
    public async Task TC_015_hard_reset_during_a_transaction_whose_stop_comes_after_the_boot()
    {
        await using var chargePoint = await BootedAsync();
        var id = await chargePoint.ChargeAsync();
        var command = await chargePoint.OperatorAsync("Reset", """{"type":"Hard"}""", """{"status":"Accepted"}""");
        await chargePoint.LoseConnectionAsync();
        await chargePoint.ConnectAsync();
        await chargePoint.BootAsync();
        await chargePoint.StatusAsync(1, "Finishing");
        await chargePoint.StopAsync(id, 1700, "HardReset", ago: TimeSpan.FromMinutes(1));
        await RestartedAsync(command);
    }

    [Fact]
    public async Task TC_016_soft_reset_during_a_transaction_whose_stop_comes_before_the_restart()
    {
        await using var chargePoint = await BootedAsync();
        var id = await chargePoint.ChargeAsync();
        var command = await chargePoint.OperatorAsync("Reset", """{"type":"Soft"}""", """{"status":"Accepted"}""");
        await chargePoint.StopAsync(id, 1700, "SoftReset");
        await RestartAsync(chargePoint);
        await RestartedAsync(command);
    }

    [Fact]
    public Task TC_017_1_unlock_without_a_transaction_detachable_cable() => UnlockedAsync("Unlocked", CommandState.Done);

    [Fact]
    public Task TC_017_2_unlock_without_a_transaction_fixed_cable() => UnlockedAsync("NotSupported", CommandState.Refused);

    [Fact]
    public async Task TC_018_1_unlock_ends_a_running_transaction()
    {
        await using var chargePoint = await BootedAsync();
        var id = await chargePoint.ChargeAsync();
        var command = await chargePoint.OperatorAsync("UnlockConnector", Unlock, """{"status":"Unlocked"}""");
        await chargePoint.StopAsync(id, 1600, "UnlockCommand");
        await chargePoint.StatusAsync(1, "Finishing");
        await chargePoint.StatusAsync(1, "Available");
        Assert.Equal("Unlocked", (await EndedAsync(command, CommandState.Done)).Status);
    }

    [Fact]
    public async Task TC_018_2_unlock_of_a_fixed_cable_leaves_the_transaction_running()
    {
        await using var chargePoint = await BootedAsync();
        var id = await chargePoint.ChargeAsync();
        await EndedAsync(await chargePoint.OperatorAsync("UnlockConnector", Unlock, """{"status":"NotSupported"}"""), CommandState.Refused);
        Assert.Equal(id, chargePoint.Snapshot.Connector(1)!.Transaction!.Id);
    }

    [Fact]
    public Task TC_030_unlock_failure() => UnlockedAsync("UnlockFailed", CommandState.Refused);

    [Fact]
    public async Task TC_031_unlock_of_an_unknown_connector()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("UnlockConnector", """{"connectorId":99}""", """{"status":"NotSupported"}""");
        Assert.Equal("NotSupported", (await EndedAsync(command, CommandState.Refused)).Status);
    }

    private async Task UnlockedAsync(string status, CommandState state)
    {
        await using var chargePoint = await BootedAsync();
        await chargePoint.StatusAsync(1, "Available");
        var command = await chargePoint.OperatorAsync("UnlockConnector", Unlock, $$"""{"status":"{{status}}"}""");
        Assert.Equal(status, (await EndedAsync(command, state)).Status);
        Assert.Equal("Available", chargePoint.Snapshot.Connector(1)!.Status.ToString());
    }

    private static async Task RestartAsync(PlayedChargePoint chargePoint)
    {
        await chargePoint.LoseConnectionAsync();
        await chargePoint.ConnectAsync();
        await chargePoint.BootAsync();
        foreach (var connector in new[] { 0, 1, 2 }) await chargePoint.StatusAsync(connector, "Available");
    }

    private async Task RestartedAsync(CommandSnapshot command)
    {
        var last = (await EndedAsync(command, CommandState.Done)).Steps[^1];
        Assert.Equal(("Booted with firmware", "1.0"), (last.Text, last.Emphasis));
    }
}
