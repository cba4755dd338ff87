using System.Text.Json;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Support;

/// <summary>A raw charge point with two connectors that remembers its keys and its availability over connections, as a real one does over the server's restarts.</summary>
internal sealed class RememberingChargePoint : IAsyncDisposable
{
    public const string Id = "CP-1";

    /// <summary>What its keys are before anybody changed them.</summary>
    public static readonly IReadOnlyDictionary<string, string> FirstKeys = new Dictionary<string, string>
    {
        ["HeartbeatInterval"] = "86400", ["MeterValueSampleInterval"] = "900", ["ConnectionTimeOut"] = "120", ["LocalAuthorizeOffline"] = "false", ["AllowOfflineTxForUnknownId"] = "false",
        ["NumberOfConnectors"] = "2", ["GetConfigurationMaxKeys"] = "50",
    };

    private static readonly string[] Readonly = ["NumberOfConnectors", "GetConfigurationMaxKeys"];
    private readonly Lock gate = new();
    private readonly Dictionary<string, string> keys = new(FirstKeys);
    private readonly string[] availability = ["Operative", "Operative", "Operative"];
    private RawOcppClient? client;
    private Predicate<RawCall>? holdAfter;
    private TaskCompletionSource held = New(), released = Done();
    private int lastId;

    public IReadOnlyDictionary<string, string> Keys
    {
        get { lock (gate) return new Dictionary<string, string>(keys); }
    }

    /// <summary>Of connectors 0, 1 and 2.</summary>
    public IReadOnlyList<string> Availability
    {
        get { lock (gate) return [.. availability]; }
    }

    /// <summary>Answers the first CALL that fits, and nothing more until <see cref="LetGo"/> or the next connection.</summary>
    /// <returns>Ends when it was answered.</returns>
    public Task HoldAfter(Predicate<RawCall> fits)
    {
        lock (gate) (holdAfter, held) = (fits, New());
        return held.Task;
    }

    public void LetGo() => released.TrySetResult();

    /// <returns>False: the server refused it.</returns>
    /// <param name="reports">Tells its statuses behind the boot.</param>
    public async Task<bool> ConnectAsync(int port, bool reports = true)
    {
        if (client is not null) await client.DisposeAsync();
        var opened = await RawOcppClient.OpenAsync(port, $"/ocpp/{Id}");
        lock (gate) client = opened;
        LetGo();
        if (opened.Answer!.Status != 101) return false;
        opened.Listener = (fromServer, text) =>
        {
            if (fromServer) _ = HearAsync(opened, text);
        };
        try
        {
            await opened.CallForResultAsync("BootNotification", """{"chargePointVendor":"Acme","chargePointModel":"Box"}""");
            if (reports) await ReportAsync(opened, [0, 1, 2]);
        }
        catch (IOException)
        {
            // let in, and cut again by an offline window that began at once
        }
        return true;
    }

    /// <summary>Waits until the server ended the connection.</summary>
    public Task ClosedAsync(TimeSpan deadline) => client!.ReceiveCloseAsync(deadline);

    public async ValueTask DisposeAsync()
    {
        if (client is not null) await client.DisposeAsync();
    }

    private async Task HearAsync(RawOcppClient from, string text)
    {
        try
        {
            var frame = JsonDocument.Parse(text).RootElement;
            if (frame[0].GetInt32() != 2) return;
            var call = new RawCall(frame[1].GetString()!, frame[2].GetString()!, frame[3]);
            await released.Task;
            string answer;
            IReadOnlyList<int> changed;
            var isHeld = false;
            lock (gate)
            {
                if (from != client) return; // asked on a connection that ended
                (answer, changed) = Take(call);
                if (holdAfter?.Invoke(call) == true) (isHeld, holdAfter, released) = (true, null, New());
            }
            await from.SendTextAsync($"[3,{JsonSerializer.Serialize(call.UniqueId)},{answer}]");
            if (isHeld) held.TrySetResult();
            await ReportAsync(from, changed);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // the server was killed
        }
    }

    private (string Answer, IReadOnlyList<int> Changed) Take(RawCall call)
    {
        string Said(string member) => call.Payload.GetProperty(member).ToString();
        switch (call.Action)
        {
            case "GetConfiguration":
                var asked = call.Payload.TryGetProperty("key", out var names) && names.GetArrayLength() > 0 ? names.EnumerateArray().Select(name => name.GetString()!).ToList() : [.. keys.Keys];
                var known = asked.Where(keys.ContainsKey).Select(key => new { key, @readonly = Readonly.Contains(key), value = keys[key] });
                return (JsonSerializer.Serialize(new { configurationKey = known, unknownKey = asked.Where(key => !keys.ContainsKey(key)) }), []);
            case "ChangeConfiguration":
                if (!keys.ContainsKey(Said("key"))) return ("""{"status":"NotSupported"}""", []);
                keys[Said("key")] = Said("value");
                return ("""{"status":"Accepted"}""", []);
            case "ChangeAvailability":
                var connector = call.Payload.GetProperty("connectorId").GetInt32();
                int[] changed = [.. Enumerable.Range(0, 3).Where(id => (connector == 0 || id == connector) && availability[id] != Said("type"))];
                foreach (var id in changed) availability[id] = Said("type");
                return ("""{"status":"Accepted"}""", changed);
            case "TriggerMessage":
                var isStatus = Said("requestedMessage") == "StatusNotification";
                return (isStatus ? """{"status":"Accepted"}""" : """{"status":"NotImplemented"}""", !isStatus ? [] : call.Payload.TryGetProperty("connectorId", out var one) ? [one.GetInt32()] : [0, 1, 2]);
            default:
                return ("""{"status":"Rejected"}""", []);
        }
    }

    private async Task ReportAsync(RawOcppClient to, IReadOnlyList<int> connectors)
    {
        foreach (var id in connectors)
        {
            var status = Availability[id] == "Operative" ? "Available" : "Unavailable";
            await to.SendTextAsync($$"""[2,"report-{{Interlocked.Increment(ref lastId)}}","StatusNotification",{"connectorId":{{id}},"errorCode":"NoError","status":"{{status}}"}]""");
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource Done()
    {
        var done = New();
        done.SetResult();
        return done;
    }
}
