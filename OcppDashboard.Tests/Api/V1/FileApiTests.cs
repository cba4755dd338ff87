using System.Net;
using System.Text.Json;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Tests.Features.Files;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Api.V1;

/// <summary>The file server for programs: firmware in, one-time addresses in commands, received files out.</summary>
public sealed class FileApiTests : FileJobTest
{
    private const string Commands = $"charge-points/{Id}/commands/";

    [Fact]
    public async Task A_program_updates_firmware_with_a_file_of_this_server()
    {
        using var api = new ApiClient(Central);
        using var http = Central.Browser();
        var content = Bytes(70_000);
        var id = await UploadAsync(http, content);
        var listed = Assert.Single((await api.GetAsync("firmware-files")).Items());
        Assert.Equal(("box 2.0.bin", "2.0", "ACME", 70_000d), (listed.Text("name"), listed.Text("version"), listed.Text("vendor"), listed.Number("size")));
        Assert.Equal(content, await http.GetByteArrayAsync($"/api/v1/firmware-files/{id}/content"));

        var asked = api.PostAsync(Commands + "UpdateFirmware", $$"""{"firmwareFileId":{{id}},"retries":2}""");
        var call = await Client.AnswerAsync("UpdateFirmware", "{}");
        var result = (await asked).Ok();
        Assert.Equal("Answered", result.Text("outcome"));
        var location = call.Payload.GetProperty("location").GetString()!;
        Assert.Equal(["location", "retries", "retrieveDate"], call.Payload.EnumerateObject().Select(member => member.Name).Order());
        using (var box = new HttpClient()) Assert.Equal(content, await box.GetByteArrayAsync(location));
        await StepAsync(result.GetProperty("commandId").GetInt64(), "Came for the file");

        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"firmware-files/{id}")).Status);
        (await api.GetAsync($"firmware-files/{id}")).Problem(HttpStatusCode.NotFound);
        (await api.PostAsync(Commands + "UpdateFirmware", $$"""{"firmwareFileId":{{id}}}""")).Names("firmwareFileId");
    }

    [Theory]
    [InlineData("GetDiagnostics", """{"receive":"http","retries":1}""", """{"fileName":"diag.log"}""")]
    [InlineData("GetLog", """{"receive":"http","logType":"SecurityLog"}""", """{"status":"Accepted","filename":"diag.log"}""")]
    [InlineData("GetLog", """{"receive":"HTTP","log":{"oldestTimestamp":"2026-11-25T08:00:00Z"}}""", """{"status":"Accepted","filename":"diag.log"}""")]
    public async Task A_program_gets_a_file_and_reads_it(string action, string body, string answer)
    {
        using var api = new ApiClient(Central);
        using var http = Central.Browser();
        var asked = api.PostAsync(Commands + action, body);
        var call = await Client.AnswerAsync(action, answer);
        var commandId = (await asked).Ok().GetProperty("commandId").GetInt64();
        var location = (action == "GetLog" ? call.Payload.GetProperty("log").GetProperty("remoteLocation") : call.Payload.GetProperty("location")).GetString()!;
        using (var box = new HttpClient()) (await box.PutAsync(location, new StringContent("what happened"))).EnsureSuccessStatusCode();
        await StepAsync(commandId, "File arrived");
        var file = Assert.Single((await api.GetAsync($"received-files?commandId={commandId}")).Items());
        Assert.Equal((Id, "HTTP PUT", 13d), (file.Text("chargePointId"), file.Text("via"), file.Number("size")));
        Assert.Equal("what happened", await http.GetStringAsync($"/api/v1/received-files/{file.GetProperty("id")}/content"));
        Assert.Empty((await api.GetAsync($"received-files?commandId={commandId + 1}")).Items());
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"received-files/{file.GetProperty("id")}")).Status);
        Assert.Empty((await api.GetAsync($"received-files?chargePointId={Id}")).Items());
    }

    [Fact]
    public async Task A_plain_payload_goes_out_as_it_is()
    {
        using var api = new ApiClient(Central);
        var asked = api.PostAsync(Commands + "GetDiagnostics", """{"location":"ftp://192.168.1.20/up"}""");
        var call = await Client.AnswerAsync("GetDiagnostics", "{}");
        Assert.Equal("Answered", (await asked).Ok().Text("outcome"));
        Assert.Equal("""{"location":"ftp://192.168.1.20/up"}""", call.Payload.GetRawText());
    }

    [Theory]
    [InlineData("GetDiagnostics", """{"receive":"carrier pigeon"}""", "receive")]
    [InlineData("GetDiagnostics", """{"receive":"1"}""", "receive")]
    [InlineData("GetDiagnostics", """{"receive":"https"}""", "receive")] // this server has none
    [InlineData("GetDiagnostics", """{"receive":"http","location":"ftp://192.168.1.20/"}""", "location")]
    [InlineData("GetDiagnostics", """{"receive":"http","retries":"many"}""", "retries")]
    [InlineData("GetDiagnostics", """{"firmwareFileId":1}""", "firmwareFileId", "location")]
    [InlineData("UpdateFirmware", """{"firmwareFileId":99}""", "firmwareFileId")]
    [InlineData("UpdateFirmware", """{"firmwareFileId":"one"}""", "firmwareFileId")]
    [InlineData("SignedUpdateFirmware", """{"firmwareFileId":99}""", "firmwareFileId")]
    public async Task What_is_wrong_is_named_and_no_address_is_made(string action, string body, params string[] fields)
    {
        using var api = new ApiClient(Central);
        (await api.PostAsync(Commands + action, body)).Names(fields);
        Assert.Empty(Central.Get<FileTransfers>().Open);
    }

    [Fact]
    public async Task No_address_is_made_for_whoever_is_not_connected()
    {
        using var api = new ApiClient(Central);
        Client.Drop();
        await Central.SnapshotAsync(Id, snapshot => !snapshot.Online);
        Assert.Contains("not connected", (await api.PostAsync(Commands + "GetDiagnostics", """{"receive":"http"}""")).Problem(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Empty(Central.Get<FileTransfers>().Open);
    }

    [Fact]
    public async Task A_firmware_file_needs_a_name_and_a_signed_update_a_key()
    {
        using var api = new ApiClient(Central);
        using var http = Central.Browser();
        (await api.PostAsync("firmware-files", "x")).Names("name");
        var id = await UploadAsync(http, Bytes(10));
        (await api.PostAsync(Commands + "SignedUpdateFirmware", $$"""{"firmwareFileId":{{id}}}""")).Names("firmwareFileId");
        Assert.Empty(Central.Get<FileTransfers>().Open);
    }

    private static async Task<long> UploadAsync(HttpClient http, byte[] content)
    {
        using var body = new ByteArrayContent(content);
        var added = await http.PostAsync("/api/v1/firmware-files?name=box%202.0.bin&version=2.0&vendor=ACME", body);
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        return JsonDocument.Parse(await added.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetInt64();
    }
}
