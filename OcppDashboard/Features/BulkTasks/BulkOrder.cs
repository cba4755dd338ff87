using System.Text.Json;
using System.Text.Json.Serialization;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.BulkTasks;

/// <summary>A file of this server in a payload: each charge point gets an address of its own when its turn comes.</summary>
/// <param name="IsUpload">True: it sends a file here; false: it fetches one.</param>
/// <param name="FirmwareId">What it fetches; null for an upload.</param>
/// <param name="Scheme">http, https, ftp or ftps where the charge point can have it; null: the best that it can.</param>
public sealed record BulkFile(bool IsUpload, long? FirmwareId, string? Scheme);

/// <summary>What is asked for: one action for many charge points.</summary>
/// <param name="Action">An action that the central system starts, or <see cref="Template"/>.</param>
/// <param name="Payload">
/// The request payload. RemoteStopTransaction without transactionId stops every running transaction; ReserveNow without reservationId gets one of
/// ours for each charge point, a given one counts up; SendLocalList without listVersion sends our id tags; a template has <c>name</c> and <c>values</c>.
/// </param>
public sealed record BulkOrder(string Action, JsonElement Payload, IReadOnlyList<string> ChargePointIds, string RequestedBy)
{
    /// <summary>The pseudo action that changes configuration keys to the values of a template.</summary>
    public const string Template = "ConfigurationTemplate";

    public const int UsualPerMinute = 30;
    public const int MostPerMinute = 120;
    public const int UsualAtOnce = 10;
    public const int MostAtOnce = 50;

    /// <summary>How long offline charge points are waited for.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(24);

    /// <summary>Charge points a minute, 1 to <see cref="MostPerMinute"/>.</summary>
    public int PerMinute { get; init; } = UsualPerMinute;

    /// <summary>Charge points at once, 1 to <see cref="MostAtOnce"/>.</summary>
    public int AtOnce { get; init; } = UsualAtOnce;

    /// <summary>Offline charge points get it when they connect, within a day; else they fail.</summary>
    public bool WaitsForOffline { get; init; }

    /// <summary>The file of ours that the payload speaks of; null: none.</summary>
    public BulkFile? File { get; init; }

    /// <summary>Why it cannot be done, one sentence; null: it can.</summary>
    public string? Fault =>
        Action != Template && OcppActions.Find(Action) is not { FromCentralSystem: true } ? $"{Action} is no action that a central system starts."
        : ChargePointIds.Count == 0 ? "No charge point is chosen."
        : PerMinute is < 1 or > MostPerMinute ? $"The rate is 1 to {MostPerMinute} charge points a minute."
        : AtOnce is < 1 or > MostAtOnce ? $"1 to {MostAtOnce} charge points can be served at once."
        : Payload.ValueKind != JsonValueKind.Object ? "The payload is a JSON object."
        : null;
}

/// <summary>What of an order is kept with the task, as JSON.</summary>
/// <param name="Round">When it was started, or the failed ones were tried again: the wait for offline ones counts from here.</param>
internal sealed record KeptOrder(JsonElement Payload, int AtOnce, bool WaitsForOffline, DateTimeOffset Round, BulkFile? File)
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public string Write() => JsonSerializer.Serialize(this, Json);

    public static KeptOrder Read(string json) => JsonSerializer.Deserialize<KeptOrder>(json, Json)!;
}
