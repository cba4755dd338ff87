using System.Globalization;
using System.Text.Json;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Data.Queries;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Conformance;

/// <summary>A charge point's lines in a play: each is a frame of ours, and the answer is held against what the case expects and the product then shows.</summary>
internal sealed class PlayedChargePoint(ConformanceSystem system, string id) : IAsyncDisposable
{
    private TestCentralSystem Central => system.Central;

    public string Id => id;
    public RawOcppClient Client { get; private set; } = null!;
    public ChargePointSnapshot Snapshot => Central.Snapshot(id);

    public static string Stamp(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static async Task<PlayedChargePoint> ConnectAsync(ConformanceSystem system, string id)
    {
        var chargePoint = new PlayedChargePoint(system, id);
        await chargePoint.ConnectAsync();
        return chargePoint;
    }

    /// <summary>Connects, a second time after the first connection ended.</summary>
    public async Task ConnectAsync(Func<RawHandshake, RawHandshake>? change = null)
    {
        var handshake = new RawHandshake($"/ocpp/{id}");
        Client = await RawOcppClient.OpenAsync(Central.Port, change?.Invoke(handshake) ?? handshake);
        Client.Listener = system.Frames.Add;
    }

    /// <summary>The network is gone: no close frame, and the server has seen it.</summary>
    public async Task LoseConnectionAsync()
    {
        Client.Drop();
        await Client.DisposeAsync();
        await Central.SnapshotAsync(id, snapshot => !snapshot.Online, "end of the connection");
    }

    /// <summary>Sends a CALL; a CALLERROR fails the play.</summary>
    public Task<JsonElement> CallAsync(string action, string json = "{}") => Client.CallForResultAsync(action, json);

    /// <summary>Sends a CALL whose answer has no members.</summary>
    public async Task TellAsync(string action, string json) => Assert.Empty((await CallAsync(action, json)).EnumerateObject());

    public async Task BootAsync(string firmware = "1.0")
    {
        var before = Central.Time.GetUtcNow();
        var answer = await CallAsync("BootNotification", $$"""{"chargePointVendor":"Acme","chargePointModel":"Box","chargePointSerialNumber":"SN-1","firmwareVersion":"{{firmware}}"}""");
        Assert.Equal("Accepted", answer.GetProperty("status").GetString());
        Assert.InRange(answer.GetProperty("interval").GetInt32(), 1, int.MaxValue);
        Assert.InRange(answer.GetProperty("currentTime").GetDateTimeOffset(), before.AddSeconds(-1), Central.Time.GetUtcNow());
        Assert.Equal(("Acme", "Box", "SN-1", firmware), (Snapshot.Boot!.Vendor, Snapshot.Boot.Model, Snapshot.Boot.SerialNumber, Snapshot.Boot.FirmwareVersion));
    }

    public async Task StatusAsync(int connectorId, string status, string errorCode = "NoError", TimeSpan ago = default)
    {
        await TellAsync("StatusNotification", $$"""{"connectorId":{{connectorId}},"errorCode":"{{errorCode}}","status":"{{status}}","timestamp":"{{Ago(ago)}}"}""");
        var shown = Snapshot.Connector(connectorId)!;
        Assert.Equal((status, errorCode), (shown.Status.ToString(), shown.ErrorCode.ToString()));
    }

    /// <returns>The status of the answer.</returns>
    public async Task<string> AuthorizeAsync(string idTag) => StatusOf(await CallAsync("Authorize", $$"""{"idTag":"{{idTag}}"}"""))!;

    /// <returns>The transaction's id and the status of the id tag.</returns>
    public async Task<(int Id, string Status)> StartAsync(int connectorId, string idTag, int meterStart = 1000, TimeSpan ago = default, int? reservationId = null)
    {
        var reserved = reservationId is null ? "" : $",\"reservationId\":{reservationId}";
        var answer = await CallAsync("StartTransaction", $$"""{"connectorId":{{connectorId}},"idTag":"{{idTag}}","meterStart":{{meterStart}},"timestamp":"{{Ago(ago)}}"{{reserved}}}""");
        var transactionId = answer.GetProperty("transactionId").GetInt32();
        Assert.InRange(transactionId, 1, int.MaxValue);
        var row = await RowAsync(transactionId);
        Assert.Equal((id, connectorId, idTag, (long?)meterStart, true), (row.ChargePointId, row.ConnectorId, row.IdTag, row.MeterStartWh, row.IsOpen));
        Assert.Equal(transactionId, Snapshot.Connector(connectorId)!.Transaction!.Id);
        return (transactionId, StatusOf(answer)!);
    }

    /// <summary>Cable and card: Preparing, Authorize, StartTransaction and Charging.</summary>
    public async Task<int> ChargeAsync(int connectorId = 1, string idTag = "TAG-1", int meterStart = 1000)
    {
        await StatusAsync(connectorId, "Preparing");
        Assert.Equal("Accepted", await AuthorizeAsync(idTag));
        var (transactionId, status) = await StartAsync(connectorId, idTag, meterStart);
        Assert.Equal("Accepted", status);
        await StatusAsync(connectorId, "Charging");
        return transactionId;
    }

    public async Task MeterAsync(int connectorId, int transactionId, int register, string context = "Sample.Periodic", TimeSpan ago = default) =>
        await TellAsync("MeterValues", $$$"""{"connectorId":{{{connectorId}}},"transactionId":{{{transactionId}}},"meterValue":[{"timestamp":"{{{Ago(ago)}}}","sampledValue":[{"value":"{{{register}}}","context":"{{{context}}}","measurand":"Energy.Active.Import.Register","unit":"Wh"}]}]}""");

    /// <returns>The status of the id tag, null when the stop named none.</returns>
    public async Task<string?> StopAsync(int transactionId, int meterStop, string reason, string? idTag = null, TimeSpan ago = default)
    {
        var tag = idTag is null ? "" : $"\"idTag\":\"{idTag}\",";
        var answer = await CallAsync("StopTransaction", $$"""{{{tag}}"meterStop":{{meterStop}},"timestamp":"{{Ago(ago)}}","transactionId":{{transactionId}},"reason":"{{reason}}"}""");
        var row = await RowAsync(transactionId);
        Assert.Equal((false, (long?)meterStop, reason), (row.IsOpen, row.MeterStopWh, row.StopReason));
        Assert.Equal(meterStop - row.MeterStartWh, row.EnergyWh);
        Assert.Null(Snapshot.Connector(row.ConnectorId)!.Transaction);
        return StatusOf(answer);
    }

    public async Task<TransactionRow> RowAsync(int transactionId) => (await Central.Transactions.FindAsync(transactionId))!;

    /// <summary>An operator sends a command; the charge point gets exactly that payload and answers it, and the command shows the answer.</summary>
    public async Task<CommandSnapshot> OperatorAsync(string action, string json, string answer)
    {
        var command = Central.Start(id, action, json);
        var call = await Client.AnswerAsync(action, answer);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(json).RootElement, call.Payload), $"asked for {json}, sent {call.Payload}");
        return await ShownAsync(command.Id, answer);
    }

    /// <summary>As above, where the charge point answers with a CALLERROR.</summary>
    public async Task<CommandSnapshot> OperatorRefusedAsync(string action, string json, string errorCode)
    {
        var command = Central.Start(id, action, json);
        var call = await Client.ExpectCallAsync(action);
        await Client.ReplyErrorAsync(call.UniqueId, errorCode);
        var ended = await Central.CommandAsync(command.Id, shown => shown.State == CommandState.CallError, $"error of {action}");
        Assert.Equal(errorCode, ended.Status);
        return ended;
    }

    public async Task<CommandSnapshot> ShownAsync(long commandId, string answer)
    {
        var shown = await Central.CommandAsync(commandId, command => command.ResponseJson is not null, "answer");
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(answer).RootElement, JsonDocument.Parse(shown.ResponseJson!).RootElement), $"answered {answer}, shown {shown.ResponseJson}");
        return shown;
    }

    public async ValueTask DisposeAsync()
    {
        if (Client is not null) await Client.DisposeAsync();
    }

    private string Ago(TimeSpan ago) => Stamp(Central.Time.GetUtcNow() - ago);

    private static string? StatusOf(JsonElement answer) => answer.TryGetProperty("idTagInfo", out var info) ? info.GetProperty("status").GetString() : null;
}
