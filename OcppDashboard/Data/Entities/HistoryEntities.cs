namespace OcppDashboard.Data.Entities;

/// <summary>A row per point in time: the common measurands as columns, the rest as JSON. Units as in <see cref="Metering.MeterPoint"/>.</summary>
public sealed class MeterValueEntity
{
    public long Id { get; set; }
    public int ChargePointKey { get; set; }
    public int ConnectorId { get; set; }
    public int? TransactionId { get; set; }
    public DateTimeOffset At { get; set; }
    public required string Context { get; set; }
    public double? EnergyWh { get; set; }
    public double? PowerW { get; set; }
    public double? CurrentL1A { get; set; }
    public double? CurrentL2A { get; set; }
    public double? CurrentL3A { get; set; }
    public double? CurrentA { get; set; }
    public double? VoltageL1V { get; set; }
    public double? VoltageL2V { get; set; }
    public double? VoltageL3V { get; set; }
    public double? VoltageV { get; set; }
    public double? CurrentOfferedA { get; set; }
    public double? PowerOfferedW { get; set; }
    public double? StateOfCharge { get; set; }
    public double? TemperatureC { get; set; }
    public string? OtherJson { get; set; }

    /// <summary>What the charge point's clock said where <see cref="At"/> is another time; null: the same, or it said none.</summary>
    public DateTimeOffset? StampedAt { get; set; }
}

/// <summary>A change of status of a connector; repeats of the same status are not stored (H7).</summary>
public sealed class StatusEntity
{
    public long Id { get; set; }
    public int ChargePointKey { get; set; }
    public int ConnectorId { get; set; }
    public required string Status { get; set; }
    public required string ErrorCode { get; set; }
    public string? Info { get; set; }
    public string? VendorId { get; set; }
    public string? VendorErrorCode { get; set; }

    /// <summary>What the charge point's clock said; the time of receipt where that is not credible.</summary>
    public DateTimeOffset At { get; set; }
    public DateTimeOffset ReceivedAt { get; set; }
}

/// <summary>Boots, connects and disconnects, refused handshakes: what happened to a charge point besides charging.</summary>
public sealed class OccurrenceEntity
{
    public long Id { get; set; }
    public int? ChargePointKey { get; set; }
    public DateTimeOffset At { get; set; }

    /// <summary>Boot, Connected, Disconnected, Firmware, Diagnostics, Security, SecurityAcknowledged, Certificate, DataTransfer.</summary>
    public required string Kind { get; set; }
    public required string Text { get; set; }

    /// <summary>The payload where there was one, at most its first 32,768 characters.</summary>
    public string? Json { get; set; }
}

/// <summary>One exchange of the message log, secrets masked.</summary>
public sealed class MessageEntity
{
    public long Id { get; set; }
    public int ChargePointKey { get; set; }
    public long ConnectionNumber { get; set; }
    public bool FromChargePoint { get; set; }
    public required string Action { get; set; }
    public required string UniqueId { get; set; }
    public DateTimeOffset At { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>UTF-8 text of the frame as received or sent.</summary>
    public required byte[] Call { get; set; }
    public byte[]? Answer { get; set; }

    /// <summary>Value of <c>Ocpp.Abstractions.ExchangeResult</c>.</summary>
    public int Result { get; set; }
    public string? Status { get; set; }
    public string? Notes { get; set; }
}

/// <summary>Which charge points have messages in a block of message ids: the log has no index of its own that each message would have to update.</summary>
public sealed class MessageBlockEntity
{
    /// <summary>Message id divided by the block size.</summary>
    public long Block { get; set; }
    public int ChargePointKey { get; set; }
}

/// <summary>Which charge points have meter values outside of transactions in a block of ids; those within are found by their transaction.</summary>
public sealed class MeterBlockEntity
{
    /// <summary>Meter value id divided by the block size.</summary>
    public long Block { get; set; }
    public int ChargePointKey { get; set; }
}

/// <summary>A command, its outcome and its timeline.</summary>
public sealed class CommandEntity
{
    public long Id { get; set; }
    public int ChargePointKey { get; set; }
    public required string Action { get; set; }
    public required string Argument { get; set; }
    public required string RequestJson { get; set; }
    public required string RequestedBy { get; set; }
    public DateTimeOffset RequestedAt { get; set; }
    public required string State { get; set; }
    public string? Status { get; set; }
    public string? ResponseJson { get; set; }
    public long? AnsweredAfterMs { get; set; }

    /// <summary>The steps as JSON.</summary>
    public required string StepsJson { get; set; }

    /// <summary>When the present wait began and when it ends: a wait goes on after a restart.</summary>
    public DateTimeOffset? WaitingSince { get; set; }
    public DateTimeOffset? Deadline { get; set; }

    /// <summary>What of the consequence was seen so far, words with blanks between them.</summary>
    public string? Marks { get; set; }

    /// <summary>The one-time address that the command carries.</summary>
    public long? FileTransferId { get; set; }
}

/// <summary>A money message that could not be read: kept raw so that a person can still book it (safety 3).</summary>
public sealed class QuarantineEntity
{
    public long Id { get; set; }
    public int ChargePointKey { get; set; }
    public DateTimeOffset At { get; set; }
    public required string Action { get; set; }
    public required byte[] Frame { get; set; }
    public required string Fault { get; set; }
}

/// <summary>A named number of the server: the next transaction id.</summary>
public sealed class CounterEntity
{
    public required string Name { get; set; }
    public long Value { get; set; }
}
