namespace OcppDashboard.Features.ChargePointConfiguration;

/// <summary>How a charge point answers GetConfiguration.</summary>
/// <param name="Most">Keys in one request; 0: it lists all of them when it is asked for none.</param>
public readonly record struct ConfigurationWay(int Most)
{
    public static ConfigurationWay All => new(0);
    public static ConfigurationWay Single => new(1);

    public bool IsAll => Most == 0;

    /// <summary>As it is kept: All, Parts 4, Single.</summary>
    public override string ToString() => Most switch { 0 => "All", 1 => "Single", _ => $"Parts {Most}" };

    public static ConfigurationWay? Parse(string? text) => text switch
    {
        "All" => All,
        "Single" => Single,
        not null when text.StartsWith("Parts ", StringComparison.Ordinal) && int.TryParse(text.AsSpan(6), out var most) && most > 1 => new(most),
        _ => null,
    };
}
