using System.Globalization;
using System.Text.Json;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Features.Acceptance.Support;

/// <summary>How one action is answered by a misbehaving charge point.</summary>
/// <param name="Json">Payload of the answer; null: silence.</param>
/// <param name="ErrorCode">Not null: a CALLERROR.</param>
/// <param name="Acts">False: the answer is all, nothing is done.</param>
internal sealed record Reply(string? Json, string? ErrorCode = null, bool Acts = true, double AfterSeconds = 0.1)
{
    public static Reply Silence { get; } = new(null, Acts: false);
    public static Reply Status(string status, bool acts = false) => new($$"""{"status":"{{status}}"}""", Acts: acts);
    public static Reply Error(string code) => new("{}", code, Acts: false);
}

/// <summary>
/// A charge point in virtual time that passes every function as it is. A test takes something away or turns it round: <see cref="Replies"/>,
/// <see cref="Filter"/>, the properties. People's acts are methods.
/// </summary>
internal sealed partial class ScriptedChargePoint : IChargePointLink
{
    private readonly VirtualTime time;
    private int calls, lastTransaction = 3_462_693;
    private long connection = 1;
    private AuthorizationStatus? authorizeAnswer;
    private RegistrationStatus? nextBoot;
    private int nextBootInterval;
    private bool keptOffline;

    public ScriptedChargePoint(VirtualTime time)
    {
        this.time = time;
        for (var id = 1; id <= ConnectorCount; id++) Connectors[id] = new(id);
        foreach (var (key, value, isReadonly) in DefaultKeys) Keys[key] = (value, isReadonly);
    }

    public int ConnectorCount { get; init; } = 2;
    public Dictionary<int, ScriptedConnector> Connectors { get; } = [];
    /// <summary>Takes a text where a number belongs.</summary>
    public bool TakesAnyValue { get; set; }

