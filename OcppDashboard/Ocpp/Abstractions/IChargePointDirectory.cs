namespace OcppDashboard.Ocpp.Abstractions;

/// <summary>Which charge points are known.</summary>
public interface IChargePointDirectory
{
    /// <returns>The stored spelling of an identity, compared ignoring case (A12); null when it is not known.</returns>
    string? Stored(string identity);

    /// <returns>A known identity that people could not tell from this one, which is another; null: there is none.</returns>
    string? LookAlike(string identity);

    /// <summary>How many are known.</summary>
    int Count { get; }
}
