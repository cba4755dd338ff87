using System.Text.Json;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.Ocpp.Messages;

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

    [Fact]
    public async Task TC_002_cold_boot_that_is_told_to_wait()
    {
        await using var chargePoint = await ConnectedAsync();
        await AnswerBootsAsync(chargePoint, RegistrationStatus.Pending, 17);
        var answer = await BootAsync(chargePoint);
        Assert.Equal(("Pending", 17), (answer.GetProperty("status").GetString(), answer.GetProperty("interval").GetInt32()));
        Assert.Equal(RegistrationStatus.Pending, chargePoint.Snapshot.Registration);
        await EndedAsync(await chargePoint.OperatorAsync("GetConfiguration", "{}", """{"configurationKey":[]}"""), CommandState.Done);
        await EndedAsync(await chargePoint.OperatorAsync("ChangeConfiguration", """{"key":"HeartbeatInterval","value":"300"}""", """{"status":"Accepted"}"""), CommandState.Done);
        var trigger = await chargePoint.OperatorAsync("TriggerMessage", """{"requestedMessage":"BootNotification"}""", """{"status":"Accepted"}""");
        await AnswerBootsAsync(chargePoint, null, null);
        await chargePoint.BootAsync();
        await EndedAsync(trigger, CommandState.Done);
        Assert.Equal(RegistrationStatus.Accepted, chargePoint.Snapshot.Registration);
        foreach (var connector in new[] { 0, 1, 2 }) await chargePoint.StatusAsync(connector, "Available");
    }

    [Fact]
    public async Task A_boot_can_be_rejected_and_is_accepted_when_it_comes_again()
    {
        await using var chargePoint = await ConnectedAsync();
        await AnswerBootsAsync(chargePoint, RegistrationStatus.Rejected, 60);
        var answer = await BootAsync(chargePoint);
        Assert.Equal(("Rejected", 60), (answer.GetProperty("status").GetString(), answer.GetProperty("interval").GetInt32()));
        Assert.Equal(RegistrationStatus.Rejected, chargePoint.Snapshot.Registration);
        await AnswerBootsAsync(chargePoint, null, null);
        await chargePoint.BootAsync();
        Assert.Equal(RegistrationStatus.Accepted, chargePoint.Snapshot.Registration);
    }

    private Task AnswerBootsAsync(PlayedChargePoint chargePoint, RegistrationStatus? status, int? interval) =>
        Central.Get<ChargePointSettingsService>().ChangeAsync(chargePoint.Id, settings => settings with { NextBootStatus = status, BootIntervalSeconds = interval });

    private static Task<JsonElement> BootAsync(PlayedChargePoint chargePoint) => chargePoint.CallAsync("BootNotification", """{"chargePointVendor":"Acme","chargePointModel":"Box"}""");
}
