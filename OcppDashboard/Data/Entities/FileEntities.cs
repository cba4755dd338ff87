namespace OcppDashboard.Data.Entities;

/// <summary>A firmware file that can be offered to charge points.</summary>
public sealed class FirmwareFileEntity
{
    public long Id { get; set; }

    /// <summary>As people call it; also the last part of the address that a charge point gets.</summary>
    public required string Name { get; set; }

    /// <summary>Name in the firmware folder.</summary>
    public required string StoredName { get; set; }
    public string? Version { get; set; }
    public string? Vendor { get; set; }
    public string? Model { get; set; }

    /// <summary>Bytes.</summary>
    public long Size { get; set; }

    /// <summary>64 hexadecimal digits, lower case.</summary>
    public required string Sha256 { get; set; }
    public DateTimeOffset AddedAt { get; set; }
}

/// <summary>A one-time address that was given to a charge point, and what came of it. The secret in it is kept as a hash.</summary>
public sealed class FileTransferEntity
{
    public long Id { get; set; }
    public int ChargePointKey { get; set; }
    public bool IsUpload { get; set; }

    /// <summary>http, https, ftp or ftps.</summary>
    public required string Scheme { get; set; }

    /// <summary>SHA-256 of the token, or of user, line feed and password.</summary>
    public required byte[] SecretHash { get; set; }
    public long? FirmwareId { get; set; }
    public long? CommandId { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When the charge point first came for it.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>How far it came, bytes from the start of the file.</summary>
    public long Bytes { get; set; }

    /// <summary>Null while the address is good.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Arrived, Fetched, Revoked, Expired.</summary>
    public string? End { get; set; }
}

/// <summary>A file that a charge point sent.</summary>
public sealed class ReceivedFileEntity
{
    public long Id { get; set; }
    public int ChargePointKey { get; set; }
    public long TransferId { get; set; }
    public long? CommandId { get; set; }

    /// <summary>What the charge point calls it; a text, never a path. Null: it gave none.</summary>
    public string? Name { get; set; }

    /// <summary>Name in the folder of received files, made here.</summary>
    public required string StoredName { get; set; }

    /// <summary>Bytes.</summary>
    public long Size { get; set; }

    /// <summary>64 hexadecimal digits, lower case.</summary>
    public required string Sha256 { get; set; }
    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>HTTP PUT, HTTP POST, FTP, FTPS.</summary>
    public required string Via { get; set; }
}
