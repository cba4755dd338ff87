using System.Text;
using OcppDashboard.Data.Entities;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Data.Queries;

/// <summary>A part of a longer list.</summary>
/// <param name="Total">All rows that match the filter.</param>
public sealed record Page<T>(IReadOnlyList<T> Rows, int Total);

public enum TransactionState { Open, Closed }

/// <summary>Which transactions; null members do not filter.</summary>
/// <param name="Search">Part of an id, charge point or id tag.</param>
/// <param name="From">Started at or after.</param>
public sealed record TransactionFilter(
    string? ChargePointId = null, string? IdTag = null, TransactionState? State = null, DateTimeOffset? From = null, DateTimeOffset? To = null, string? Search = null);

/// <summary>A transaction as lists and pages show it. Energy in Wh.</summary>
public sealed record TransactionRow(
    int Id, string ChargePointId, int ConnectorId, long? WireId, string? IdTag, DateTimeOffset StartedAt, DateTimeOffset? StoppedAt, long? MeterStartWh,
    long? MeterStopWh, double? EnergyWh, string? StopReason, TransactionFlags Flags)
{
    public bool IsOpen => StoppedAt is null;

    /// <summary>The register that energy counts from, Wh: the start's, or the last one before it where the start said 0 (G10).</summary>
    public double? EnergyFromWh { get; init; }
}

/// <summary>A transaction that runs.</summary>
/// <param name="HeardAt">Receipt of its start.</param>
/// <param name="IsLate">Its start came long after it had happened.</param>
public sealed record OpenTransactionRow(int Id, string ChargePointId, DateTimeOffset HeardAt, bool IsLate);

/// <summary>Which messages; null members do not filter.</summary>
/// <param name="Text">Part of a frame or a UniqueId.</param>
public sealed record MessageFilter(
    string? ChargePointId = null, bool? FromChargePoint = null, string? Action = null, ExchangeResult? Result = null, bool OnlyWithNotes = false,
    DateTimeOffset? From = null, DateTimeOffset? To = null, string? Text = null);

/// <summary>One exchange out of the message log; frames as text with secrets masked.</summary>
public sealed record MessageRow(
    long Id, string ChargePointId, long ConnectionNumber, bool FromChargePoint, string Action, string UniqueId, DateTimeOffset At, DateTimeOffset? AnsweredAt,
    string Call, string? Answer, ExchangeResult Result, string? Status, string? Notes)
{
    /// <summary>The row of an exchange as it happens.</summary>
    public static MessageRow Of(WireExchange e) => new(
        e.Number, e.ChargePointId, e.ConnectionNumber, e.FromChargePoint, e.Action, e.UniqueId, e.At, e.AnsweredAt,
        Text(e.Call), e.Answer.IsEmpty ? null : Text(e.Answer), e.Result, e.Status, e.Notes);

    /// <summary>Masked when it was recorded; who reads does not rely on that.</summary>
    private static string Text(ReadOnlyMemory<byte> frame) => Encoding.UTF8.GetString(SecretMasking.Mask(frame).Span);
}

/// <summary>A line of a charge point's history.</summary>
/// <param name="Kind">Status, Boot, Connected, Disconnected, Firmware, Diagnostics, Security, DataTransfer.</param>
/// <param name="ConnectorId">Only for Status.</param>
public sealed record HistoryRow(DateTimeOffset At, string Kind, int? ConnectorId, string Text, string? Json);
