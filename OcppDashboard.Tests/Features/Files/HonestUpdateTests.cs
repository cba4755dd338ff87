using OcppDashboard.Commands.Timeline;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Files;

/// <summary>An update is done when the file was fetched and the version is new, and otherwise the timeline says what was seen.</summary>
public class HonestUpdateTests : FileJobTest
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Kind8_installed_without_a_new_version_says_whether_the_file_was_fetched(bool fetches, bool restartsFirst)
    {
        Client = await BootAsync("1.0");
        var (command, address) = await UpdateAsync(await AddAsync(Bytes(1000)));
        await ReportAsync("FirmwareStatusNotification", "Downloading");
        if (fetches)
        {
            using var http = new HttpClient();
            Assert.Equal(1000, (await http.GetByteArrayAsync(address)).Length);
            await StepAsync(command.Id, "Fetched the file");
        }
        foreach (var status in new[] { "Downloaded", "Installing" }) await ReportAsync("FirmwareStatusNotification", status);
        if (!restartsFirst) await ReportAsync("FirmwareStatusNotification", "Installed");
        Client = await BootAsync("1.0");
        if (restartsFirst)
        {
            await ReportAsync("FirmwareStatusNotification", "Installed");
            await Central.PassAsync(TimeSpan.FromMinutes(1), () => Central.Commands.Find(command.Id)!.IsOver, "the end of the wait for a second restart");
        }
        var ended = await EndAsync(command.Id);
        Assert.Equal(fetches ? CommandState.Done : CommandState.Refused, ended.State);
        Assert.Equal(fetches ? "Installed, version unchanged: 1.0" : "Installed was reported, but the version is unchanged and the file was not fetched from here: 1.0", Lines(ended)[^1]);
    }

    [Fact]
    public async Task House1_the_event_behind_a_wait_that_ran_out_is_not_lost()
    {
        var (command, _) = await UpdateAsync(await AddAsync(Bytes(10)));
        await Central.PassAsync(TimeSpan.FromMinutes(10), () => Lines(Central.Commands.Find(command.Id)!)[^1].StartsWith("It has not come for the file yet", StringComparison.Ordinal), "a hint");
        await ReportAsync("FirmwareStatusNotification", "Downloading");
        await StepAsync(command.Id, "Firmware Downloading");
    }

    private async Task<RawOcppClient> BootAsync(string version)
    {
        Client.Drop();
        await Client.DisposeAsync();
        await Central.SnapshotAsync(Id, snapshot => !snapshot.Online);
        var client = await Central.OpenAsync(Id);
        await client.CallForResultAsync("BootNotification", $$"""{"chargePointVendor":"Acme","chargePointModel":"Box","firmwareVersion":"{{version}}"}""");
        return client;
    }
}
