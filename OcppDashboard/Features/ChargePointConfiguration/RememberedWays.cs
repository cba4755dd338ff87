using OcppDashboard.Features.ChargePoints;

namespace OcppDashboard.Features.ChargePointConfiguration;

/// <summary>Remembers how a charge point's configuration can be read, with what else is set for it.</summary>
public sealed class RememberedWays(Provisioning provisioning) : IConfigurationWays
{
    public Task RememberAsync(string chargePointId, ConfigurationWay? way) =>
        provisioning.ChangeAsync(chargePointId, settings => settings with { ConfigurationWay = way?.ToString() });
}
