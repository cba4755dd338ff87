namespace OcppDashboard.Data.Entities;

/// <summary>A commissioning run. What it is made of is JSON of the acceptance's own records.</summary>
public sealed class AcceptanceRunEntity
{
    public long Id { get; set; }
    public int ChargePointKey { get; set; }
    public required string PlanJson { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Running, Paused, Finished, Aborted.</summary>
    public required string State { get; set; }

    /// <summary>Sentences, as JSON.</summary>
    public required string RemarksJson { get; set; }

    /// <summary>Configuration keys that must be put back, with their values, as JSON.</summary>
    public required string RestoreJson { get; set; }

    /// <summary>What runs show about a vendor, model and firmware is found by these.</summary>
    public string? Vendor { get; set; }
    public string? Model { get; set; }
    public string? FirmwareVersion { get; set; }
}

/// <summary>One try of a leg with its result as JSON.</summary>
public sealed class AcceptanceLegEntity
{
    public long RunId { get; set; }
    public required string Leg { get; set; }
    public int Attempt { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset EndedAt { get; set; }
    public int FirstFrame { get; set; }
    public int LastFrame { get; set; }
    public required string ResultJson { get; set; }
}

/// <summary>Something that was captured during a run.</summary>
public sealed class AcceptanceFrameEntity
{
    public long RunId { get; set; }
    public int Number { get; set; }
    public DateTimeOffset At { get; set; }
    public long Connection { get; set; }
    public bool FromChargePoint { get; set; }
    public required string Kind { get; set; }
    public required string Action { get; set; }
    public required string UniqueId { get; set; }
    public required string Leg { get; set; }
    public int Attempt { get; set; }

    /// <summary>Payload as JSON, secrets masked.</summary>
    public required string Payload { get; set; }
    public required string Text { get; set; }
}

/// <summary>A person's word in a run: a remark, a photo, or a verdict over the machine's.</summary>
public sealed class AcceptanceWordEntity
{
    public long Id { get; set; }
    public long RunId { get; set; }
    public required string Leg { get; set; }
    public required string By { get; set; }
    public required string Text { get; set; }
    public DateTimeOffset At { get; set; }

    /// <summary>Null: a remark and no verdict.</summary>
    public string? Verdict { get; set; }

    /// <summary>JPEG or PNG; null: none.</summary>
    public byte[]? Photo { get; set; }
}

/// <summary>A plan under a name.</summary>
public sealed class AcceptancePresetEntity
{
    public required string Name { get; set; }
    public required string PlanJson { get; set; }
}

/// <summary>A link to a report, or to the page at the plug, for somebody without access; its token is kept as a hash.</summary>
public sealed class AcceptanceShareEntity
{
    public long Id { get; set; }
    public long RunId { get; set; }
    public required byte[] TokenHash { get; set; }
    public required string By { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>True: it opens the run's page at the plug, where it can be answered; false: the report, read only.</summary>
    public bool IsForPlug { get; set; }
}
