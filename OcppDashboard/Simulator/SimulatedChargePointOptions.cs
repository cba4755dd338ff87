namespace OcppDashboard.Simulator;

/// <summary>One simulated charge point: who it is and where it connects to.</summary>
/// <param name="Id">The identity at the end of the URL.</param>
/// <param name="CentralSystem">The ws or wss address without the identity, asked for at every connect.</param>
public sealed record SimulatedChargePointOptions(string Id, SimulatedModel Model, Func<Uri> CentralSystem)
{
    /// <summary>For HTTP Basic credentials; null: none are sent.</summary>
    public string? Password { get; init; }
    public TimeProvider Time { get; init; } = TimeProvider.System;
    /// <summary>Same seed and same id: same behaviour.</summary>
    public int Seed { get; init; }
    /// <summary>Configuration values that differ from the model's.</summary>
    public IReadOnlyDictionary<string, string>? Configuration { get; init; }
    /// <summary>Behaviour that differs from the model's, with every firmware; names and values as <see cref="BehaviourChanges"/> has them.</summary>
    public IReadOnlyDictionary<string, string>? Behaviour { get; init; }
    /// <summary>How long an answer is waited for.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);
    /// <summary>How many lines of its own log it keeps for diagnostics.</summary>
    public int LogLines { get; init; } = 120;
}
