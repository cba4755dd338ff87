using System.Globalization;
using System.Text.Json;

namespace OcppDashboard.Tests.Features.Acceptance.Support;

/// <summary>What the honest charge point does when it is asked to, and what people do at it.</summary>
internal sealed partial class ScriptedChargePoint
{
    private const string SampledData = "Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage";

    private static readonly (string, string?, bool)[] DefaultKeys =
    [
        ("AuthorizeRemoteTxRequests", "false", false), ("ClockAlignedDataInterval", "0", false), ("ConnectionTimeOut", "60", false), ("ConnectorPhaseRotation", "NotApplicable", false),
        ("GetConfigurationMaxKeys", "50", true), ("HeartbeatInterval", "300", false), ("LocalAuthorizeOffline", "true", false), ("LocalPreAuthorize", "false", false),
        ("MeterValuesAlignedData", "", false), ("MeterValuesSampledData", "Energy.Active.Import.Register", false), ("MeterValueSampleInterval", "60", false), ("NumberOfConnectors", "2", true),
        ("ResetRetries", "1", false), ("StopTransactionOnEVSideDisconnect", "true", false), ("StopTransactionOnInvalidId", "true", false), ("StopTxnAlignedData", "", false),
        ("StopTxnSampledData", "", false), ("SupportedFeatureProfiles", "Core,FirmwareManagement,RemoteTrigger", true), ("TransactionMessageAttempts", "3", false),
        ("TransactionMessageRetryInterval", "60", false), ("UnlockConnectorOnEVSideDisconnect", "true", false), ("AuthorizationCacheEnabled", "true", false), ("AcmeSecret", "x", false),
    ];

    /// <summary>Keeps sending heartbeats at its interval until the test ends; off unless a test wants them.</summary>
    public void StartHeartbeats() => Later(0, async () =>
    {
        while (true)
        {
            var interval = int.Parse(Keys["HeartbeatInterval"].Value!, CultureInfo.InvariantCulture);
            var before = Keys["HeartbeatInterval"];
            for (var waited = 0; waited < interval && Keys["HeartbeatInterval"] == before; waited++) await WaitAsync(1);
            if (Keys["HeartbeatInterval"] == before) Send("Heartbeat", "{}");
        }
    });

    public void PlugIn(int connector = 1)
    {
        var it = Connectors[connector];
        it.IsPlugged = true;
        it.Generation++;
        if (it.Tag is not null) Start(it);
        else SendStatus(connector, "Preparing");
    }

    public void Unplug(int connector = 1)
    {
        var it = Connectors[connector];
        it.IsPlugged = false;
        if (it.Transaction is not null) StopTransaction(it, "EVDisconnected", null);
        SendStatus(connector, "Available");
    }

    /// <summary>Starts or stops, as a card does.</summary>
    public void TapCard(string tag = "CARD", int connector = 1)
    {
        var it = Connectors[connector];
        if (it.Transaction is not null)
        {
            StopTransaction(it, "Local", tag);
            SendStatus(connector, "Finishing");
            return;
        }
        Send("Authorize", $$"""{"idTag":"{{tag}}"}""");
        if (!IsAuthorized) return;
        it.Tag = tag;
        if (it.IsPlugged) Start(it);
        else WaitForPlug(it);
    }

    public void CauseFault(int connector = 1, string code = "GroundFailure") => SendStatus(connector, "Faulted", code);

    public void ClearFault(int connector = 1) => SendStatus(connector, "Available");

    public async Task PowerCycleAsync(double seconds = 20)
    {
        Disconnect("power cut");
        await WaitAsync(seconds);
        await BootAsync();
    }

    public async Task BootAsync()
    {
        Connect();
        SendBoot();
        await WaitAsync(1);
        for (var connector = 0; connector <= ConnectorCount; connector++) SendStatus(connector, connector == 0 ? "Available" : Connectors[connector].Operative ? "Available" : "Unavailable");
    }

