using OcppDashboard.Components.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Components.BulkTasks;

/// <summary>Which charge points a list shows; empty members do not filter.</summary>
/// <param name="Text">Part of the identity, vendor, model, serial number or firmware version.</param>
/// <param name="State">online, offline, free (no transaction runs) or a status.</param>
public sealed record ChargePointChoice(string? Text, string? Vendor, string? Model, string? Firmware, string? State)
{
    public const string Online = "online", Offline = "offline", Free = "free";

    public bool IsEmpty => string.IsNullOrWhiteSpace(Text) && string.IsNullOrEmpty(Vendor) && string.IsNullOrEmpty(Model) && string.IsNullOrEmpty(Firmware) && string.IsNullOrEmpty(State);

    public IEnumerable<ChargePointSnapshot> Of(IEnumerable<ChargePointSnapshot> all) => all.Where(Matches);

    private bool Matches(ChargePointSnapshot chargePoint)
    {
        var boot = chargePoint.Boot;
        return (string.IsNullOrEmpty(Vendor) || boot?.Vendor == Vendor) && (string.IsNullOrEmpty(Model) || boot?.Model == Model)
            && (string.IsNullOrEmpty(Firmware) || boot?.FirmwareVersion == Firmware) && IsInState(chargePoint) && HasText(chargePoint);
    }

    private bool IsInState(ChargePointSnapshot chargePoint) => State switch
    {
        null or "" => true,
        Online => chargePoint.Online,
        Offline => !chargePoint.Online,
        Free => chargePoint.Online && !chargePoint.OpenTransactions.Any(),
        _ => chargePoint.Online && chargePoint.Connectors.Any(connector => connector.Status.Known?.ToString().Equals(State, StringComparison.OrdinalIgnoreCase) == true),
    };

    private bool HasText(ChargePointSnapshot chargePoint)
    {
        if (string.IsNullOrWhiteSpace(Text)) return true;
        var text = Text.Trim();
        bool Has(string? value) => value?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
        return Has(chargePoint.Id) || Has(chargePoint.Boot?.Vendor) || Has(chargePoint.Boot?.Model) || Has(chargePoint.Boot?.SerialNumber) || Has(chargePoint.Boot?.FirmwareVersion);
    }
}
