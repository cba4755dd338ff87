using OcppDashboard.Data.Entities;
using OcppDashboard.Features.Files.Firmware;

namespace OcppDashboard.Features.Files.Transfers;

public enum TransferEnd
{
    /// <summary>The file of an upload is here.</summary>
    Arrived,
    /// <summary>The command that it belonged to is over.</summary>
    Revoked,
    Expired,
}

/// <summary>One address that was given to one charge point for one job. Its secret is not kept, only the hash.</summary>
public sealed class FileTransfer
{
    internal Lock Gate { get; } = new();

    public required long Id { get; init; }
    public required string ChargePointId { get; init; }

    /// <summary>True: it sends a file here; false: it fetches one.</summary>
    public required bool IsUpload { get; init; }
    public required FileScheme Scheme { get; init; }

    /// <summary>What it fetches; null for an upload.</summary>
    public FirmwareFile? Firmware { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    internal byte[] SecretHash { get; init; } = [];

    /// <summary>The command that carries it; null until that is known.</summary>
    public long? CommandId { get; internal set; }

    /// <summary>How the charge point called the file of an upload when it answered the command.</summary>
    internal string? AnsweredName { get; set; }

    /// <summary>When the charge point first came; null: not yet.</summary>
    public DateTimeOffset? StartedAt { get; internal set; }

    /// <summary>How far it came, bytes from the start of the file.</summary>
    public long Bytes { get; internal set; }
    public DateTimeOffset? EndedAt { get; internal set; }
    public TransferEnd? End { get; internal set; }

    /// <summary>An upload is going on: a second one at the same address is refused.</summary>
    internal bool IsBusy { get; set; }

    internal FileTransferEntity ToEntity() => new()
    {
        Id = Id, IsUpload = IsUpload, Scheme = Scheme.ToString().ToLowerInvariant(), SecretHash = SecretHash, FirmwareId = Firmware?.Id, CommandId = CommandId, CreatedAt = CreatedAt,
        ExpiresAt = ExpiresAt, StartedAt = StartedAt, Bytes = Bytes, EndedAt = EndedAt, End = End?.ToString(),
    };

    internal static FileTransfer Of(string chargePointId, FileTransferEntity e, FirmwareFile? firmware) => new()
    {
        Id = e.Id, ChargePointId = chargePointId, IsUpload = e.IsUpload, Scheme = Enum.Parse<FileScheme>(e.Scheme, ignoreCase: true), Firmware = firmware, CreatedAt = e.CreatedAt,
        ExpiresAt = e.ExpiresAt, SecretHash = e.SecretHash, CommandId = e.CommandId, StartedAt = e.StartedAt, Bytes = e.Bytes,
    };
}