    private Reply Honest(string action, JsonElement payload)
    {
        switch (action)
        {
            case "GetConfiguration":
                var asked = payload.TryGetProperty("key", out var list) ? list.EnumerateArray().Select(key => key.GetString()!).ToList() : null;
                var known = Keys.Where(pair => asked is null || asked.Contains(pair.Key, StringComparer.OrdinalIgnoreCase));
                var unknown = asked?.Where(key => !Keys.ContainsKey(key)) ?? [];
                return new(JsonSerializer.Serialize(new
                {
                    configurationKey = known.Select(pair => new { key = pair.Key, @readonly = pair.Value.IsReadonly, value = pair.Value.Value }), unknownKey = unknown,
                }));
            case "ChangeConfiguration":
                var (name, value) = (payload.GetProperty("key").GetString()!, payload.GetProperty("value").GetString());
                if (!Keys.TryGetValue(name, out var old)) return Reply.Status("NotSupported");
                if (old.IsReadonly || name == "HeartbeatInterval" && !TakesAnyValue && !int.TryParse(value, out _)) return Reply.Status("Rejected");
                Keys[name] = (value, false);
                return Reply.Status("Accepted");
            case "UpdateFirmware":
                return new("{}");
            case "GetDiagnostics":
                return new("""{"fileName":"diag.log"}""");
            case "RemoteStartTransaction" or "RemoteStopTransaction" or "ChangeAvailability" or "Reset" or "ClearCache" or "TriggerMessage" or "UnlockConnector":
                return Reply.Status("Accepted", acts: true);
            default:
                return Reply.Error("NotImplemented");
        }
    }

    private async Task ActAsync(string action, JsonElement payload)
    {
        if (Acts.TryGetValue(action, out var own))
        {
            await own(payload);
            return;
        }
        switch (action)
        {
            case "ChangeAvailability":
                ChangeAvailability(payload.GetProperty("connectorId").GetInt32(), payload.GetProperty("type").GetString() == "Operative");
                break;
            case "Reset":
                await ResetAsync(payload.GetProperty("type").GetString()!);
                break;
            case "TriggerMessage":
                Trigger(payload.GetProperty("requestedMessage").GetString()!, payload.TryGetProperty("connectorId", out var id) ? id.GetInt32() : null);
                break;
            case "RemoteStartTransaction":
                var connector = Connectors[payload.TryGetProperty("connectorId", out var which) ? which.GetInt32() : 1];
                connector.Tag = payload.GetProperty("idTag").GetString();
                if (connector.IsPlugged) Start(connector);
                else WaitForPlug(connector);
                break;
            case "RemoteStopTransaction":
                var running = Connectors.Values.FirstOrDefault(it => it.Transaction == payload.GetProperty("transactionId").GetInt32());
                if (running is null) break;
                StopTransaction(running, "Remote", null);
                SendStatus(running.Id, "Finishing");
                break;
            case "UpdateFirmware":
                await UpdateFirmwareAsync();
                break;
            case "GetDiagnostics":
                await UploadAsync();
                break;
        }
    }

    private void ChangeAvailability(int connector, bool operative)
    {
        foreach (var id in connector == 0 ? Enumerable.Range(0, ConnectorCount + 1) : [connector])
        {
            if (id > 0) Connectors[id].Operative = operative;
            SendStatus(id, operative ? "Available" : "Unavailable");
        }
    }

    private async Task ResetAsync(string type)
    {
        if (type == "Soft" && !SoftResetBoots) return;
        await WaitAsync(1);
        Disconnect("reset");
        await WaitAsync(RebootSeconds);
        await BootAsync();
    }

