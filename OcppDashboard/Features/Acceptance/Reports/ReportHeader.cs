using System.Text.Json;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>The four lines at the head: what the tester corrected, else what the last BootNotification said; empty where neither did.</summary>
/// <param name="ManufacturerNumber">chargePointSerialNumber, else chargeBoxSerialNumber.</param>
public sealed record ReportHeader(string ManufacturerName, string ManufacturerNumber, string ManufacturerModel, string FirmwareVersion)
{
    public static ReportHeader Of(RunRecord run)
    {
        var boot = run.Frames.LastOrDefault(frame => frame.IsCall("BootNotification"));
        var plan = run.Plan;
        return new(
            Pick(plan.ManufacturerName, Text(boot, "chargePointVendor")),
            Pick(plan.ManufacturerNumber, Text(boot, "chargePointSerialNumber"), Text(boot, "chargeBoxSerialNumber")),
            Pick(plan.ManufacturerModel, Text(boot, "chargePointModel")),
            Pick(plan.FirmwareVersion, Text(boot, "firmwareVersion")));
    }

    /// <summary>A scalar of the payload; null where it is absent or no text can be made of it (a lone surrogate).</summary>
    internal static string? Text(CapturedFrame? frame, string name)
    {
        try
        {
            return frame?.Value(name);
        }
        catch (Exception exception) when (exception is InvalidOperationException or JsonException)
        {
            return null;
        }
    }

    private static string Pick(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
            if (!string.IsNullOrWhiteSpace(text)) return text.Trim();
        return "";
    }
}
