using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.State;

/// <summary>A finding blames the charge point only for what it did by itself, and not after one coincidence.</summary>
public sealed class BlameTests : IAsyncLifetime
{
    private const string Id = "CP-1", Accepted = """{"status":"Accepted"}""";
    private TestCentralSystem central = null!;
    private RawOcppClient client = null!;

    public async Task InitializeAsync()
    {
        central = await TestCentralSystem.StartAsync();
        client = await central.BootAsync(Id);
    }

    public async Task DisposeAsync()
    {
        await client.DisposeAsync();
        await central.DisposeAsync();
    }

    [Theory]
    [InlineData("TriggerMessage", """{"requestedMessage":"BootNotification"}""")]
    [InlineData("ExtendedTriggerMessage", """{"requestedMessage":"BootNotification"}""")]
    [InlineData("Reset", """{"type":"Soft"}""")]
    public async Task C4_a_boot_that_was_asked_for_is_not_held_against_it_and_the_next_one_is(string action, string json)
    {
        central.Start(Id, action, json);
        await client.AnswerAsync(action, Accepted);
        await BootAsync(central, client);
        await client.CallForResultAsync("Heartbeat");
        Assert.DoesNotContain(central.Snapshot(Id).Findings, finding => finding.Code == "C4");
        await BootAsync(central, client); // close to one that was asked for: still nothing that it did by itself
        await client.CallForResultAsync("Heartbeat");
        Assert.DoesNotContain(central.Snapshot(Id).Findings, finding => finding.Code == "C4");
        await BootAsync(central, client);
        await central.SnapshotAsync(Id, snapshot => snapshot.Findings.Any(finding => finding.Code == "C4"), "C4");
    }

    [Fact]
    public async Task C4_a_trigger_that_was_refused_excuses_nothing()
    {
        var command = central.Start(Id, "TriggerMessage", """{"requestedMessage":"BootNotification"}""");
        await client.AnswerAsync("TriggerMessage", """{"status":"Rejected"}""");
        await central.CommandAsync(command.Id, ended => ended.IsOver);
        await BootAsync(central, client);
        await central.SnapshotAsync(Id, snapshot => snapshot.Findings.Any(finding => finding.Code == "C4"), "C4");
    }

    [Theory]
    [InlineData("GetDiagnostics", """{"location":"http://10.0.0.1/a"}""", "DiagnosticsStatusNotification", "UploadFailed")]
    [InlineData("UpdateFirmware", """{"location":"http://10.0.0.1/a","retrieveDate":"2020-01-01T00:00:00Z"}""", "FirmwareStatusNotification", "DownloadFailed")]
    [InlineData("TriggerMessage", """{"requestedMessage":"FirmwareStatusNotification"}""", "FirmwareStatusNotification", "Installing")]
    public async Task K7_two_commands_with_one_report_each_are_no_repetition_and_a_second_report_is(string action, string json, string report, string status)
    {
        for (var i = 0; i < 2; i++)
        {
            central.Start(Id, action, json);
            await client.AnswerAsync(action, action == "TriggerMessage" ? Accepted : "{}");
            await client.CallForResultAsync(report, $$"""{"status":"{{status}}"}""");
        }
        await client.CallForResultAsync("Heartbeat");
        Assert.DoesNotContain(central.Snapshot(Id).Findings, finding => finding.Code == "K7");
        await client.CallForResultAsync(report, $$"""{"status":"{{status}}"}""");
        await central.SnapshotAsync(Id, snapshot => snapshot.Findings.Any(finding => finding.Code == "K7"), "K7");
    }

    private static Task BootAsync(TestCentralSystem central, RawOcppClient client) =>
        client.CallForResultAsync("BootNotification", """{"chargePointVendor":"Acme","chargePointModel":"Box"}""");
}
