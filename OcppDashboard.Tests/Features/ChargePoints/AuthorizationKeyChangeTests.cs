using OcppDashboard.Commands.Timeline;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.ChargePoints;

/// <summary>A new AuthorizationKey while its answer is late, lost or no answer at all; the plain cases are TC_073.</summary>
public class AuthorizationKeyChangeTests
{
    private const string Change = """{"key":"AuthorizationKey","value":"new-password-1234"}""";

    private static readonly string New = ChargePointPassword.Hash("new-password-1234");

    [Fact]
    public async Task A_refusal_that_comes_late_is_one_too()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var command = central.Start("CP-1", "ChangeConfiguration", Change);
        var call = await client.ExpectCallAsync("ChangeConfiguration");
        Assert.Equal(New, Settings(central).OfferedPasswordSha256);
        await central.PassAsync(TimeSpan.FromSeconds(10), () => central.Commands.Find(command.Id)!.State == CommandState.TimedOut, "time out");
        Assert.Equal(New, Settings(central).OfferedPasswordSha256); // it may have taken it
        await client.ReplyAsync(call.UniqueId, """{"status":"Rejected"}""");
        await Eventually.IsAsync(() => Settings(central).OfferedPasswordSha256 is null, "the refused password is forgotten");
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_locks_nobody_out()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await central.Get<ChargePointSettingsService>().ChangeAsync("CP-1", settings => settings with { PasswordSha256 = ChargePointPassword.Hash("old-password-1234") });
        await using (var client = await RawOcppClient.OpenAsync(central.Port, new RawHandshake("/ocpp/CP-1") { Credentials = RawHandshake.User("CP-1", "old-password-1234") }))
        {
            await client.CallForResultAsync("BootNotification", """{"chargePointVendor":"Acme","chargePointModel":"Box"}""");
            var command = central.Start("CP-1", "ChangeConfiguration", Change);
            var call = await client.ExpectCallAsync("ChangeConfiguration");
            await client.SendTextAsync($$"""[3,"{{call.UniqueId}}",{"status":""");
            await central.CommandAsync(command.Id, ended => ended.State == CommandState.Refused);
            Assert.Equal(New, Settings(central).OfferedPasswordSha256);
        }
        await using var again = await RawOcppClient.OpenAsync(central.Port, new RawHandshake("/ocpp/CP-1") { Credentials = RawHandshake.User("CP-1", "new-password-1234") });
        Assert.Equal(101, again.Answer!.Status);
        await Eventually.IsAsync(() => Settings(central) is { OfferedPasswordSha256: null } now && now.PasswordSha256 == New, "the new password is the password");
    }

    private static ChargePointSettings Settings(TestCentralSystem central) => central.Get<ChargePointSettingsStore>().Of("CP-1");
}
