namespace OcppDashboard.Data.Entities;

/// <summary>A charging profile that was sent to a charge point.</summary>
public sealed class ChargingProfileEntity
{
    public required string ChargePointId { get; set; }
    public int ConnectorId { get; set; }

    /// <summary>The chargingProfileId on the wire.</summary>
    public int ChargingProfileId { get; set; }
    public int StackLevel { get; set; }
    public required string Purpose { get; set; }
    public required string Kind { get; set; }
    public int? TransactionId { get; set; }

    /// <summary>The csChargingProfiles member as it was sent.</summary>
    public required string Json { get; set; }

    /// <summary>The charge point's answer, in its own word.</summary>
    public required string Status { get; set; }
    public DateTimeOffset SentAt { get; set; }
    public DateTimeOffset? ClearedAt { get; set; }
}

/// <summary>Configuration keys with values under a name, to be pushed.</summary>
public sealed class ConfigurationTemplateEntity
{
    public required string Name { get; set; }

    /// <summary>Key and value, JSON object.</summary>
    public required string ValuesJson { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>A charge point's configuration as it was when somebody called it right.</summary>
public sealed class ConfigurationBaselineEntity
{
    public required string ChargePointId { get; set; }

    /// <summary>Key and value, JSON object; secrets masked.</summary>
    public required string ValuesJson { get; set; }
    public DateTimeOffset TakenAt { get; set; }
}

/// <summary>One action for many charge points.</summary>
public sealed class BulkTaskEntity
{
    public long Id { get; set; }
    public required string Action { get; set; }
    public required string PayloadJson { get; set; }
    public required string RequestedBy { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Charge points a minute at most.</summary>
    public int PerMinute { get; set; }

    /// <summary>Running, Finished, Cancelled.</summary>
    public required string State { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>What became of a bulk task at one charge point.</summary>
public sealed class BulkTargetEntity
{
    public long TaskId { get; set; }

    /// <summary>Order in the task, from 0.</summary>
    public int Number { get; set; }
    public required string ChargePointId { get; set; }

    /// <summary>Waiting, Sent, Succeeded, Failed, Cancelled.</summary>
    public required string State { get; set; }
    public int Attempt { get; set; }
    public long? CommandId { get; set; }

    /// <summary>The answer's word, or why there is none.</summary>
    public string? Result { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>A certificate that we signed for a charge point, or that was sent to it.</summary>
public sealed class CertificateEntity
{
    public long Id { get; set; }
    public required string ChargePointId { get; set; }

    /// <summary>ChargePointCertificate, CentralSystemRootCertificate or ManufacturerRootCertificate.</summary>
    public required string Use { get; set; }
    public required string Subject { get; set; }
    public required string SerialNumber { get; set; }
    public required string Pem { get; set; }
    public DateTimeOffset NotBefore { get; set; }
    public DateTimeOffset NotAfter { get; set; }

    /// <summary>Requested, Signed, Sent, Installed, Rejected, Deleted.</summary>
    public required string State { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>Something tolerated at a charge point, kept over restarts.</summary>
public sealed class FindingEntity
{
    public required string ChargePointId { get; set; }
    public required string Code { get; set; }
    public required string Title { get; set; }
    public int Count { get; set; }
    public DateTimeOffset FirstSeenAt { get; set; }
    public DateTimeOffset LastSeenAt { get; set; }
    public string? Frame { get; set; }

    /// <summary>Until when a person wants to see no more of it on the work list.</summary>
    public DateTimeOffset? AcknowledgedAt { get; set; }
}
