using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Handlers;

/// <summary>What is odd about a boot notification.</summary>
internal static class BootNotes
{
    private static readonly TimeSpan TooSoon = TimeSpan.FromSeconds(20);

    /// <param name="before">The boot before on the same connection.</param>
    /// <param name="wasAskedFor">This server asked for it, or for the one before, or had not accepted that.</param>
    public static void Of(CallContext context, BootNotificationRequest request, BootInfo boot, BootInfo? before, bool wasAskedFor)
    {
        if (boot.Vendor is null || boot.Model is null) context.Note("vendor or model is missing");
        if (IsLonger(request.ChargePointVendor, 20) || IsLonger(request.ChargePointModel, 20) || IsLonger(request.ChargePointSerialNumber, 25) || IsLonger(request.FirmwareVersion, 50)
            || IsLonger(request.ChargeBoxSerialNumber, 25) || IsLonger(request.Iccid, 20) || IsLonger(request.Imsi, 20) || IsLonger(request.MeterType, 25) || IsLonger(request.MeterSerialNumber, 25))
            context.Note("a text of the boot is longer than the specification allows");
        Texts.NotePadding(
            context, request.ChargePointVendor, request.ChargePointModel, request.ChargePointSerialNumber, request.FirmwareVersion, request.ChargeBoxSerialNumber,
            request.Iccid, request.Imsi, request.MeterType, request.MeterSerialNumber);
        if (!wasAskedFor && !context.MayRepeat && IsAgain(boot, before)) context.Note("a boot within 20 s of the one before");
    }

    /// <summary>The same boot once more, sooner than anything boots (C4).</summary>
    /// <param name="before">The boot before on the same connection.</param>
    public static bool IsAgain(BootInfo boot, BootInfo? before) => before is not null && boot.At - before.At < TooSoon && (before with { At = boot.At }) == boot;

    private static bool IsLonger(string? text, int most) => text?.Length > most;
}
