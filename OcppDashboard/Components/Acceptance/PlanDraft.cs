using System.Globalization;
using OcppDashboard.Components.Shared;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.State;

namespace OcppDashboard.Components.Acceptance;

/// <summary>A plan while it is typed.</summary>
public sealed class PlanDraft
{
    private BootInfo? boot;

    public string Tester { get; set; } = "";
    public string Site { get; set; } = "";
    public HashSet<int> Functions { get; } = [.. AcceptanceFunctions.All.Select(function => function.Info.Number)];
    public bool? HasSim { get; set; }
    public bool HasCardReader { get; set; } = true;
    public MeterPolicy Meter { get; set; }
    public SoftResetPolicy SoftReset { get; set; }
    public bool IsExpert { get; set; }
    public int Connector { get; set; } = 1;
    public string IdTag { get; set; } = "OPERATOR";

    /// <summary>Id of the file; empty: none.</summary>
    public string Firmware { get; set; } = "";

    /// <summary>Empty: as it fits.</summary>
    public string Scheme { get; set; } = "";
    public string VendorKeys { get; set; } = "";
    public string Manufacturer { get; set; } = "";
    public string Number { get; set; } = "";
    public string Model { get; set; } = "";
    public string FirmwareVersion { get; set; } = "";
    public LimitsDraft Limits { get; private set; } = new(new());

    /// <summary>The head as the charge point gave it; what was typed for another one is gone.</summary>
    public void Take(BootInfo? said)
    {
        boot = said;
        (Manufacturer, Number, Model, FirmwareVersion) = (said?.Vendor ?? "", NumberOf(said), said?.Model ?? "", said?.FirmwareVersion ?? "");
    }

    /// <summary>A preset: all but who tests and what this one charge point is.</summary>
    public void Load(AcceptancePlan plan)
    {
        if (Tester.Trim().Length == 0) Tester = plan.Tester;
        if (Site.Trim().Length == 0) Site = plan.Site;
        Functions.Clear();
        Functions.UnionWith(plan.Functions.Where(number => AcceptanceFunctions.Find(number) is not null));
        (HasSim, HasCardReader, Meter, SoftReset, IsExpert) = (plan.HasSim, plan.HasCardReader, plan.Meter, plan.SoftReset, plan.IsExpert);
        (Connector, IdTag) = (plan.Connector, plan.IdTag);
        (Firmware, Scheme, VendorKeys) = (plan.FirmwareFileId?.ToString(CultureInfo.InvariantCulture) ?? "", plan.Scheme ?? "", string.Join('\n', plan.VendorKeys));
        Limits = new(plan.Timeouts);
    }

    public AcceptancePlan ToPlan() => new()
    {
        Tester = Tester.Trim(), Site = Site.Trim(), Functions = [.. Functions.Order()], HasSim = HasSim, HasCardReader = HasCardReader, Meter = Meter, SoftReset = SoftReset, IsExpert = IsExpert,
        Connector = Connector, IdTag = IdTag.Trim(), FirmwareFileId = long.TryParse(Firmware, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null,
        Scheme = Some(Scheme), VendorKeys = [.. VendorKeys.Split(['\n', '\r', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.OrdinalIgnoreCase)],
        Timeouts = Limits.ToTimeouts(), ManufacturerName = Corrected(Manufacturer, boot?.Vendor), ManufacturerNumber = Corrected(Number, NumberOf(boot)),
        ManufacturerModel = Corrected(Model, boot?.Model), FirmwareVersion = Corrected(FirmwareVersion, boot?.FirmwareVersion),
    };

    /// <summary>What is wrong with it, a sentence; null: nothing that is seen here.</summary>
    public string? Mistake => Connector is < 1 or > 99 ? "The connector is a number from 1 to 99." : IdTag.Trim().Length is 0 or > 20 ? "The id tag has 1 to 20 letters." : Limits.Mistake;

    private static string NumberOf(BootInfo? said) => said?.SerialNumber ?? said?.ChargeBoxSerialNumber ?? "";

    /// <summary>Null where it is what the charge point says.</summary>
    private static string? Corrected(string typed, string? said) => Some(typed) is { } some && some != said?.Trim() ? some : null;

    private static string? Some(string text) => text.Trim() is { Length: > 0 } some ? some : null;
}

/// <summary>Timeouts while they are typed, seconds.</summary>
public sealed class LimitsDraft(AcceptanceTimeouts given)
{
    private const int Longest = 86_400, LongestOffline = 900;

    /// <summary>Name, value and the longest that is taken, in the order of the form.</summary>
    public IReadOnlyList<LimitDraft> All { get; } =
    [
        new("Answer to a command", given.Answer, Longest), new("Whole configuration", given.GetConfiguration, Longest), new("Triggered message", given.TriggeredMessage, Longest),
        new("Change of status", given.StatusChange, Longest), new("Act of a person", given.Prompt, Longest), new("Reconnect", given.Reconnect, Longest), new("Reboot", given.Reboot, Longest),
        new("Firmware update", given.Firmware, Longest), new("Upload of diagnostics", given.Upload, Longest), new("Kept offline", given.OfflineWindow, LongestOffline),
        new("Watching heartbeats", given.HeartbeatWatch, Longest), new("Watching meter values", given.MeterWatch, Longest),
    ];

    public string? Mistake => All.FirstOrDefault(limit => limit.Seconds < 1 || limit.Seconds > limit.Longest) is { } wrong
        ? string.Create(CultureInfo.InvariantCulture, $"\"{wrong.Name}\" is 1 to {wrong.Longest} s.") : null;

    public AcceptanceTimeouts ToTimeouts() => new()
    {
        Answer = All[0].Seconds, GetConfiguration = All[1].Seconds, TriggeredMessage = All[2].Seconds, StatusChange = All[3].Seconds, Prompt = All[4].Seconds, Reconnect = All[5].Seconds,
        Reboot = All[6].Seconds, Firmware = All[7].Seconds, Upload = All[8].Seconds, OfflineWindow = All[9].Seconds, HeartbeatWatch = All[10].Seconds, MeterWatch = All[11].Seconds,
    };
}

public sealed class LimitDraft(string name, int seconds, int longest)
{
    public string Name => name;
    public int Longest => longest;
    public int Seconds { get; set; } = seconds;
}
