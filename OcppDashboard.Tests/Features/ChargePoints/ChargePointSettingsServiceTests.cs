using OcppDashboard.Features.ChargePoints;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.ChargePoints;

public sealed class ChargePointSettingsServiceTests
{
    [Fact]
    public async Task Settings_outlive_a_restart_and_can_be_forgotten()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var set = await central.Get<ChargePointSettingsService>().ChangeAsync("CP-1", settings => settings with
        {
            Name = "At the gate", MayConnect = false, NextBootStatus = RegistrationStatus.Pending, BootIntervalSeconds = 1, IsQuiet = true, ReplyDelayMs = 900, MeterFactor = 1000, RemoteIdTag = "TAG",
        });
        Assert.Equal(set, central.Get<ChargePointSettingsStore>().Of("cp-1"));
        await central.RestartAsync();
        Assert.Equal(set, central.Get<ChargePointSettingsStore>().Of("cp-1"));
        await central.Get<ChargePointSettingsService>().ForgetAsync("CP-1");
        await central.RestartAsync();
        Assert.Equal(new(), central.Get<ChargePointSettingsStore>().Of("CP-1"));
    }
}
