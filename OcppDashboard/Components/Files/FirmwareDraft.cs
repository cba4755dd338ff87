using OcppDashboard.Features.Files.Firmware;

namespace OcppDashboard.Components.Files;

/// <summary>What a person says about a firmware file, while it is typed.</summary>
public sealed class FirmwareDraft(FirmwareNote note)
{
    public string? Version { get; set; } = note.Version;
    public string? Vendor { get; set; } = note.Vendor;
    public string? Model { get; set; } = note.Model;

    public FirmwareNote ToNote() => new FirmwareNote(Version, Vendor, Model).Tidy();
}
