namespace OcppDashboard.Ocpp.Abstractions;

/// <summary>What connections use of what they share.</summary>
public interface IConnectionFigures
{
    /// <summary>Places that are taken now.</summary>
    int Connections { get; }

    int MostConnections { get; }

    /// <summary>Memory held by messages that are not whole yet.</summary>
    long UnfinishedBytes { get; }

    long MostUnfinishedBytes { get; }
}
