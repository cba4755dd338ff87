namespace OcppDashboard.Data.Entities;

/// <summary>What is odd about a transaction.</summary>
[Flags]
public enum TransactionFlags
{
    None = 0,
    /// <summary>Reported later than it happened.</summary>
    Offline = 1,
    /// <summary>A stop without a start that we know.</summary>
    Orphan = 2,
    /// <summary>The charge point's clock was not set or far off; times of receipt are used.</summary>
    Clock = 4,
    /// <summary>Meter readings contradict each other: the energy is unknown or the last good one.</summary>
    Meter = 8,
    /// <summary>Ended by a later start on the same connector, not by a stop.</summary>
    Superseded = 16,
    /// <summary>Taken over from a charge point that reported an id we did not know.</summary>
    Adopted = 32,
    /// <summary>A second stop said something else than the first; the first one holds.</summary>
    Conflict = 64,
    /// <summary>The connector id is none that a charge point can have.</summary>
    Connector = 128,
    /// <summary>No stop came, and what the charge point told later says that it is over.</summary>
    Inferred = 256,
    /// <summary>Its start was answered with another status than Accepted.</summary>
    Refused = 512,
}

/// <summary>A charging transaction, running or over.</summary>
public sealed class TransactionEntity
{
    /// <summary>Positive, unique in this server, never reused: the id handed to the charge point.</summary>
    public int Id { get; set; }
    public int ChargePointKey { get; set; }
    public int ConnectorId { get; set; }

    /// <summary>The id on the wire where it is another than <see cref="Id"/>; -1 or 0 for orphans of offline starts.</summary>
    public long? WireId { get; set; }
    public string? IdTag { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset StartReceivedAt { get; set; }

    /// <summary>Register at the start, Wh; null when unknown.</summary>
    public long? MeterStartWh { get; set; }

    /// <summary>The connector's last register where the start says 0, Wh: energy counts from there as long as no lower one follows (G10). Null: from <see cref="MeterStartWh"/>.</summary>
    public double? RegisterBeforeWh { get; set; }

    /// <summary>The register that energy counts from, Wh.</summary>
    public double? EnergyFromWh => RegisterBeforeWh ?? MeterStartWh;

    /// <summary>The raw timestamp of the start, for replays: the same tuple is the same transaction (F9).</summary>
    public string? StartStamp { get; set; }
    public int? ReservationId { get; set; }
    public DateTimeOffset? StoppedAt { get; set; }
    public DateTimeOffset? StopReceivedAt { get; set; }
    public long? MeterStopWh { get; set; }
    public string? StopReason { get; set; }

    /// <summary>The raw timestamp of the stop, for replays: the same stop is the same whatever is known of the clock (F8). Null: it had none.</summary>
    public string? StopStamp { get; set; }
    public string? StopIdTag { get; set; }

    /// <summary>Wh, never negative; null when it cannot be known.</summary>
    public double? EnergyWh { get; set; }
    public TransactionFlags Flags { get; set; }

    /// <summary>What a second, differing stop said, as JSON.</summary>
    public string? ConflictJson { get; set; }

    /// <summary>The status that the start was answered with, repeated for replays.</summary>
    public required string IdTagStatus { get; set; }
}
