using OcppDashboard.Commands.Timeline;
using OcppDashboard.Data.Queries;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Conformance;

/// <summary>TriggerMessage and DataTransfer.</summary>
public sealed class TriggerAndDataTests(ConformanceSystem system) : ConformanceTest(system)
{
    [Fact]
    public async Task TC_054_trigger_of_each_message()
    {
        await using var chargePoint = await BootedAsync();
        await TriggeredAsync(chargePoint, "MeterValues", 1, () => chargePoint.TellAsync("MeterValues",
            $$$"""{"connectorId":1,"meterValue":[{"timestamp":"{{{Now}}}","sampledValue":[{"value":"10","context":"Trigger"}]}]}"""));
        await TriggeredAsync(chargePoint, "Heartbeat", null, () => chargePoint.CallAsync("Heartbeat"));
        await TriggeredAsync(chargePoint, "StatusNotification", 1, () => chargePoint.StatusAsync(1, "Available"));
        await TriggeredAsync(chargePoint, "DiagnosticsStatusNotification", null, () => chargePoint.TellAsync("DiagnosticsStatusNotification", """{"status":"Idle"}"""));
        await TriggeredAsync(chargePoint, "FirmwareStatusNotification", null, () => chargePoint.TellAsync("FirmwareStatusNotification", """{"status":"Idle"}"""));
        await TriggeredAsync(chargePoint, "BootNotification", null, () => chargePoint.BootAsync());
    }

    [Fact]
    public async Task TC_055_trigger_that_is_rejected()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("TriggerMessage", """{"requestedMessage":"MeterValues","connectorId":9}""", """{"status":"Rejected"}""");
        Assert.Equal("Rejected", (await EndedAsync(command, CommandState.Refused)).Status);
    }

    [Fact]
    public async Task TC_062_data_transfer_to_a_charge_point()
    {
        await using var chargePoint = await BootedAsync();
        const string Data = """{"vendorId":"com.acme","messageId":"GetCustom","data":"{\"a\":1}"}""";
        Assert.Equal("Accepted", (await EndedAsync(await chargePoint.OperatorAsync("DataTransfer", Data, """{"status":"Accepted","data":"x"}"""), CommandState.Done)).Status);
        Assert.Equal("UnknownVendorId", (await EndedAsync(await chargePoint.OperatorAsync("DataTransfer", Data, """{"status":"UnknownVendorId"}"""), CommandState.Refused)).Status);
    }

    [Fact]
    public async Task TC_064_data_transfer_of_a_vendor_that_nobody_knows()
    {
        await using var chargePoint = await BootedAsync();
        var answer = await chargePoint.CallAsync("DataTransfer", """{"vendorId":"com.acme","messageId":"Custom","data":"a=1"}""");
        Assert.Contains(answer.GetProperty("status").GetString(), new[] { "UnknownVendorId", "UnknownMessageId" });
        var rows = await Eventually.GetAsync(() => Central.Get<HistoryQueries>().OfChargePointAsync(chargePoint.Id, null, 20), rows => rows.Any(row => row.Kind == "DataTransfer"), "data in the history");
        Assert.Contains(rows, row => row is { Kind: "DataTransfer", Text: "com.acme Custom" });
    }

    private async Task TriggeredAsync(PlayedChargePoint chargePoint, string message, int? connectorId, Func<Task> send)
    {
        var connector = connectorId is null ? "" : $",\"connectorId\":{connectorId}";
        var command = await chargePoint.OperatorAsync("TriggerMessage", $$"""{"requestedMessage":"{{message}}"{{connector}}}""", """{"status":"Accepted"}""");
        await send();
        Assert.Equal(StepKind.Ok, (await EndedAsync(command, CommandState.Done)).Steps[^1].Kind);
    }
}
