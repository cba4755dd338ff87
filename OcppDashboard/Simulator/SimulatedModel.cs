using System.ComponentModel.DataAnnotations;

namespace OcppDashboard.Simulator;

/// <summary>What a simulated charge point is, as one file in <c>Stations/</c> says it.</summary>
/// <param name="Name">How the command line and the fleet call it.</param>
/// <param name="Serial">As in the BootNotification; <c>{0000}</c> becomes four digits made from the charge point's id.</param>
/// <param name="Iccid">Null: no SIM card.</param>
/// <param name="Measurands">What its meter really gives; asking for others is refused.</param>
/// <param name="Firmware">For versions it can be updated to: what behaves otherwise with them.</param>
public sealed record SimulatedModel(
    string Name, string Title, string Vendor, string Model, string Serial, string FirmwareVersion, string? Iccid, string? Imsi, string? MeterType, string? MeterSerial,
    IReadOnlyList<ConnectorDesign> Connectors, IReadOnlyList<string> Measurands, Behaviour Behaviour,
    IReadOnlyDictionary<string, System.Text.Json.Nodes.JsonObject>? Firmware, IReadOnlyList<ConfigurationDesign> Configuration);

public enum CurrentKind { AC, DC }

/// <param name="Type">Of the plug, for people: Type2, CCS2, CHAdeMO.</param>
/// <param name="MaxCurrent">Ampere per phase (AC).</param>
/// <param name="MaxPower">kW.</param>
/// <param name="ReportsSoC">Whether the car tells its state of charge.</param>
/// <param name="Unlock">What UnlockConnector finds: a lock that opens, one that sticks, or none.</param>
/// <param name="RegisterWh">Of the meter when switched on, Wh; absent: some number.</param>
/// <param name="Curve">DC: pairs of state of charge (percent) and share of the maximum power (0 to 1).</param>
public sealed record ConnectorDesign(
    int Id, string Type, CurrentKind Current, int Phases, double MaxCurrent, double MaxPower, bool ReportsSoC, Ocpp.Messages.UnlockStatus Unlock,
    IReadOnlyList<double[]>? Curve = null, double? RegisterWh = null);

public enum ConfigurationType { Text, Integer, Boolean, List }

/// <param name="Min">Smallest integer, or fewest characters of a text.</param>
/// <param name="Max">Largest integer, or most characters of a text.</param>
/// <param name="Allowed">The words that a text or the items of a list may be; absent: any.</param>
/// <param name="RebootRequired">A change takes effect with the next boot.</param>
/// <param name="WriteOnly">Never read back (AuthorizationKey).</param>
public sealed record ConfigurationDesign(
    string Key, string Value, bool Readonly = false, ConfigurationType Type = ConfigurationType.Text, long? Min = null, long? Max = null,
    IReadOnlyList<string>? Allowed = null, bool RebootRequired = false, bool WriteOnly = false);

public enum UploadWay { Put, Post, Multipart }

/// <summary>How it differs from the book. Durations in seconds.</summary>
public sealed record Behaviour
{
    public bool SoftResetBoots { get; init; } = true;
    public double RebootSeconds { get; init; } = 10;
    public double InstallSeconds { get; init; } = 8;
    /// <summary>False: a new firmware waits until somebody reboots it by hand, as EVlink's does.</summary>
    public bool RebootsAfterFirmware { get; init; } = true;
    /// <summary>Whether "Installed" is said after the reboot with the new version, or before it.</summary>
    public bool InstalledAfterReboot { get; init; } = true;
    public bool KeepsOfflineMeterValues { get; init; } = true;
    /// <summary>Statuses of a firmware update that are never said, of either notification (charger-quirks K8).</summary>
    public IReadOnlyList<Ocpp.Messages.SignedFirmwareStatus>? SkipsFirmwareStatuses { get; init; }
    /// <summary>Answers SignedUpdateFirmware as if every signing certificate were revoked.</summary>
    public bool RevokesSigningCertificates { get; init; }
    /// <summary>Over HTTP, sends the whole path and query of a file as one percent-encoded segment (K6).</summary>
    public bool PercentEncodesPath { get; init; }
    /// <summary>Over HTTP, drops the query of a location (K6).</summary>
    public bool LosesQuery { get; init; }
    /// <summary>Pace of downloads and uploads; 0: as fast as it goes.</summary>
    public double TransferBytesPerSecond { get; init; }
    /// <summary>
    /// Share of a file (0 to 1) after which the connections of its transfer are reset, once a job; then it is taken up again: downloads by Range or REST,
    /// FTP uploads where the other side's file ends, HTTP uploads from the start. 0: never.
    /// </summary>
    [Range(0, 1)]
    public double BreaksTransfersAt { get; init; }
    public UploadWay Upload { get; init; } = UploadWay.Put;
    /// <summary>Says Uploading only once the other side takes the file: a refused upload is UploadFailed and nothing before it (K7).</summary>
    public bool UploadFailedWithoutUploading { get; init; }
    /// <summary>False: GetDiagnostics is answered without a file name (K3).</summary>
    public bool HasDiagnostics { get; init; } = true;
    /// <summary>Waits this long before it answers a CALL.</summary>
    public double AnswerDelaySeconds { get; init; }
    /// <summary>Loses its connection about this often; 0: never.</summary>
    public double DropsEverySeconds { get; init; }
    /// <summary>Share of the status notifications and meter values that are sent twice (H7).</summary>
    [Range(0, 1)]
    public double RepeatedShare { get; init; }
    /// <summary>Sends the last StartTransaction again, with a new UniqueId, after a reconnect (F9).</summary>
    public bool ReplaysStarts { get; init; }
    /// <summary>UniqueIds are numbers that begin at 1 with every boot (D15).</summary>
    public bool CountsUniqueIds { get; init; }
    /// <summary>The error code that connector 1 shows from the start.</summary>
    public Ocpp.Messages.ChargePointErrorCode? Fault { get; init; }
    public string? FaultInfo { get; init; }
}
