using System.Text.Json;

namespace OcppDashboard.Tests.Features.Acceptance.Support;

/// <summary>What it does with files, and what a test has it do instead of the honest act.</summary>
internal sealed partial class ScriptedChargePoint
{
    /// <summary>What is done for an accepted CALL in place of the honest act, by action.</summary>
    public Dictionary<string, Func<JsonElement, Task>> Acts { get; } = [];

    /// <summary>What an update brings.</summary>
    public string NewFirmwareVersion { get; set; } = "2.0";

    /// <summary>How its file is described when it has arrived.</summary>
    public string Arrived { get; set; } = $"arrived 1200 bytes, SHA-256 {new string('b', 64)}, name diag.log";

    public void SendBoot() => Send("BootNotification", Boot.Replace("\"1.0\"", $"\"{FirmwareVersion}\"", StringComparison.Ordinal));

    public void SendFirmware(string status) => Send("FirmwareStatusNotification", $$"""{"status":"{{status}}"}""");

    public void SendDiagnostics(string status) => Send("DiagnosticsStatusNotification", $$"""{"status":"{{status}}"}""");

    public async Task UpdateFirmwareAsync()
    {
        SendFirmware("Downloading");
        HearFile("Firmware", "came HTTP GET");
        await WaitAsync(10);
        HearFile("Firmware", "fetched 300000 bytes");
        SendFirmware("Downloaded");
        SendFirmware("Installing");
        await WaitAsync(30);
        FirmwareVersion = NewFirmwareVersion;
        SendFirmware("Installed");
        if (RebootsAfterFirmware) await ResetAsync("Hard");
    }

    public async Task UploadAsync()
    {
        SendDiagnostics("Uploading");
        HearFile("Diagnostics", "came HTTP PUT");
        await WaitAsync(5);
        HearFile("Diagnostics", Arrived);
        SendDiagnostics("Uploaded");
    }
}
