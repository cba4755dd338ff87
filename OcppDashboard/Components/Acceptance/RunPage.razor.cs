using System.Globalization;
using Microsoft.AspNetCore.Components;
using OcppDashboard.Components.Shared;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Run;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;

namespace OcppDashboard.Components.Acceptance;

/// <summary>A run at the desk: what is done, what is asked, and why each leg came out as it did.</summary>
public partial class RunPage(ChargePointStore store, NavigationManager navigation, ViewerClock clock) : RunComponent
{
    private const string LegName = "leg", TryName = "try";
    private Dialog dialog;

    private enum Dialog { None, Plug, Share, Abort, Note, Override }

    [SupplyParameterFromQuery(Name = LegName)] public string? LegText { get; set; }
    [SupplyParameterFromQuery(Name = TryName)] public string? TryText { get; set; }

    /// <summary>The leg whose evidence is shown; one that nobody knows is none.</summary>
    private string? Leg => LegText is not null && AcceptanceFunctions.OfLeg(LegText) is not null ? LegText : null;

    private int? Attempt => int.TryParse(TryText, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Manufacturer, model and firmware as the report has them.</summary>
    private string Kind
    {
        get
        {
            var (plan, boot) = (View!.Record.Plan, store.Find(View.Record.ChargePointId)?.Boot);
            var model = $"{plan.ManufacturerName ?? boot?.Vendor} {plan.ManufacturerModel ?? boot?.Model}".Trim();
            var firmware = plan.FirmwareVersion ?? boot?.FirmwareVersion;
            return Units.Cut(string.IsNullOrEmpty(firmware) ? model : $"{model}, firmware {firmware}", 100);
        }
    }

    protected override void Begin() => dialog = Dialog.None;

    private async Task RepeatAsync(IReadOnlyList<string> legs)
    {
        Failure = null;
        try
        {
            await Runs.RepeatAsync(Id, legs);
        }
        catch (AcceptanceException exception)
        {
            Failure = exception.Message;
        }
        catch (StorageFailedException)
        {
            Failure = AcceptanceTexts.NotKept;
        }
    }

    private void CloseDialog() => dialog = Dialog.None;

    /// <summary>With the viewer's zone: the report says its times in it.</summary>
    private string ReportAddress(string ending) => string.Create(CultureInfo.InvariantCulture, $"/acceptance/{Id}/report{ending}?zone={Uri.EscapeDataString(clock.Zone.Id)}");

    private string LegAddress(string? leg) => navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { [LegName] = leg, [TryName] = null });

    private string TryAddress(int attempt) => navigation.GetUriWithQueryParameter(TryName, attempt);
}