    public Dictionary<string, (string? Value, bool IsReadonly)> Keys { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Overrides by action of the central system.</summary>
    public Dictionary<string, Func<JsonElement, Reply?>> Replies { get; } = [];

    /// <summary>Changes or swallows (null) what the charge point sends: action and payload.</summary>
    public Func<string, string, string?> Filter { get; set; } = (_, json) => json;

    /// <summary>Payload of BootNotification.</summary>
    public string Boot { get; set; } = """{"chargePointVendor":"Acme","chargePointModel":"Box","chargePointSerialNumber":"S-1","firmwareVersion":"1.0","iccid":"8931440301000000001"}""";
    public string FirmwareVersion { get; set; } = "1.0";
    public double RebootSeconds { get; set; } = 41;
    public bool SoftResetBoots { get; set; } = true;
    public bool RebootsAfterFirmware { get; set; } = true;

    /// <summary>Told to wait with its boot it comes again, after the interval or after so many seconds.</summary>
    public bool BootsAgain { get; set; } = true;
    public double? BootsAgainSeconds { get; set; }
    public bool IsOnline { get; private set; } = true;
    public Action<LinkFrame>? Heard { get; set; }

    /// <summary>What it kept while it was offline, to be sent after the reconnect.</summary>
    public List<(string Action, Func<string> Json)> Queue { get; } = [];

    public void AnswerAuthorize(AuthorizationStatus? status) => authorizeAnswer = status;

    public void AnswerNextBoot(RegistrationStatus? status, int intervalSeconds) => (nextBoot, nextBootInterval) = (status, intervalSeconds);

    public IReadOnlyList<string> Schemes(bool isUpload) => ["http", "ftp"];

    public Task<LinkFile?> OfferFirmwareAsync(long fileId, string scheme) => Task.FromResult<LinkFile?>(new($"{scheme}://10.0.0.1:5016/f/t/box-2.0.bin", scheme, "box-2.0.bin", 300_000, new string('a', 64)));

    public Task<LinkFile?> OfferUploadAsync(string scheme) => Task.FromResult<LinkFile?>(new($"{scheme}://10.0.0.1:5016/f/t/diagnostics", scheme, "diagnostics", null, null));

    public async Task CallAsync(string action, JsonElement payload, TimeSpan timeout, CancellationToken stop)
    {
        var id = $"cs-{++calls}";
        Hear(FrameKind.Call, false, action, id, payload, payload.GetRawText());
        if (!IsOnline)
        {
            Hear(FrameKind.NoAnswer, true, action, id, default, JudgeRules.NotSent);
            return;
        }
        var reply = (Replies.TryGetValue(action, out var special) ? special(payload) : null) ?? Honest(action, payload);
        var at = connection;
        if (reply.Json is null || TimeSpan.FromSeconds(reply.AfterSeconds) > timeout)
        {
            if (reply.Acts) Later(0.05, () => ActAsync(action, payload));
            await Task.Delay(timeout, time, stop);
            Hear(FrameKind.NoAnswer, true, action, id, default, at == connection && IsOnline ? JudgeRules.TimedOut : JudgeRules.Disconnected);
            return;
        }
        await Task.Delay(TimeSpan.FromSeconds(reply.AfterSeconds), time, stop);
        if (at != connection || !IsOnline)
        {
            Hear(FrameKind.NoAnswer, true, action, id, default, JudgeRules.Disconnected);
            return;
        }
        var json = reply.ErrorCode is { } code ? $$"""{"errorCode":"{{code}}","errorDescription":""}""" : reply.Json;
        Hear(reply.ErrorCode is null ? FrameKind.CallResult : FrameKind.CallError, true, action, id, JsonDocument.Parse(json).RootElement, json);
        if (reply.Acts && reply.ErrorCode is null) Later(0.05, () => ActAsync(action, payload));
    }

    public void KeepOffline(bool offline)
    {
        keptOffline = offline;
        if (offline && IsOnline) Disconnect("the run keeps it offline");
        if (!offline && !IsOnline && ReturnSeconds is { } seconds) Later(seconds, async () =>
        {
            Connect();
            await SendQueueAsync();
        });
    }

    /// <summary>Sends a CALL as it is; it is answered at once as the central system does.</summary>
    public void Send(string action, string json)
    {
        if (Filter(action, json) is not { } sent) return;
        if (!IsOnline)
        {
            if (action is "StartTransaction" or "StopTransaction" or "MeterValues") Queue.Add((action, () => sent));
            return;
        }
        var id = $"cp-{++calls}";
        var payload = JsonDocument.Parse(sent).RootElement;
        Hear(FrameKind.Call, true, action, id, payload, sent);
        var answer = AnswerOf(action, sent);
        Hear(FrameKind.CallResult, false, action, id, JsonDocument.Parse(answer).RootElement, answer);
    }

    public void SendStatus(int connector, string status, string error = "NoError", string extra = "")
    {
        if (connector > 0) Connectors[connector].Status = status;
        Send("StatusNotification", $$"""{"connectorId":{{connector}},"errorCode":"{{error}}","status":"{{status}}","timestamp":"{{Stamp}}"{{extra}}}""");
    }

    public void Disconnect(string reason)
    {
        if (!IsOnline) return;
        IsOnline = false;
        Hear(FrameKind.Disconnected, true, "", "", default, reason);
    }

    public void Connect()
    {
        if (IsOnline || keptOffline) return;
        IsOnline = true;
        connection++;
        Hear(FrameKind.Connected, true, "", "", default, "connected");
    }

    /// <summary>Lets something happen after a while, unless nobody waits any more.</summary>
    public void Later(double seconds, Func<Task> work) => _ = RunAsync(seconds, work);

    public string Stamp => time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Tells of a file that was fetched from or sent to the server.</summary>
    public void HearFile(string kind, string text) => Hear(FrameKind.File, true, kind, "", default, text);

    public Task WaitAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), time);

    private string AnswerOf(string action, string sent) => action switch
    {
        "BootNotification" when nextBoot is { } status => Postponed(status),
        "BootNotification" => $$"""{"status":"Accepted","currentTime":"{{Stamp}}","interval":300}""",
        "Heartbeat" => $$"""{"currentTime":"{{Stamp}}"}""",
        "Authorize" => $$$"""{"idTagInfo":{"status":"{{{authorizeAnswer ?? AuthorizationStatus.Accepted}}}"}}""",
        "StartTransaction" => $$$"""{"transactionId":{{{lastTransaction = IdOfStart(sent)}}},"idTagInfo":{"status":"Accepted"}}""",
        _ => "{}",
    };

    private string Postponed(RegistrationStatus status)
    {
        nextBoot = null;
        if (BootsAgain) Later(BootsAgainSeconds ?? nextBootInterval, () =>
        {
            SendBoot();
            return Task.CompletedTask;
        });
        return $$"""{"status":"{{status}}","currentTime":"{{Stamp}}","interval":{{nextBootInterval}}}""";
    }

    private int LastTransactionId => lastTransaction;
    private bool IsAuthorized => authorizeAnswer is null or AuthorizationStatus.Accepted;

    private async Task RunAsync(double seconds, Func<Task> work)
    {
        await WaitAsync(seconds);
        await work();
    }

    private void Hear(FrameKind kind, bool fromChargePoint, string action, string id, JsonElement payload, string text) =>
        Heard?.Invoke(new(time.GetUtcNow(), kind == FrameKind.Disconnected || IsOnline ? connection : 0, fromChargePoint, kind, action, id, payload.ValueKind == JsonValueKind.Undefined ? Empty : payload, text));

    private static readonly JsonElement Empty = JsonDocument.Parse("{}").RootElement;
}

internal sealed class ScriptedConnector(int id)
{
    public int Id { get; } = id;
    public string Status { get; set; } = "Available";
    public bool IsPlugged { get; set; }
    public string? Tag { get; set; }
    public int? Transaction { get; set; }
    public long Register { get; set; } = 1000;
    public bool Operative { get; set; } = true;

    /// <summary>Seconds for which it accepts the wait for a plug; ends the wait when changed.</summary>
    public int Generation { get; set; }
}
