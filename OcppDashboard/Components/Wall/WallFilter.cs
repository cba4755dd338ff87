using System.Collections.Immutable;
using OcppDashboard.Components.Messages;
using OcppDashboard.Components.Shared;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Components.Wall;

/// <summary>What the wall counts over all charge points.</summary>
/// <param name="ByToken">Connectors by the token of the status they show, offline ones included.</param>
/// <param name="PowerW">W, online connectors alone.</param>
public sealed record WallCounts(int ChargePoints, int Online, int Connectors, IReadOnlyDictionary<string, int> ByToken, double PowerW)
{
    public int Offline => ChargePoints - Online;

    public int this[string token] => ByToken.GetValueOrDefault(token);

    public static WallCounts Of(ImmutableArray<ChargePointSnapshot> chargePoints)
    {
        var byToken = new Dictionary<string, int>();
        var (online, connectors, power) = (0, 0, 0d);
        foreach (var chargePoint in chargePoints)
        {
            if (chargePoint.Online) online++;
            foreach (var connector in chargePoint.Connectors)
            {
                if (connector.Id == 0) continue;
                connectors++;
                var token = StatusText.Of(connector, chargePoint.Online).Token;
                byToken[token] = byToken.GetValueOrDefault(token) + 1;
                if (chargePoint.Online && connector.PowerW is { } watts && double.IsFinite(watts)) power += watts;
            }
        }
        return new(chargePoints.Length, online, connectors, byToken, power);
    }
}

/// <summary>Which charge points the wall shows.</summary>
/// <param name="Token">Status token that one connector at least must show; null: any.</param>
/// <param name="Text">Part of the identity, vendor, model, serial number or a running transaction's id tag; null: any.</param>
public readonly record struct WallFilter(string? Token, string? Text)
{
    public bool IsEmpty => string.IsNullOrEmpty(Token) && string.IsNullOrWhiteSpace(Text);

    public bool Shows(ChargePointSnapshot chargePoint) => HasStatus(chargePoint) && HasText(chargePoint);

    private bool HasStatus(ChargePointSnapshot chargePoint)
    {
        if (string.IsNullOrEmpty(Token)) return true;
        if (Token == StatusText.Offline.Token) return !chargePoint.Online;
        foreach (var connector in chargePoint.Connectors)
            if (StatusText.Of(connector, chargePoint.Online).Token == Token && (connector.Id > 0 || connector.Status.Is(ChargePointStatus.Faulted))) return true;
        return false;
    }

    private bool HasText(ChargePointSnapshot chargePoint)
    {
        if (string.IsNullOrWhiteSpace(Text)) return true;
        var text = Text.Trim();
        if (Has(chargePoint.Id) || Has(chargePoint.Name) || Has(chargePoint.Boot?.SerialNumber) || Has(chargePoint.Boot?.ChargeBoxSerialNumber) || Has(ModelOf(chargePoint))) return true;
        foreach (var connector in chargePoint.Connectors)
            if (Has(connector.Transaction?.IdTag)) return true;
        return false;

        bool Has(string? part) => part?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
    }

    /// <summary>Vendor and model in one line; the vendor once where the model repeats it. Empty when unknown.</summary>
    public static string ModelOf(ChargePointSnapshot chargePoint)
    {
        var (vendor, model) = (chargePoint.Boot?.Vendor, chargePoint.Boot?.Model);
        if (string.IsNullOrEmpty(vendor)) return model ?? "";
        return string.IsNullOrEmpty(model) ? vendor : model.StartsWith(vendor, StringComparison.OrdinalIgnoreCase) ? model : vendor + " " + model;
    }
}
