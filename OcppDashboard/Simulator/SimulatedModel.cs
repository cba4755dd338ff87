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
    public bool RebootsAfterFirmware { get; init; } = true;
    /// <summary>Whether "Installed" is said after the reboot with the new version, or before it.</summary>
    public bool InstalledAfterReboot { get; init; } = true;
    public bool KeepsOfflineMeterValues { get; init; } = true;
    /// <summary>Sends the whole path of a download as one percent-encoded segment (charger-quirks K6).</summary>
    public bool PercentEncodesPath { get; init; }
    public UploadWay Upload { get; init; } = UploadWay.Put;
    /// <summary>False: GetDiagnostics is answered without a file name (K3).</summary>
    public bool HasDiagnostics { get; init; } = true;
    /// <summary>Waits this long before it answers a CALL.</summary>
    public double AnswerDelaySeconds { get; init; }
    /// <summary>Loses its connection about this often; 0: never.</summary>
    public double DropsEverySeconds { get; init; }
    /// <summary>Share of the status notifications and meter values that are sent twice (H7).</summary>
    public double RepeatedShare { get; init; }
    /// <summary>Sends the last StartTransaction again, with a new UniqueId, after a reconnect (F9).</summary>
    public bool ReplaysStarts { get; init; }
    /// <summary>UniqueIds are numbers that begin at 1 with every boot (D15).</summary>
    public bool CountsUniqueIds { get; init; }
    /// <summary>The error code that connector 1 shows from the start.</summary>
    public Ocpp.Messages.ChargePointErrorCode? Fault { get; init; }
    public string? FaultInfo { get; init; }
}
