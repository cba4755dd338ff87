using System.Net;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Data.Queries;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Files;

/// <summary>GetDiagnostics with an address of ours: the answer's file name, the reports and the file are one timeline.</summary>
public class UploadJobTests : FileJobTest
{
    [ToolTheory("curl")]
    [InlineData("put")]
    [InlineData("post")]
    [InlineData("form")]
    public async Task The_file_arrives_and_the_timeline_says_it_all(string way)
    {
        var (command, address) = await GetDiagnosticsAsync();
        await ReportAsync("DiagnosticsStatusNotification", "Uploading");
        var log = await ScratchFileAsync("CP-1_log.txt", "hello\n"u8.ToArray());
        string[] arguments = way switch
        {
            "put" => ["-T", log, address],
            "post" => ["--data-binary", "@" + log, "-H", "Content-Type: application/octet-stream", address],
            _ => ["-F", $"file=@{log}", address],
        };
        var (code, _, errors) = await Tool.RunAsync("curl", ["-sS", "--fail", .. arguments]);
        Assert.True(code == 0, errors);
        await ReportAsync("DiagnosticsStatusNotification", "Uploaded");
        var ended = await EndAsync(command.Id);
        Assert.Equal(CommandState.Done, ended.State);
        var via = way == "put" ? "HTTP PUT" : "HTTP POST";
        Assert.Equal(
            ["Queued, sent", "Answered diag.log", "File Uploading", $"Came with the file, {via}", way == "form" ? "File arrived, 6 bytes: CP-1_log.txt" : "File arrived, 6 bytes", "File Uploaded"],
            Lines(ended));
        var row = Assert.Single((await Central.Get<FileQueries>().ReceivedAsync(new(Id), 0, 10)).Rows);
        Assert.Equal((Id, command.Id, 6L, via), (row.ChargePointId, row.CommandId, row.Size, row.Via));
        Assert.Equal("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03", row.Sha256);
        Assert.Equal("hello\n", await File.ReadAllTextAsync(Path.Combine(Received, row.StoredName)));
    }

    [Fact]
    public async Task Uploaded_without_a_file_is_a_lie_and_a_file_without_a_report_is_a_file()
    {
        var (lie, _) = await GetDiagnosticsAsync();
        await ReportAsync("DiagnosticsStatusNotification", "Uploaded");
        await StepAsync(lie.Id, "File Uploaded");
        await Central.PassAsync(TimeSpan.FromMinutes(1), () => Central.Commands.Find(lie.Id)!.IsOver, "the end");
        Assert.Equal((CommandState.Refused, "Uploaded was reported, but no file arrived here"), (Central.Commands.Find(lie.Id)!.State, Lines(Central.Commands.Find(lie.Id)!)[^1]));

        var (silent, address) = await GetDiagnosticsAsync();
        using var http = new HttpClient();
        (await http.PutAsync(address, new StringContent("x"))).EnsureSuccessStatusCode();
        await StepAsync(silent.Id, "File arrived");
        await Central.PassAsync(TimeSpan.FromMinutes(1), () => Central.Commands.Find(silent.Id)!.IsOver, "the end");
        Assert.Equal((CommandState.Done, "No report of the upload came; the file is here"), (Central.Commands.Find(silent.Id)!.State, Lines(Central.Commands.Find(silent.Id)!)[^1]));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"fileName":""}""")]
    public async Task Without_a_file_name_there_is_nothing_to_send(string answer)
    {
        var (command, _) = await GetDiagnosticsAsync(answer);
        await Central.PassAsync(TimeSpan.FromMinutes(1), () => Central.Commands.Find(command.Id)!.IsOver, "the end");
        var ended = Central.Commands.Find(command.Id)!;
        Assert.Equal((CommandState.Done, StepKind.Ok), (ended.State, ended.Steps[^1].Kind));
        Assert.Equal("No file name given: the charge point has nothing to send", Lines(ended)[^1]);
    }

    [Fact]
    public async Task A_failure_without_a_visit_says_what_to_check()
    {
        var (command, _) = await GetDiagnosticsAsync(retries: 0);
        await ReportAsync("DiagnosticsStatusNotification", "UploadFailed");
        var ended = await EndAsync(command.Id);
        Assert.Equal(CommandState.Refused, ended.State);
        Assert.StartsWith($"File UploadFailed, and no connection reached this server: check that it reaches 127.0.0.1:{Central.Port}", Lines(ended)[^1]);
    }

    [Fact]
    public async Task The_upload_may_come_after_a_restart()
    {
        var (command, address) = await GetDiagnosticsAsync();
        var port = Central.Port;
        await Client.DisposeAsync();
        await Central.SnapshotAsync(Id, snapshot => !snapshot.Online);
        await Central.RestartAsync();
        Client = await Central.OpenAsync(Id);
        using var http = new HttpClient();
        (await http.PutAsync(address.Replace($":{port}/", $":{Central.Port}/", StringComparison.Ordinal), new StringContent("x"))).EnsureSuccessStatusCode();
        await ReportAsync("DiagnosticsStatusNotification", "Uploaded");
        Assert.Equal(CommandState.Done, (await EndAsync(command.Id)).State);
        var rows = await Central.Get<FileQueries>().ReceivedAsync(new(Id), 0, 10);
        Assert.Equal(command.Id, Assert.Single(rows.Rows).CommandId);
        Assert.Equal(HttpStatusCode.NotFound, (await http.PutAsync(address.Replace($":{port}/", $":{Central.Port}/", StringComparison.Ordinal), new StringContent("x"))).StatusCode);
    }
}
