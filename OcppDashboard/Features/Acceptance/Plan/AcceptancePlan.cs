namespace OcppDashboard.Features.Acceptance.Plan;

/// <summary>How strictly the meter values are judged that the charge point does not send.</summary>
public enum MeterPolicy
{
    /// <summary>Missing voltage, current or power is a fail.</summary>
    Strict,
    /// <summary>It is a remark.</summary>
    Lenient,
}

public enum SoftResetPolicy
{
    /// <summary>A BootNotification must come.</summary>
    BootRequired,
    /// <summary>Its absence is a remark.</summary>
    BootOptional,
}

/// <summary>What the tester declared and chose before the run; kept with it and printed in the report.</summary>
public sealed record AcceptancePlan
{
    public string Tester { get; init; } = "";
    public string Site { get; init; } = "";

    /// <summary>Numbers of the functions to run, 1 to 16.</summary>
    public IReadOnlyList<int> Functions { get; init; } = [.. Enumerable.Range(1, 16)];

    /// <summary>Null: not declared.</summary>
    public bool? HasSim { get; init; }
    public bool HasCardReader { get; init; } = true;
    public MeterPolicy Meter { get; init; } = MeterPolicy.Strict;
    public SoftResetPolicy SoftReset { get; init; } = SoftResetPolicy.BootRequired;

    /// <summary>Also tries what goes beyond the criteria: a boot that is told to wait (function 1), an unknown key and a wrong value (function 5).</summary>
    public bool IsExpert { get; init; }

    /// <summary>The connector at which people act.</summary>
    public int Connector { get; init; } = 1;

    /// <summary>Id tag for remote starts.</summary>
    public string IdTag { get; init; } = "OPERATOR";

    /// <summary>The firmware file of function 12; null: the function is inconclusive.</summary>
    public long? FirmwareFileId { get; init; }

    /// <summary>http, https, ftp or ftps, for functions 12 and 13; null: the first that can be offered, the next where the charge point does not come.</summary>
    public string? Scheme { get; init; }

    /// <summary>Keys that the vendor added and that function 5 may write back too.</summary>
    public IReadOnlyList<string> VendorKeys { get; init; } = [];
    public AcceptanceTimeouts Timeouts { get; init; } = new();

    /// <summary>Corrections to what the BootNotification says, for the report's head; null members: as it says.</summary>
    public string? ManufacturerName { get; init; }
    public string? ManufacturerNumber { get; init; }
    public string? ManufacturerModel { get; init; }
    public string? FirmwareVersion { get; init; }
}

/// <summary>How long is waited, seconds. Editable, kept in the report.</summary>
public sealed record AcceptanceTimeouts
{
    public int Answer { get; init; } = 30;
    public int GetConfiguration { get; init; } = 120;
    public int TriggeredMessage { get; init; } = 30;
    public int StatusChange { get; init; } = 30;
    public int Prompt { get; init; } = 180;
    public int Reconnect { get; init; } = 120;
    public int Reboot { get; init; } = 300;
    public int Firmware { get; init; } = 2700;
    public int Upload { get; init; } = 900;

    /// <summary>How long function 14 keeps the charge point offline; at most 900.</summary>
    public int OfflineWindow { get; init; } = 300;

    /// <summary>How long function 2 watches for heartbeats, and function 8 for meter values.</summary>
    public int HeartbeatWatch { get; init; } = 100;
    public int MeterWatch { get; init; } = 150;
}
