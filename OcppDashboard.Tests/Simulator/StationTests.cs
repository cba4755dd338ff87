using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Simulator;
using OcppDashboard.Simulator.Engine;

namespace OcppDashboard.Tests.Simulator;

public class StationTests
{
    private static readonly string[] RequiredCoreKeys =
    [
        "AuthorizeRemoteTxRequests", "ClockAlignedDataInterval", "ConnectionTimeOut", "ConnectorPhaseRotation", "GetConfigurationMaxKeys", "HeartbeatInterval",
        "LocalAuthorizeOffline", "LocalPreAuthorize", "MeterValuesAlignedData", "MeterValuesSampledData", "MeterValueSampleInterval", "NumberOfConnectors",
        "ResetRetries", "StopTransactionOnEVSideDisconnect", "StopTransactionOnInvalidId", "StopTxnAlignedData", "StopTxnSampledData",
        "SupportedFeatureProfiles", "TransactionMessageAttempts", "TransactionMessageRetryInterval", "UnlockConnectorOnEVSideDisconnect",
    ];

    public static TheoryData<string> Names => [.. SimulatedModels.Names];

    [Fact]
    public void All_stations_are_there() =>
        Assert.Equal(["ac-double", "dc", "delta", "evlink", "faulted", "flaky", "wallbox", "wallbox-7"], SimulatedModels.Names);

    [Theory]
    [InlineData("evlink", 125)]
    [InlineData("delta", 76)]
    public void Has_the_number_of_keys_of_its_report(string name, int keys) => Assert.Equal(keys, SimulatedModels.Get(name).Configuration.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void Configuration_is_sound(string name)
    {
        var model = SimulatedModels.Get(name);
        var settings = new Settings(model, null);
        Assert.DoesNotContain(RequiredCoreKeys, key => settings.Text(key) is null);
        Assert.Equal(model.Connectors.Count, settings.Integer("NumberOfConnectors"));
        Assert.True(settings.Integer("GetConfigurationMaxKeys") >= settings.Count);
        Assert.All(model.Configuration, key => Assert.InRange(key.Key.Length, 1, 50));
        // what it has, it must accept: the same value is written back by commissioning
        foreach (var key in model.Configuration.Where(key => !key.Readonly && !key.WriteOnly))
            Assert.Equal(key.RebootRequired ? ConfigurationStatus.RebootRequired : ConfigurationStatus.Accepted, settings.Write(key.Key, key.Value));
    }

    [Fact]
    public void Evlink_is_as_its_report_says()
    {
        var model = SimulatedModels.Get("EVLINK");
        Assert.Equal(("Schneider Electric", "EVlink Smart Wallbox", "3N192040721A1S1B7551700017", "3.3.0.10", null),
            (model.Vendor, model.Model, model.Serial, model.FirmwareVersion, model.Iccid));
        Assert.Equal([Measurands.EnergyActiveImportRegister, Measurands.CurrentOffered], model.Measurands);
        Assert.False(model.Behaviour.SoftResetBoots);
        Assert.False(model.Behaviour.RebootsAfterFirmware);
    }

    [Fact]
    public void A_firmware_changes_only_what_it_names()
    {
        var model = SimulatedModels.Get("delta");
        Assert.False(model.BehaviourWith("3.3.9").KeepsOfflineMeterValues);
        Assert.Equal(model.Behaviour with { KeepsOfflineMeterValues = true }, model.BehaviourWith("3.4"));
    }

    [Fact]
    public void An_unknown_station_is_answered_with_the_known_ones() =>
        Assert.Contains("evlink", Assert.Throws<ArgumentException>(() => SimulatedModels.Get("nothing")).Message, StringComparison.Ordinal);
}
