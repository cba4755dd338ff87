using System.Text.Json.Serialization;

namespace OcppDashboard.Api.Hubs;

/// <summary>What the hub sends. Members are written in camel case; times are UTC, energy Wh, power W, current A, voltage V; null: not known.</summary>
/// <param name="Type">status, transaction, meter, frame, ready, missed or refused.</param>
public abstract record LiveEvent([property: JsonPropertyOrder(-1)] string Type);

/// <summary>A charge point as it is now, whole: sent first for each, then whenever it or a connector changed.</summary>
/// <param name="Name">As people call it; null: by its id.</param>
public sealed record StatusEvent(
    string ChargePointId, string? Name, bool Online, DateTimeOffset? ConnectedAt, DateTimeOffset? OfflineSince, string? OfflineReason, string? Vendor, string? Model,
    string? SerialNumber, string? FirmwareVersion, DateTimeOffset? LastMessageAt, IReadOnlyList<LiveConnector> Connectors) : LiveEvent("status");

/// <param name="Id">0: the charge point itself.</param>
/// <param name="Status">As the charge point wrote it.</param>
/// <param name="EnergyWh">Of the running transaction.</param>
/// <param name="RegisterWh">Last reading of the energy register.</param>
public sealed record LiveConnector(
    int Id, string? Status, string? ErrorCode, string? Info, string? VendorErrorCode, DateTimeOffset? Since, int? TransactionId, double? PowerW, double? EnergyWh, double? RegisterWh);

/// <summary>A transaction that runs, began or ended.</summary>
/// <param name="Change">running (it was there when the client came), started or stopped.</param>
/// <param name="At">When this server heard of it.</param>
/// <param name="IdTag">Null when it stopped: known from its start.</param>
/// <param name="StopReason">Only when it stopped.</param>
public sealed record TransactionEvent(
    string Change, string ChargePointId, int Id, int ConnectorId, DateTimeOffset At, string? IdTag, DateTimeOffset? StartedAt, double? MeterStartWh, double? EnergyWh,
    string? StopReason) : LiveEvent("transaction");

/// <summary>What one connector measured at one point in time.</summary>
/// <param name="TransactionId">Null: outside of a transaction.</param>
/// <param name="Context">Sample.Periodic, Transaction.Begin ... as sent.</param>
/// <param name="StateOfCharge">%.</param>
/// <param name="TemperatureC">Degrees Celsius.</param>
public sealed record MeterEvent(
    string ChargePointId, int ConnectorId, int? TransactionId, DateTimeOffset At, string Context, double? EnergyWh, double? PowerW, double? CurrentA, double? CurrentL1A, double? CurrentL2A,
    double? CurrentL3A, double? VoltageV, double? VoltageL1V, double? VoltageL2V, double? VoltageL3V, double? CurrentOfferedA, double? PowerOfferedW, double? StateOfCharge,
    double? TemperatureC) : LiveEvent("meter");

/// <summary>A CALL and its answer, or a text that was neither. A CALL of ours comes when sent (result Waiting) and again, with the same id, when it ended.</summary>
/// <param name="FromChargePoint">Who sent the CALL.</param>
/// <param name="Call">The frame as text, secrets replaced by dots.</param>
/// <param name="Result">Waiting, Answered, CallError, TimedOut, Disconnected, Malformed or NotActedOn.</param>
/// <param name="Status">The status member of the answer, or the error code of a CALLERROR.</param>
/// <param name="Notes">What was tolerated, in words.</param>
public sealed record FrameEvent(
    long Id, string ChargePointId, bool FromChargePoint, string Action, string UniqueId, DateTimeOffset At, string Call, string? Answer, DateTimeOffset? AnsweredAt, string Result,
    string? Status, string? Notes) : LiveEvent("frame");

/// <summary>All that was there when the client came has been sent: what follows are changes.</summary>
public sealed record ReadyEvent(DateTimeOffset At) : LiveEvent("ready");

/// <summary>The client was too slow and its oldest events of a topic were dropped; what is there now follows anew (nothing for frames).</summary>
/// <param name="Count">Events dropped since the last word on it.</param>
public sealed record MissedEvent(string Topic, long Count) : LiveEvent("missed");

/// <summary>What was asked for cannot be had; the stream ends.</summary>
/// <param name="Reason">In words, for who writes the client.</param>
public sealed record RefusedEvent(string Reason) : LiveEvent("refused");
