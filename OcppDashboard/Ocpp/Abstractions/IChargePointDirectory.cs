namespace OcppDashboard.Ocpp.Abstractions;

/// <summary>Which charge points are known.</summary>
public interface IChargePointDirectory
{
    /// <returns>The stored spelling of an identity, compared ignoring case (A12); null when it is not known.</returns>
    string? Stored(string identity);

    /// <summary>How many are known.</summary>
    int Count { get; }
}
