namespace OcppDashboard.Data.Entities;

/// <summary>A charge point that connected at least once, with what it last said of itself.</summary>
public sealed class ChargePointEntity
{
    /// <summary>Small key that the other tables carry.</summary>
    public int Key { get; set; }
    public required string Id { get; set; }
    public string? Vendor { get; set; }
    public string? Model { get; set; }
    public string? SerialNumber { get; set; }
    public string? FirmwareVersion { get; set; }
    public string? ChargeBoxSerialNumber { get; set; }
    public string? Iccid { get; set; }
    public string? Imsi { get; set; }
    public string? MeterType { get; set; }
    public string? MeterSerialNumber { get; set; }
    public DateTimeOffset? BootedAt { get; set; }
    public required DateTimeOffset FirstSeenAt { get; set; }
    public DateTimeOffset? LastSeenAt { get; set; }

    /// <summary>When it was removed; null: it was not. Its history is here until it is told to go or is too old.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    /// <summary>All its history goes, and this row after it. Its identity is free already.</summary>
    public bool IsPurged { get; set; }

    /// <summary>By how much its clock is known to be off, stamp minus receipt, milliseconds; null: not known to be.</summary>
    public long? ClockOffsetMs { get; set; }

    /// <summary>When that was known; before the last boot: the boot may have told it the time since.</summary>
    public DateTimeOffset? ClockSeenAt { get; set; }
}

/// <summary>The last status of a connector, kept so that the wall is right after a restart.</summary>
public sealed class ConnectorEntity
{
    public int ChargePointKey { get; set; }
    public int ConnectorId { get; set; }
    public required string Status { get; set; }
    public required string ErrorCode { get; set; }
    public string? Info { get; set; }
    public string? VendorErrorCode { get; set; }
    public DateTimeOffset Since { get; set; }
}