    private void Trigger(string message, int? connector)
    {
        if (message == "Heartbeat") Send("Heartbeat", "{}");
        else if (message == "BootNotification") SendBoot();
        else if (message == "StatusNotification")
            foreach (var id in connector is { } one ? [one] : Enumerable.Range(0, ConnectorCount + 1)) SendStatus(id, id == 0 ? "Available" : Connectors[id].Status);
        else if (message == "MeterValues") Send("MeterValues", Sample(Connectors[connector ?? 1]));
        else if (message == "DiagnosticsStatusNotification") Send("DiagnosticsStatusNotification", """{"status":"Idle"}""");
        else if (message == "FirmwareStatusNotification") Send("FirmwareStatusNotification", """{"status":"Idle"}""");
    }

    private void WaitForPlug(ScriptedConnector it)
    {
        var generation = ++it.Generation;
        SendStatus(it.Id, "Preparing");
        Later(double.Parse(Keys["ConnectionTimeOut"].Value!, CultureInfo.InvariantCulture), () =>
        {
            if (it.Generation != generation || it.Transaction is not null) return Task.CompletedTask;
            it.Tag = null;
            SendStatus(it.Id, it.IsPlugged ? "Preparing" : "Available");
            return Task.CompletedTask;
        });
    }

    private void Start(ScriptedConnector it)
    {
        it.Generation++;
        if (IsOnline)
        {
            Send("StartTransaction", $$"""{"connectorId":{{it.Id}},"idTag":"{{it.Tag}}","meterStart":{{it.Register}},"timestamp":"{{Stamp}}"}""");
            it.Transaction = LastTransactionId;
        }
        else
        {
            var start = $$"""{"connectorId":{{it.Id}},"idTag":"{{it.Tag}}","meterStart":{{it.Register}},"timestamp":"{{Stamp}}"}""";
            it.Transaction = 0; // known when it was sent
            Queue.Add(("StartTransaction", () => start));
        }
        SendStatus(it.Id, "Charging");
        var transaction = it.Transaction;
        Later(0, async () =>
        {
            while (it.Transaction == transaction && transaction is not null)
            {
                var interval = int.Parse(Keys["MeterValueSampleInterval"].Value!, CultureInfo.InvariantCulture);
                await WaitAsync(interval);
                if (it.Transaction != transaction) break;
                it.Register += 90;
                Send("MeterValues", Sample(it));
            }
        });
    }

    private void StopTransaction(ScriptedConnector it, string reason, string? tag)
    {
        it.Register += 10;
        var (transaction, register, stamp) = (it.Transaction, it.Register, Stamp);
        string Json(int? id) => $$"""{"transactionId":{{id}},"meterStop":{{register}},"timestamp":"{{stamp}}","reason":"{{reason}}"{{(tag is null ? "" : $",\"idTag\":\"{tag}\"")}}}""";
        if (transaction == 0 || !IsOnline) Queue.Add(("StopTransaction", () => Json(transaction == 0 ? LastTransactionId : transaction)));
        else Send("StopTransaction", Json(transaction));
        (it.Transaction, it.Tag) = (null, null);
    }

    private string Sample(ScriptedConnector it)
    {
        var measurands = Keys["MeterValuesSampledData"].Value!.Split(',', StringSplitOptions.TrimEntries);
        var samples = measurands.Select(measurand => measurand switch
        {
            "Voltage" => """{"value":"230","context":"Sample.Periodic","measurand":"Voltage","unit":"V"}""",
            "Current.Import" => """{"value":"16","context":"Sample.Periodic","measurand":"Current.Import","unit":"A"}""",
            "Power.Active.Import" => """{"value":"3680","context":"Sample.Periodic","measurand":"Power.Active.Import","unit":"W"}""",
            _ => $$"""{"value":"{{it.Register}}","context":"Sample.Periodic","measurand":"{{measurand}}","unit":"Wh"}""",
        });
        return $$"""{"connectorId":{{it.Id}}{{(it.Transaction is > 0 ? $",\"transactionId\":{it.Transaction}" : "")}},"meterValue":[{"timestamp":"{{Stamp}}","sampledValue":[{{string.Join(',', samples)}}]}]}""";
    }
}
