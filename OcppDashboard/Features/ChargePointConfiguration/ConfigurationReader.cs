using System.Globalization;
using System.Text;
using OcppDashboard.Commands;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;
using OcppDashboard.State;

namespace OcppDashboard.Features.ChargePointConfiguration;

/// <summary>What was read of a charge point's configuration.</summary>
/// <param name="IsComplete">False when only keys that are known by name could be asked for: its own further keys are missing.</param>
/// <param name="Problem">Why keys are missing, in words; null when all were read.</param>
public sealed record ConfigurationReading(IReadOnlyList<KeyValue> Keys, bool IsComplete, string? Problem);

/// <summary>Reads configuration keys the way a charge point can answer: at once, else in small parts, else one by one; the way that worked is remembered (charger-quirks I1).</summary>
public sealed class ConfigurationReader(
    ChargePointCommands commands, ChargePointStore store, ChargePointSettingsStore settings, ChargePointSettingsService provisioning, TimeProvider time, ILogger<ConfigurationReader> logger)
{
    /// <summary>Some go away when they are asked for all keys, and come back.</summary>
    private static readonly TimeSpan ComesBackWithin = TimeSpan.FromMinutes(2);

    private const string MaxKeys = "GetConfigurationMaxKeys";
    private const int LargestPart = 50;

    /// <summary>The keys of the specification (chapter 9): all that can be asked for by name.</summary>
    private static readonly string[] StandardKeys =
    [
        "AllowOfflineTxForUnknownId", "AuthorizationCacheEnabled", "AuthorizeRemoteTxRequests", "BlinkRepeat", "ClockAlignedDataInterval", "ConnectionTimeOut",
        "ConnectorPhaseRotation", "ConnectorPhaseRotationMaxLength", "HeartbeatInterval", "LightIntensity", "LocalAuthorizeOffline", "LocalPreAuthorize",
        "MaxEnergyOnInvalidId", "MeterValuesAlignedData", "MeterValuesAlignedDataMaxLength", "MeterValuesSampledData", "MeterValuesSampledDataMaxLength",
        "MeterValueSampleInterval", "MinimumStatusDuration", "NumberOfConnectors", "ResetRetries", "StopTransactionOnEVSideDisconnect", "StopTransactionOnInvalidId",
        "StopTxnAlignedData", "StopTxnAlignedDataMaxLength", "StopTxnSampledData", "StopTxnSampledDataMaxLength", "SupportedFeatureProfiles",
        "SupportedFeatureProfilesMaxLength", "TransactionMessageAttempts", "TransactionMessageRetryInterval", "UnlockConnectorOnEVSideDisconnect", "WebSocketPingInterval",
        "SupportedFileTransferProtocols", "LocalAuthListEnabled", "LocalAuthListMaxLength", "SendLocalListMaxLength", "ReserveConnectorZeroSupported",
        "ChargeProfileMaxStackLevel", "ChargingScheduleAllowedChargingRateUnit", "ChargingScheduleMaxPeriods", "ConnectorSwitch3to1PhaseSupported", "MaxChargingProfilesInstalled",
    ];

    /// <summary>How it was read before; null: never.</summary>
    public ConfigurationWay? WayOf(string chargePointId) => ConfigurationWay.Parse(settings.Of(chargePointId).ConfigurationWay);

    /// <summary>Finds out anew how it can be read.</summary>
    public Task ForgetWayAsync(string chargePointId) => KeepAsync(chargePointId, null);

    private Task KeepAsync(string chargePointId, ConfigurationWay? way) =>
        provisioning.ChangeAsync(chargePointId, settings => settings with { ConfigurationWay = way?.ToString() });

    public async Task<ConfigurationReading> ReadAllAsync(string chargePointId, string by, CancellationToken stop)
    {
        var way = WayOf(chargePointId);
        if (way is not { IsAll: false })
        {
            var connectedAt = store.Find(chargePointId)?.ConnectedAt;
            var (all, ended) = await AskAsync(chargePointId, null, by, stop);
            if (all is not null)
            {
                await RememberAsync(chargePointId, ConfigurationWay.All);
                return new(all.ConfigurationKey ?? [], true, null);
            }
            if (ended.State == CommandState.NotSent) return new([], false, "The charge point is offline.");
            if (ended.State == CommandState.Disconnected && !await ComesBackAsync(chargePointId, connectedAt, stop))
                return new([], false, "The charge point went offline when it was asked for its keys, and did not come back.");
        }
        var (limits, asked) = await AskAsync(chargePointId, [MaxKeys], by, stop);
        if (limits is null) return new([], false, asked.State is CommandState.NotSent or CommandState.Disconnected ? "The charge point is offline." : "The charge point does not answer GetConfiguration.");
        var found = new Dictionary<string, KeyValue>(StringComparer.OrdinalIgnoreCase);
        Add(found, limits);
        var (problem, worked) = await ReadPartsAsync(chargePointId, StandardKeys, way ?? new(PartSize(found)), found, by, stop);
        if (problem is null) await RememberAsync(chargePointId, worked);
        return new([.. found.Values], false, problem ?? "The charge point does not list its keys; only those of the specification were read.");
    }

    /// <summary>Reads some keys, in as many parts as the charge point needs. Keys are found ignoring case (I3); what is missing it does not know.</summary>
    public async Task<(IReadOnlyDictionary<string, KeyValue> Keys, string? Problem)> ReadKeysAsync(string chargePointId, IReadOnlyList<string> keys, string by, CancellationToken stop)
    {
        var found = new Dictionary<string, KeyValue>(StringComparer.OrdinalIgnoreCase);
        var most = WayOf(chargePointId) is { IsAll: false } way ? way : new ConfigurationWay(LargestPart);
        var (problem, _) = await ReadPartsAsync(chargePointId, keys, most, found, by, stop);
        return (found, problem);
    }

    /// <returns>Why reading stopped early, null when all were asked for; and how large the parts were in the end.</returns>
    private async Task<(string? Problem, ConfigurationWay Way)> ReadPartsAsync(
        string chargePointId, IReadOnlyList<string> keys, ConfigurationWay way, Dictionary<string, KeyValue> found, string by, CancellationToken stop)
    {
        var size = Math.Clamp(way.Most, 1, LargestPart);
        for (var next = 0; next < keys.Count;)
        {
            var part = keys.Skip(next).Take(size).ToList();
            var (answer, ended) = await AskAsync(chargePointId, part, by, stop);
            if (answer is not null) Add(found, answer);
            else if (ended.State is CommandState.NotSent or CommandState.Disconnected) return ("The charge point went offline while it was being read.", new(size));
            else if (part.Count > 1)
            {
                size = 1; // asked for again one by one
                continue;
            }
            else if (ended.State == CommandState.TimedOut) return ($"The charge point stopped answering at {part[0]}.", new(size));
            next += part.Count;
        }
        return (null, new(size));
    }

    /// <summary>Remembering is a convenience: where it fails, the next reading finds out again.</summary>
    private async Task RememberAsync(string chargePointId, ConfigurationWay way)
    {
        if (WayOf(chargePointId) == way) return;
        try
        {
            await KeepAsync(chargePointId, way);
        }
        catch (StorageFailedException exception)
        {
            logger.LogWarning(exception, "How the configuration of {ChargePoint} can be read could not be kept", chargePointId);
        }
    }

    private async Task<bool> ComesBackAsync(string chargePointId, DateTimeOffset? connectedAt, CancellationToken stop)
    {
        bool IsBack() => store.Find(chargePointId) is { Online: true } chargePoint && chargePoint.ConnectedAt != connectedAt;
        var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = store.Changes.SubscribeAll(id =>
        {
            if (id.Equals(chargePointId, StringComparison.OrdinalIgnoreCase) && IsBack()) back.TrySetResult();
        });
        if (IsBack()) return true;
        try
        {
            await back.Task.WaitAsync(ComesBackWithin, time, stop);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static int PartSize(Dictionary<string, KeyValue> found) =>
        found.TryGetValue(MaxKeys, out var key) && int.TryParse(key.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var most) ? Math.Clamp(most, 1, LargestPart) : 1;

    private static void Add(Dictionary<string, KeyValue> found, GetConfigurationResponse answer)
    {
        foreach (var key in answer.ConfigurationKey ?? [])
            if (!string.IsNullOrEmpty(key.Key)) found[key.Key] = key; // looked up by name: some send keys that were not asked for (I3)
    }

    private async Task<(GetConfigurationResponse? Answer, CommandSnapshot Ended)> AskAsync(string chargePointId, IReadOnlyList<string>? keys, string by, CancellationToken stop)
    {
        var action = OcppActions.Of<GetConfigurationRequest>();
        var ended = await commands.SendAsync(chargePointId, new GetConfigurationRequest(keys), by, stop);
        return ended.ResponseJson is { } json && PayloadReader.TryRead(action, Encoding.UTF8.GetBytes(json), true, out var answer, out _, out _)
            ? ((GetConfigurationResponse)answer, ended)
            : (null, ended);
    }
}
