using OcppDashboard.Features.Acceptance.Plan;

namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>The plan in words.</summary>
internal static class ReportSettings
{
    public static IReadOnlyList<ReportSetting> Of(AcceptancePlan plan) =>
    [
        new("Tester", Said(plan.Tester)),
        new("Site", Said(plan.Site)),
        new("SIM card", plan.HasSim switch { true => "yes", false => "no", null => "not declared" }),
        new("Card reader", plan.HasCardReader ? "yes" : "no"),
        new("Meter reading", plan.Meter == MeterPolicy.Strict ? "strict: missing voltage, current or power is not ok" : "lenient: missing voltage, current or power is a remark"),
        new("Soft reset", plan.SoftReset == SoftResetPolicy.BootRequired ? "a BootNotification is required" : "a BootNotification is optional: its absence is a remark"),
        .. plan.IsExpert ? [new("Expert checks", "a boot told to wait, an unknown key, a wrong value")] : Array.Empty<ReportSetting>(),
        new("Connector", ReportTime.Digits(plan.Connector)),
        new("Id tag for remote starts", Said(plan.IdTag)),
        new("Functions chosen", plan.Functions.Distinct().Count() == 16 ? "all 16" : plan.Functions.Count == 0 ? "none" : string.Join(", ", plan.Functions.Distinct().Order().Select(number => ReportTime.Digits(number)))),
        new("Scheme for files", plan.Scheme ?? "the first that can be offered"),
        new("Firmware file", plan.FirmwareFileId is { } file ? $"number {ReportTime.Digits(file)}" : "none"),
        new("Vendor keys written back", plan.VendorKeys.Count == 0 ? "none" : string.Join(", ", plan.VendorKeys)),
    ];

    public static IReadOnlyList<ReportTimeout> Timeouts(AcceptanceTimeouts used)
    {
        var standard = new AcceptanceTimeouts();
        ReportTimeout Line(string name, Func<AcceptanceTimeouts, int> value) => new(name, value(used), value(standard));
        return
        [
            Line("Answer to a message", t => t.Answer),
            Line("Answer to GetConfiguration", t => t.GetConfiguration),
            Line("Triggered message", t => t.TriggeredMessage),
            Line("Status change", t => t.StatusChange),
            Line("Human step", t => t.Prompt),
            Line("Reconnect", t => t.Reconnect),
            Line("Reboot to BootNotification", t => t.Reboot),
            Line("Firmware update", t => t.Firmware),
            Line("Upload", t => t.Upload),
            Line("Offline window", t => t.OfflineWindow),
            Line("Watch for heartbeats", t => t.HeartbeatWatch),
            Line("Watch for meter values", t => t.MeterWatch),
        ];
    }

    private static string Said(string text) => string.IsNullOrWhiteSpace(text) ? "not given" : text.Trim();
}
