using OcppDashboard.Commands.Timeline;

namespace OcppDashboard.Tests.Conformance;

/// <summary>UpdateFirmware and GetDiagnostics.</summary>
public sealed class FirmwareAndDiagnosticsTests(ConformanceSystem system) : ConformanceTest(system)
{
    [Fact]
    public async Task TC_044_1_firmware_is_downloaded_and_installed()
    {
        await using var chargePoint = await BootedAsync();
        var command = await UpdateAsync(chargePoint);
        await FirmwareAsync(chargePoint, "Downloading", "Downloaded", "Installing");
        await chargePoint.LoseConnectionAsync();
        await chargePoint.ConnectAsync();
        await chargePoint.BootAsync("2.0");
        await FirmwareAsync(chargePoint, "Installed");
        var ended = await EndedAsync(command, CommandState.Done);
        Assert.Equal(["Downloading", "Downloaded", "Installing", "2.0", "Installed"], ended.Steps.Select(step => step.Emphasis).Where(word => word.Length > 0));
        Assert.Equal("2.0", chargePoint.Snapshot.Boot!.FirmwareVersion);
    }

    [Fact]
    public async Task TC_044_2_firmware_download_failed()
    {
        await using var chargePoint = await BootedAsync();
        var command = await UpdateAsync(chargePoint);
        await FirmwareAsync(chargePoint, "Downloading", "DownloadFailed");
        var last = (await EndedAsync(command, CommandState.Refused)).Steps[^1];
        Assert.Equal((StepKind.Bad, "DownloadFailed"), (last.Kind, last.Emphasis));
    }

    [Fact]
    public async Task TC_044_3_firmware_installation_failed()
    {
        await using var chargePoint = await BootedAsync();
        var command = await UpdateAsync(chargePoint);
        await FirmwareAsync(chargePoint, "Downloading", "Downloaded", "Installing", "InstallationFailed");
        var last = (await EndedAsync(command, CommandState.Refused)).Steps[^1];
        Assert.Equal((StepKind.Bad, "InstallationFailed"), (last.Kind, last.Emphasis));
        Assert.Equal("1.0", chargePoint.Snapshot.Boot!.FirmwareVersion);
    }

    [Fact]
    public async Task TC_045_1_diagnostics_are_uploaded()
    {
        await using var chargePoint = await BootedAsync();
        var command = await DiagnosticsAsync(chargePoint);
        await UploadAsync(chargePoint, "Uploading", "Uploaded");
        var ended = await EndedAsync(command, CommandState.Done);
        Assert.Contains(ended.Steps, step => step.Emphasis == "diag.log");
        Assert.Equal("Uploaded", ended.Steps[^1].Emphasis);
    }

    [Fact]
    public async Task TC_045_2_diagnostics_upload_failed()
    {
        await using var chargePoint = await BootedAsync();
        var command = await DiagnosticsAsync(chargePoint);
        await UploadAsync(chargePoint, "Uploading", "UploadFailed");
        Assert.Equal("UploadFailed", (await EndedAsync(command, CommandState.Refused)).Steps[^1].Emphasis);
    }

    private Task<CommandSnapshot> UpdateAsync(PlayedChargePoint chargePoint) =>
        chargePoint.OperatorAsync("UpdateFirmware", $$"""{"location":"http://10.0.0.1/firmware.bin","retries":0,"retrieveDate":"{{Now}}","retryInterval":60}""", "{}");

    private Task<CommandSnapshot> DiagnosticsAsync(PlayedChargePoint chargePoint) => chargePoint.OperatorAsync(
        "GetDiagnostics", $$"""{"location":"ftp://user:secret@10.0.0.1/logs","retries":0,"retryInterval":60,"startTime":"{{At(TimeSpan.FromHours(-2))}}","stopTime":"{{Now}}"}""",
        """{"fileName":"diag.log"}""");

    private static async Task FirmwareAsync(PlayedChargePoint chargePoint, params string[] statuses)
    {
        foreach (var status in statuses)
        {
            await chargePoint.TellAsync("FirmwareStatusNotification", $$"""{"status":"{{status}}"}""");
            Assert.Equal(status, chargePoint.Snapshot.FirmwareStatus.ToString());
        }
    }

    private static async Task UploadAsync(PlayedChargePoint chargePoint, params string[] statuses)
    {
        foreach (var status in statuses)
        {
            await chargePoint.TellAsync("DiagnosticsStatusNotification", $$"""{"status":"{{status}}"}""");
            Assert.Equal(status, chargePoint.Snapshot.DiagnosticsStatus.ToString());
        }
    }
}
