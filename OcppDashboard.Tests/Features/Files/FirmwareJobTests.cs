using System.Net;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Files;

/// <summary>UpdateFirmware with a file of ours: what the timeline shows of the download, the reports, the reboot.</summary>
public class FirmwareJobTests : FileJobTest
{
    [ToolFact("curl")]
    public async Task The_timeline_joins_the_download_the_reports_and_the_new_version()
    {
        var content = Bytes(300_000);
        var (command, address) = await UpdateAsync(await AddAsync(content));
        await ReportAsync("FirmwareStatusNotification", "Downloading");
        var target = Path.Combine(Scratch, "got.bin");
        var (code, _, errors) = await Tool.RunAsync("curl", "-sS", "--fail", "-o", target, address);
        Assert.True(code == 0, errors);
        Assert.Equal(content, await File.ReadAllBytesAsync(target));
        await ReportAsync("FirmwareStatusNotification", "Downloaded");
        await ReportAsync("FirmwareStatusNotification", "Installing");
        await ReportAsync("FirmwareStatusNotification", "Installing");
        Client = await RebootAsync("2.0");
        await ReportAsync("FirmwareStatusNotification", "Installed");
        var ended = await EndAsync(command.Id);
        Assert.Equal(CommandState.Done, ended.State);
        Assert.Collection(Lines(ended),
            line => Assert.Equal("Queued, sent", line), line => Assert.StartsWith("Answered", line), line => Assert.Equal("Firmware Downloading", line),
            line => Assert.Equal("Came for the file, HTTP GET", line), line => Assert.StartsWith("Fetched the file: 100 % (300.0 kB of 300.0 kB", line),
            line => Assert.Equal("Firmware Downloaded", line), line => Assert.Equal("Firmware Installing", line), line => Assert.StartsWith("Went offline", line),
            line => Assert.Equal("Reconnected", line), line => Assert.Equal("New firmware at boot: 2.0", line), line => Assert.Equal("Firmware Installed", line));
        using var http = new HttpClient();
        await Eventually.GetAsync(async () => (await http.GetAsync(address)).StatusCode, status => status == HttpStatusCode.NotFound, "an address that ended with its job");
        await Eventually.GetAsync(() => Central.Get<OcppDashboard.Data.Queries.FileQueries>().FirmwareAsync(), rows => rows.Single().Fetched == 1, "file that was fetched once");
    }

    [Fact]
    public async Task Installed_before_the_reboot_and_never_rebooting_are_both_told()
    {
        var file = await AddAsync(Bytes(10));
        var (first, _) = await UpdateAsync(file);
        await ReportAsync("FirmwareStatusNotification", "Installed");
        Client = await RebootAsync("2.0");
        Assert.Equal("New firmware at boot: 2.0", Lines(await EndAsync(first.Id))[^1]);

        var (second, _) = await UpdateAsync(file);
        await ReportAsync("FirmwareStatusNotification", "Installed");
        await StepAsync(second.Id, "Firmware Installed");
        await Central.PassAsync(TimeSpan.FromMinutes(10), () => Central.Commands.Find(second.Id)!.IsOver, "the end of the wait for a restart");
        var ended = Central.Commands.Find(second.Id)!;
        Assert.Equal((CommandState.Done, StepKind.Ok), (ended.State, ended.Steps[^1].Kind));
        Assert.StartsWith("No restart was seen", Lines(ended)[^1]);
    }

    [Fact]
    public async Task Who_never_comes_is_told_with_what_to_check()
    {
        var (command, _) = await UpdateAsync(await AddAsync(Bytes(10)));
        await Central.PassAsync(TimeSpan.FromMinutes(10), () => Lines(Central.Commands.Find(command.Id)!)[^1].StartsWith("It has not come for the file yet", StringComparison.Ordinal), "a hint");
        await Central.PassAsync(TimeSpan.FromMinutes(35), () => Central.Commands.Find(command.Id)!.IsOver, "the end");
        var ended = Central.Commands.Find(command.Id)!;
        Assert.Equal(CommandState.Refused, ended.State);
        Assert.Contains($"never came for the file: check that it reaches 127.0.0.1:{Central.Port}", Lines(ended)[^1]);
        Assert.Contains("takes http at all", Lines(ended)[^1]);
    }

    [Fact]
    public async Task A_failure_without_a_visit_says_so_at_once_and_the_last_try_ends_it()
    {
        var (command, _) = await UpdateAsync(await AddAsync(Bytes(10)), retries: 1);
        await ReportAsync("FirmwareStatusNotification", "DownloadFailed");
        var waiting = await StepAsync(command.Id, "Firmware DownloadFailed, and it never came for the file");
        Assert.False(waiting.IsOver);
        await ReportAsync("FirmwareStatusNotification", "DownloadFailed");
        Assert.Equal(CommandState.Refused, (await EndAsync(command.Id)).State);
    }

    [Fact]
    public async Task The_job_goes_on_after_a_restart_of_the_server()
    {
        var content = Bytes(1000);
        var (command, address) = await UpdateAsync(await AddAsync(content));
        await ReportAsync("FirmwareStatusNotification", "Downloading");
        await StepAsync(command.Id, "Firmware Downloading");
        await Client.DisposeAsync();
        await Central.SnapshotAsync(Id, snapshot => !snapshot.Online);
        var port = Central.Port;
        await Central.RestartAsync();

        Client = await Central.OpenAsync(Id);
        var going = Central.Commands.Find(command.Id)!;
        Assert.Equal(CommandState.Watching, going.State);
        Assert.Contains("The server was restarted; watching goes on", Lines(going));
        using var http = new HttpClient();
        Assert.Equal(content, await http.GetByteArrayAsync(address.Replace($":{port}/", $":{Central.Port}/", StringComparison.Ordinal)));
        await StepAsync(command.Id, "Fetched the file:");
        await ReportAsync("FirmwareStatusNotification", "Installed");
        await StepAsync(command.Id, "Firmware Installed");
        Client = await RebootAsync("2.0");
        Assert.Equal("New firmware at boot: 2.0", Lines(await EndAsync(command.Id))[^1]);
    }

    [Fact]
    public async Task A_download_that_may_begin_next_month_waits_for_it_and_its_address_too()
    {
        var date = Central.Time.GetUtcNow().AddDays(30);
        var (command, address) = await UpdateAsync(await AddAsync(Bytes(10)), date);
        Central.Time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1));
        using var http = new HttpClient();
        Assert.Equal(10, (await http.GetByteArrayAsync(address)).Length);
        await StepAsync(command.Id, "Fetched the file:");
    }

    /// <summary>Goes away and comes back with a firmware version.</summary>
    private async Task<RawOcppClient> RebootAsync(string version)
    {
        await Client.DisposeAsync();
        await Central.SnapshotAsync(Id, snapshot => !snapshot.Online);
        var again = await Central.OpenAsync(Id);
        await again.CallForResultAsync("BootNotification", $$"""{"chargePointVendor":"Acme","chargePointModel":"Box","firmwareVersion":"{{version}}"}""");
        return again;
    }
}
