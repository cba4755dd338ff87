using System.Net.WebSockets;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Hosting.Tls;

/// <summary>After an upgrade a lower security profile is refused (A05.FR.09).</summary>
public sealed class SecurityProfileTests : TlsTest
{
    private const string Id = "SP-1", Password = "0123456789abcdef";

    [Fact]
    public async Task After_SecurityProfile_2_and_a_boot_over_wss_plain_ws_is_refused_until_a_person_lowers_it()
    {
        Put(Authority.Server());
        await using var central = await StartAsync();
        var provisioning = central.Get<ChargePointSettingsService>();
        await provisioning.ChangeAsync(Id, settings => settings with { PasswordSha256 = ChargePointPassword.Hash(Password) });
        await using (var plain = await PlainAsync(central))
        {
            Assert.Equal(101, plain.Answer!.Status);
            await plain.CallForResultAsync("BootNotification", """{"chargePointVendor":"Acme","chargePointModel":"Box"}""");
            var command = central.Start(Id, "ChangeConfiguration", """{"key":"securityprofile","value":"2"}""");
            await plain.AnswerAsync("ChangeConfiguration", """{"status":"RebootRequired"}""");
            await central.CommandAsync(command.Id, shown => shown.IsOver);
        }
        await central.SnapshotAsync(Id, snapshot => !snapshot.Online);
        await using (var still = await PlainAsync(central)) Assert.Equal(101, still.Answer!.Status); // it has not booted with it yet
        await central.SnapshotAsync(Id, snapshot => !snapshot.Online);
        using (var secure = await ConnectAsync(central, Id, password: Password))
        {
            Assert.Equal(WebSocketState.Open, secure.State);
            await CallAsync(secure, "BootNotification", """{"chargePointVendor":"Acme","chargePointModel":"Box"}""");
            await Eventually.IsAsync(() => central.Get<OcppDashboard.Ocpp.Abstractions.IConnectionPolicy>().Of(Id).MinSecurityProfile == 2, "the profile is raised");
            secure.Abort();
        }
        await central.SnapshotAsync(Id, snapshot => !snapshot.Online);
        await RefusedPlainAsync(central);
        await central.RestartAsync();
        await RefusedPlainAsync(central);
        await AcceptedAsync(central, Id, 2, password: Password);
        await central.Get<ChargePointSettingsService>().ChangeAsync(Id, settings => settings with { MinSecurityProfile = 1 });
        await using var lowered = await PlainAsync(central);
        Assert.Equal(101, lowered.Answer!.Status);
    }

    private static async Task RefusedPlainAsync(TestCentralSystem central)
    {
        await using var plain = await PlainAsync(central);
        Assert.Equal(401, plain.Answer!.Status);
        Assert.Contains(central.Get<HandshakeAttempts>().Latest, attempt => attempt.Reason.Contains("security profile 2 is its lowest", StringComparison.Ordinal));
    }

    private static Task<RawOcppClient> PlainAsync(TestCentralSystem central) =>
        RawOcppClient.OpenAsync(central.Port, new RawHandshake($"/ocpp/{Id}") { Credentials = RawHandshake.User(Id, Password) });
}
