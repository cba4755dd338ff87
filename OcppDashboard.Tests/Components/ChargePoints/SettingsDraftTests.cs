using OcppDashboard.Components.ChargePoints;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Tests.Components.ChargePoints;

/// <summary>What a form makes of a charge point's settings, and what it refuses.</summary>
public class SettingsDraftTests
{
    [Fact]
    public void Untouched_it_changes_nothing()
    {
        var settings = new ChargePointSettings
        {
            Name = "Gate", MayConnect = false, PasswordSha256 = "ab", IgnoresUserName = true, RequiresClientCertificate = true, OmitsSubProtocol = true, IdleLimitSeconds = 600, ReplyDelayMs = 1000,
            NextBootStatus = RegistrationStatus.Pending, BootIntervalSeconds = 1, IsQuiet = true, RemoteIdTag = "04A2", MeterFactor = 0.001m, ConfigurationWay = "Chunks",
        };
        Assert.Equal(settings, new SettingsDraft(settings).ToChange()!(settings));
        Assert.Equal(new ChargePointSettings(), new SettingsDraft(new()).ToChange()!(new()));
    }

    [Fact]
    public void A_password_is_set_replaced_and_removed_and_never_shown()
    {
        var settings = new SettingsDraft(new()) { Password = "12345678" }.ToChange()!(new());
        Assert.Equal(ChargePointPassword.Hash("12345678"), settings.PasswordSha256);
        var draft = new SettingsDraft(settings);
        Assert.Equal((true, null), (draft.HasPassword, draft.Password));
        draft.MakePassword();
        Assert.Equal(40, draft.Password!.Length);
        Assert.NotEqual(settings.PasswordSha256, draft.ToChange()!(settings).PasswordSha256);
        Assert.Null(new SettingsDraft(settings) { ClearsPassword = true }.ToChange()!(settings).PasswordSha256);
    }

    [Fact]
    public void What_is_wrong_is_said_at_its_member_and_nothing_is_changed()
    {
        var draft = new SettingsDraft(new()) { IdleLimit = "299", ReplyDelay = "2001", BootInterval = "0", MeterFactor = "-1", Password = " ", RemoteIdTag = new string('x', 21) };
        Assert.Null(draft.ToChange());
        foreach (var member in new[] { nameof(draft.IdleLimit), nameof(draft.ReplyDelay), nameof(draft.BootInterval), nameof(draft.MeterFactor), nameof(draft.Password), nameof(draft.RemoteIdTag) })
            Assert.NotNull(draft.Error(member));
        Assert.Null(draft.Error(nameof(draft.Name)));
    }
}
