using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Simulator;

/// <summary>What can be seen of a simulated charge point at one moment.</summary>
/// <param name="Online">Connected and accepted by the central system.</param>
/// <param name="NetworkUp">False while its network is cut.</param>
/// <param name="Queued">Transaction messages that wait to be sent.</param>
/// <param name="Activity">What it is busy with in words (rebooting, installing), or null.</param>
public sealed record SimulatedChargePointView(
    string Id, string Model, string Title, string FirmwareVersion, bool Online, bool NetworkUp, int Queued, string? Activity, SimulatedFault? Fault,
    IReadOnlyList<SimulatedConnectorView> Connectors);

/// <param name="PowerW">Now flowing, W.</param>
/// <param name="RegisterWh">Of the meter, Wh.</param>
/// <param name="EnergyWh">Of the running transaction, Wh; 0 without one.</param>
/// <param name="StateOfCharge">Percent; null when the car does not tell.</param>
/// <param name="TransactionId">Null without a transaction, and while the central system has not answered the start.</param>
public sealed record SimulatedConnectorView(
    int Id, string Type, ChargePointStatus Status, SimulatedFault? Fault, bool PluggedIn, double PowerW, double RegisterWh, double EnergyWh, double? StateOfCharge,
    string? IdTag, long? TransactionId, bool Charging);

public sealed record SimulatedFault(ChargePointErrorCode Code, string? Info, string? VendorErrorCode = null);
