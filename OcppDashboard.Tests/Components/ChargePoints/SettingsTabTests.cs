using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OcppDashboard.Components.ChargePoints;
using OcppDashboard.Components.Shared;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.Ocpp.Connections;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Components.ChargePoints;

/// <summary>The form of a charge point's settings: what is typed holds after Save, what is wrong is said, a password is never shown.</summary>
public sealed class SettingsTabTests : PageTest
{
    private readonly ChargePointSettingsStore settings = new();

    [Fact]
    public void What_is_typed_holds_after_save()
    {
        using var history = new TestHistory();
        var tab = Draw(history);
        tab.Act(() => tab.FindAll("input.text-box")[0].Change("At the gate"));
        tab.Act(() => tab.FindAll("input[type=checkbox]")[0].Change(false));
        tab.Act(() => tab.Find("select").Change("Rejected"));
        tab.Act(() => tab.Find("form").Submit());
        tab.WaitForAssertion(() => Assert.Contains(SettingsTexts.Saved, tab.Markup, StringComparison.Ordinal));
        var set = settings.Of("CP-1");
        Assert.Equal(("At the gate", false, OcppDashboard.Ocpp.Messages.RegistrationStatus.Rejected), (set.Name, set.MayConnect, set.NextBootStatus));
    }

    [Fact]
    public void A_wrong_number_is_said_and_nothing_is_kept()
    {
        using var history = new TestHistory();
        var tab = Draw(history);
        tab.Act(() => tab.FindAll("input[inputmode=numeric]")[0].Change("many"));
        tab.Act(() => tab.Find("form").Submit());
        Assert.Equal(SettingsTexts.BadNumber(1, 86_400), tab.Find(".form-error").TextContent);
        Assert.False(settings.Has("CP-1"));
    }

    [Fact]
    public void A_password_is_made_kept_as_a_hash_and_not_shown_again()
    {
        using var history = new TestHistory();
        var tab = Draw(history);
        tab.Act(() => Button(tab, SettingsTexts.SetPassword).Click());
        tab.Act(() => Button(tab, SettingsTexts.MakePassword).Click());
        var made = tab.Find("input.code").GetAttribute("value")!;
        tab.Act(() => tab.Find("form").Submit());
        tab.WaitForAssertion(() => Assert.Contains(SettingsTexts.PasswordSet, tab.Markup, StringComparison.Ordinal));
        Assert.Equal(ChargePointPassword.Hash(made), settings.Of("CP-1").PasswordSha256);
        Assert.DoesNotContain(made, tab.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(settings.Of("CP-1").PasswordSha256!, tab.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_on_its_way_is_told_of_and_another_one_set_here_takes_its_place()
    {
        using var history = new TestHistory();
        settings.Set("CP-1", new() { PasswordSha256 = ChargePointPassword.Hash("12345678"), OfferedPasswordSha256 = ChargePointPassword.Hash("87654321") });
        var tab = Draw(history);
        Assert.Contains(SettingsTexts.PasswordOffered, tab.Markup, StringComparison.Ordinal);
        tab.Act(() => tab.Find("form").Submit());
        tab.WaitForAssertion(() => Assert.Contains(SettingsTexts.Saved, tab.Markup, StringComparison.Ordinal));
        Assert.NotNull(settings.Of("CP-1").OfferedPasswordSha256);
        tab.Act(() => Button(tab, SettingsTexts.ReplacePassword).Click());
        tab.Act(() => tab.Find("input.code").Change("another one"));
        tab.Act(() => tab.Find("form").Submit());
        tab.WaitForAssertion(() => Assert.Equal(ChargePointPassword.Hash("another one"), settings.Of("CP-1").PasswordSha256));
        Assert.Null(settings.Of("CP-1").OfferedPasswordSha256);
    }

    private IRenderedComponent<SettingsTab> Draw(TestHistory history)
    {
        Context.Services.AddSingleton(settings).AddSingleton(new ChargePointSettingsService(settings, history.Writer, history, new ConnectionRegistry()));
        return Context.Render<SettingsTab>(p => p.Add(tab => tab.ChargePointId, "CP-1"));
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<SettingsTab> tab, string text) => tab.FindAll("button").Single(button => button.TextContent == text);
}
