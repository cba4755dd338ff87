using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Simulator;

namespace OcppDashboard.Tests.Simulator;

/// <summary>Has charge points fetch and send files, and waits for what they say about it.</summary>
public abstract class FileJobTest : SimulatorTest
{
    /// <summary>So large that a link may break in it.</summary>
    protected static byte[] Firmware { get; } = DemoFirmware.Build("DELTA", "10566", "3.4", 60_000);

    protected string Http(string path) => new Uri(Central.HttpAddress, path).ToString();

    protected Task UpdateAsync(string path) => UpdateFromAsync(Http(path));

    protected Task UpdateFromAsync(string location) => Central.CallAsync(Id, new UpdateFirmwareRequest(location, 0, DateTimeOffset.UtcNow));

    /// <summary>Gives the file name that was answered.</summary>
    protected async Task<string> UploadToAsync(string location, int retries = 0) => (await Central.CallAsync(Id, new GetDiagnosticsRequest(location, retries, 2))).FileName!;

    protected Task WaitStatusesAsync(params string[] statuses) => WaitAsync("FirmwareStatusNotification", statuses);

    protected Task WaitDiagnosticsAsync(params string[] statuses) => WaitAsync("DiagnosticsStatusNotification", statuses);

    protected async Task WaitAsync(string action, string[] statuses)
    {
        await SmallCentralSystem.Until(() => Central.Of(action).Count >= statuses.Length, () => $"only {string.Join(", ", Central.Of(action).Select(call => call.Text("status")))}");
        Assert.Equal(statuses, Central.Of(action).Select(call => call.Text("status")!));
    }
}
