using OcppDashboard.Data.Entities;

namespace OcppDashboard.Features.Files.Firmware;

/// <summary>What people know of a firmware file; null: nobody said.</summary>
/// <param name="Version">As the charge point will report it at boot.</param>
/// <param name="Vendor">As the charge point reports it; the file is offered first to these.</param>
public sealed record FirmwareNote(string? Version = null, string? Vendor = null, string? Model = null)
{
    private const int Longest = 100;

    /// <summary>Blanks trimmed, empty texts null, endless ones cut.</summary>
    public FirmwareNote Tidy() => new(Tidy(Version), Tidy(Vendor), Tidy(Model));

    private static string? Tidy(string? text) => text?.Trim() is { Length: > 0 } some ? some.Length > Longest ? some[..Longest] : some : null;
}

/// <summary>A firmware file that can be offered.</summary>
/// <param name="Name">As people call it; also the last part of the address that a charge point gets.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">64 hexadecimal digits, lower case.</param>
public sealed record FirmwareFile(long Id, string Name, string StoredName, FirmwareNote Note, long Size, string Sha256, DateTimeOffset AddedAt)
{
    internal static FirmwareFile Of(FirmwareFileEntity e) => new(e.Id, e.Name, e.StoredName, new(e.Version, e.Vendor, e.Model), e.Size, e.Sha256, e.AddedAt);

    internal FirmwareFileEntity ToEntity() => new()
    {
        Id = Id, Name = Name, StoredName = StoredName, Version = Note.Version, Vendor = Note.Vendor, Model = Note.Model, Size = Size, Sha256 = Sha256, AddedAt = AddedAt,
    };

    /// <summary>True when nothing is said against it: vendor and model are those of the charge point or not given.</summary>
    public bool IsFor(string? vendor, string? model) => Same(Note.Vendor, vendor) && Same(Note.Model, model);

    private static bool Same(string? meant, string? present) => meant is null || string.Equals(meant, present, StringComparison.OrdinalIgnoreCase);
}
