using OcppDashboard.Components.Messages;
using OcppDashboard.Components.Shared;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Components.Wall;

/// <summary>What a connector's place on the wall says under its status.</summary>
/// <param name="Main">The one main fact.</param>
/// <param name="Unit">Set when <paramref name="Main"/> is a number, drawn large.</param>
/// <param name="Strong">Draws a text bold.</param>
/// <param name="Left">Second line, left; null: none.</param>
/// <param name="Right">Second line, right; null: none.</param>
/// <param name="Soc">State of charge, 0 to 100 %; null: unknown.</param>
/// <param name="Title">The whole of a text that may be cut.</param>
public readonly record struct ConnectorLines(
    string Main, string? Unit = null, bool Strong = false, string? Left = null, string? Right = null, double? Soc = null, string? Title = null)
{
    /// <summary>For a connector of a charge point that is online.</summary>
    public static ConnectorLines Of(ConnectorSnapshot connector, ViewerClock clock, DateTimeOffset now)
    {
        var transaction = connector.Transaction;
        var age = connector.Since is { } at ? Units.Duration(now - at) : null;
        var since = connector.Since is { } start ? "since " + clock.Short(start) : null;
        if (connector.IsFaulted) return Fault(connector, since, age);
        if (connector.IsCharging) return Charging(connector, transaction, age, now);
        var energy = transaction is null ? null : Units.Energy(transaction.EnergyWh);
        var lasting = transaction is null ? age : Units.Duration(now - transaction.StartedAt);
        return connector.Status.Known switch
        {
            ChargePointStatus.Reserved or ChargePointStatus.Available when connector.Reservation is { } held =>
                new($"for {Units.Cut(held.IdTag, 24)}", Left: $"until {clock.Short(held.Until)}", Right: age, Title: held.IdTag),
            ChargePointStatus.Available => new(age is null ? "free" : "free " + age, Left: energy, Title: connector.Info),
            ChargePointStatus.Preparing => new("waiting for card or cable", Left: energy ?? since, Right: energy is null ? age : lasting),
            ChargePointStatus.SuspendedEV => new("car is not drawing", Left: energy ?? since, Right: lasting, Soc: Percent(transaction)),
            ChargePointStatus.SuspendedEVSE => new("held by charge point", Left: energy ?? since, Right: lasting, Soc: Percent(transaction)),
            ChargePointStatus.Finishing => new("unplug the car", Left: energy ?? since, Right: lasting),
            ChargePointStatus.Reserved => new("kept for a driver", Left: since, Right: age),
            ChargePointStatus.Unavailable => new("out of service", Left: since, Right: age),
            _ => new(age is null ? "connected" : "for " + age, Left: energy),
        };
    }

    private static ConnectorLines Charging(ConnectorSnapshot connector, TransactionSnapshot? transaction, string? age, DateTimeOffset now)
    {
        var lasting = transaction is null ? age : Units.Duration(now - transaction.StartedAt);
        var energy = transaction?.EnergyWh is { } wattHours ? Units.Energy(wattHours) : null;
        var line = energy is not null && lasting is not null ? energy + " · " + lasting : energy ?? lasting;
        var soc = Percent(transaction);
        var right = soc is { } percent ? Units.Percent(percent) : null;
        if (connector.PowerW is { } watts) return new(Units.Kilo(watts), "kW", Left: line, Right: right, Soc: soc);
        return energy is null ? new("no readings yet", Left: lasting, Right: right, Soc: soc)
            : new(Units.Kilo(transaction!.EnergyWh), "kWh", Left: lasting, Right: right, Soc: soc);
    }

    private static ConnectorLines Fault(ConnectorSnapshot connector, string? since, string? age)
    {
        var code = connector.ErrorCode is { IsAbsent: false } error && !error.Is(ChargePointErrorCode.NoError) && !error.Is(ChargePointErrorCode.OtherError)
            ? error.ToString() : First(connector.VendorErrorCode, connector.Info, connector.ErrorCode.ToString(), "no error code");
        var all = string.Join(" · ", new[] { connector.ErrorCode.ToString(), connector.VendorErrorCode, connector.Info }.Where(text => !string.IsNullOrEmpty(text)));
        return new(Units.Cut(code, 40), Strong: true, Left: since, Right: age, Title: all);
    }

    private static string First(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
            if (!string.IsNullOrWhiteSpace(text)) return text;
        return Units.None;
    }

    private static double? Percent(TransactionSnapshot? transaction) =>
        transaction?.StateOfCharge is { } soc && double.IsFinite(soc) ? Math.Clamp(soc, 0, 100) : null;
}
