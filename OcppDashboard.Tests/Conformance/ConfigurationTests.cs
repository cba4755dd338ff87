using OcppDashboard.Commands.Timeline;

namespace OcppDashboard.Tests.Conformance;

/// <summary>GetConfiguration and ChangeConfiguration.</summary>
public sealed class ConfigurationTests(ConformanceSystem system) : ConformanceTest(system)
{
    private const string Interval = """{"key":"MeterValueSampleInterval","value":"60"}""";

    [Fact]
    public async Task TC_019_1_read_all_configuration_keys()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("GetConfiguration", "{}", """
            {"configurationKey":[{"key":"HeartbeatInterval","readonly":false,"value":"300"},{"key":"SupportedFeatureProfiles","readonly":true,"value":"Core"}],"unknownKey":[]}
            """);
        Assert.Equal("2 keys", (await EndedAsync(command, CommandState.Done)).Steps[^1].Emphasis);
    }

    [Fact]
    public async Task TC_019_2_read_one_configuration_key()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("GetConfiguration", """{"key":["SupportedFeatureProfiles"]}""", """
            {"configurationKey":[{"key":"SupportedFeatureProfiles","readonly":true,"value":"Core,Reservation"}]}
            """);
        Assert.Equal("1 key", (await EndedAsync(command, CommandState.Done)).Steps[^1].Emphasis);
    }

    [Fact]
    public async Task TC_021_change_a_configuration_key()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("ChangeConfiguration", Interval, """{"status":"Accepted"}""");
        Assert.Equal("Accepted", (await EndedAsync(command, CommandState.Done)).Status);
        var late = await chargePoint.OperatorAsync("ChangeConfiguration", Interval, """{"status":"RebootRequired"}""");
        Assert.Equal("RebootRequired", (await EndedAsync(late, CommandState.Done)).Status);
    }

    [Fact]
    public async Task TC_040_1_change_an_unknown_configuration_key()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("ChangeConfiguration", """{"key":"UnknownConfigurationKey","value":"true"}""", """{"status":"NotSupported"}""");
        Assert.Equal("NotSupported", (await EndedAsync(command, CommandState.Refused)).Status);
    }

    [Fact]
    public async Task TC_040_2_change_a_configuration_key_to_an_invalid_value()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("ChangeConfiguration", """{"key":"MeterValueSampleInterval","value":"-1"}""", """{"status":"Rejected"}""");
        Assert.Equal("Rejected", (await EndedAsync(command, CommandState.Refused)).Status);
    }
}
