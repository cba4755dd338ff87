namespace OcppDashboard.Data.Entities;

/// <summary>An id tag that somebody wrote down.</summary>
public sealed class IdTagEntity
{
    /// <summary>Compared ignoring case, as OCPP's CiString.</summary>
    public required string IdTag { get; set; }
    public string? ParentIdTag { get; set; }

    /// <summary>Accepted, Blocked, Expired or Invalid.</summary>
    public required string Status { get; set; }
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>May have more than one running transaction.</summary>
    public bool AllowsConcurrent { get; set; }
    public string? Note { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>An id tag that charge points showed and nobody wrote down.</summary>
public sealed class UnknownIdTagEntity
{
    public required string IdTag { get; set; }
    public DateTimeOffset FirstSeenAt { get; set; }
    public DateTimeOffset LastSeenAt { get; set; }
    public int Count { get; set; }
    public required string ChargePointId { get; set; }
}

/// <summary>The local authorization list that a charge point has, as far as we sent it.</summary>
public sealed class LocalListEntity
{
    public required string ChargePointId { get; set; }
    public int Version { get; set; }

    /// <summary>Its entries as JSON.</summary>
    public required string EntriesJson { get; set; }
    public DateTimeOffset SyncedAt { get; set; }
}

/// <summary>A reservation, whatever became of it.</summary>
public sealed class ReservationEntity
{
    /// <summary>The reservationId on the wire.</summary>
    public int Id { get; set; }
    public required string ChargePointId { get; set; }
    public int ConnectorId { get; set; }
    public required string IdTag { get; set; }
    public string? ParentIdTag { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Requested, Accepted, Refused, Cancelled, Expired, Used.</summary>
    public required string Status { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public long? CommandId { get; set; }
    public int? TransactionId { get; set; }
}
