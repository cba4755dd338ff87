using Microsoft.Extensions.Configuration;
using OcppDashboard.Configuration;

namespace OcppDashboard.Tests.Configuration;

public class SettingsReaderTests
{
    [Fact]
    public void Without_settings_the_defaults_hold()
    {
        var (settings, mistakes) = Read(RunMode.Normal);
        Assert.Empty(mistakes);
        Assert.Equal((5016, Path.Combine("/here", "data"), 14, 2048), (settings!.Port, settings.Data.Directory, settings.Data.MessageLogDays, settings.Data.MessageLogMegabytes));
        Assert.Equal((Onboarding.Open, TimeSpan.FromSeconds(60)), (settings.Ocpp.Onboarding, settings.Ocpp.CallTimeout));
        Assert.Equal(Path.Combine("/here", "data", "demo"), Read(RunMode.Demo).Settings!.Data.Directory);
    }

    [Fact]
    public void All_mistakes_are_found_at_once_and_each_is_a_sentence()
    {
        var (settings, mistakes) = Read(RunMode.Normal, ("Port", "65536"), ("Data:MessageLogDays", "0"), ("Ocpp:Onboarding", "7"), ("Ocpp:HeartbeatIntervalSeconds", "1,5"), ("Ocpp:IdleTimeoutSeconds", "299"));
        Assert.Null(settings);
        Assert.Equal(5, mistakes.Count);
        Assert.All(mistakes, mistake => Assert.Matches("^The setting [A-Za-z:]+ is \".*\": it must be .*\\.$", mistake));
    }

    [Fact]
    public void Unknown_id_tags_are_accepted_unless_the_settings_say_invalid()
    {
        Assert.Equal(UnknownIdTags.Accept, Read(RunMode.Normal).Settings!.UnknownIdTags);
        Assert.Equal(UnknownIdTags.Invalid, Read(RunMode.Normal, ("Authorization:UnknownTags", "invalid")).Settings!.UnknownIdTags);
        Assert.Equal("The setting Authorization:UnknownTags is \"Refuse\": it must be one of Accept, Invalid.", Assert.Single(Read(RunMode.Normal, ("Authorization:UnknownTags", "Refuse")).Mistakes));
    }

    [Fact]
    public void Statuses_are_asked_for_except_in_the_lab_and_as_the_setting_says()
    {
        Assert.Equal((true, true, false), (Asks(RunMode.Normal), Asks(RunMode.Demo), Asks(RunMode.Lab)));
        Assert.Equal((false, true), (Asks(RunMode.Normal, "false"), Asks(RunMode.Lab, "true")));
        Assert.Equal("The setting Ocpp:AskForStatus is \"yes\": it must be true or false.", Assert.Single(Read(RunMode.Normal, ("Ocpp:AskForStatus", "yes")).Mistakes));

        static bool Asks(RunMode mode, string? value = null) => Read(mode, value is null ? [] : [("Ocpp:AskForStatus", value)]).Settings!.Ocpp.AsksForStatus;
    }

    [Fact]
    public void Proxies_are_addresses_and_the_memory_for_unfinished_messages_is_megabytes()
    {
        var settings = Read(RunMode.Normal, ("KnownProxies", "10.0.0.5, ::1"), ("Ocpp:MaxUnfinishedMegabytes", "16")).Settings!;
        Assert.Equal(["10.0.0.5", "::1"], settings.KnownProxies.Select(address => address.ToString()));
        Assert.Equal(16L << 20, settings.Ocpp.MaxUnfinishedBytes);
        Assert.Equal((0, 64L << 20), (Read(RunMode.Normal).Settings!.KnownProxies.Count, Read(RunMode.Normal).Settings!.Ocpp.MaxUnfinishedBytes));
        foreach (var wrong in (string[])["proxy.local", "10.0.0.0/8", "1", "10.0.0.5 x"]) Assert.Contains("KnownProxies holds", Assert.Single(Read(RunMode.Normal, ("KnownProxies", wrong)).Mistakes), StringComparison.Ordinal);
        Assert.Single(Read(RunMode.Normal, ("Ocpp:MaxUnfinishedMegabytes", "1")).Mistakes);
    }

    private static (DashboardSettings? Settings, IReadOnlyList<string> Mistakes) Read(RunMode mode, params (string Key, string Value)[] given) => SettingsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(given.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)).Build(), mode, "/here");
}
