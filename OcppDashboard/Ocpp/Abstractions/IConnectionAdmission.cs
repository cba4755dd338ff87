namespace OcppDashboard.Ocpp.Abstractions;

/// <summary>Has a word in who may connect.</summary>
public interface IConnectionAdmission
{
    /// <returns>Why this identity is refused for now, in words; null: it may come in.</returns>
    string? Refusal(string chargePointId);
}
