using System.Net;
using OcppDashboard.Configuration;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.State;
using OcppDashboard.Tests.Api.V1;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>An identity that reads like another one is that one, or is not let in.</summary>
public class IdentityTests
{
    private const string Password = "0123456789abcdef0123";

    [Theory]
    [InlineData("CP1%20")]
    [InlineData("%20CP1")]
    [InlineData("CP1%09")]
    [InlineData("CP1%0D%0A")]
    [InlineData("CP1%E2%80%88")]
    [InlineData("%C2%A0CP1%C2%A0")]
    [InlineData("%E3%80%80CP1")]
    public async Task Wire_a_padded_identity_is_the_one_without_its_padding(string path)
    {
        await using var central = await TestCentralSystem.StartAsync();
        await central.Get<ChargePointSettingsService>().ChangeAsync("CP1", own => own with { PasswordSha256 = ChargePointPassword.Hash(Password) });
        await using (var known = await OpenAsync(central, "CP1", Password)) Assert.Equal(101, known.Answer!.Status);
        await using (var stranger = await OpenAsync(central, path, null)) Assert.Equal(401, stranger.Answer!.Status);
        await using var padded = await OpenAsync(central, path, Password);
        Assert.Equal(101, padded.Answer!.Status);
        await central.SnapshotAsync("CP1", snapshot => snapshot.Online);
        Assert.Equal("CP1", Assert.Single(central.Store.All).Id);
    }

    [Fact]
    public async Task Wire_composed_and_decomposed_letters_are_the_same_identity()
    {
        await using var central = await TestCentralSystem.StartAsync(ocpp => ocpp with { TakeoverPing = TimeSpan.Zero });
        await using var composed = await OpenAsync(central, "Caf%C3%A9", null);
        await using var decomposed = await OpenAsync(central, "Cafe%CC%81", null);
        Assert.Equal(101, decomposed.Answer!.Status);
        await central.SnapshotAsync("Café", snapshot => snapshot.Online);
        Assert.Equal("Café", Assert.Single(central.Store.All).Id);
        await central.Get<ChargePointSettingsService>().ChangeAsync("Café", own => own with { PasswordSha256 = ChargePointPassword.Hash(Password) });
        await using var user = await RawOcppClient.OpenAsync(central.Port, new RawHandshake("/ocpp/Cafe%CC%81") { Credentials = RawHandshake.User("Cafe\u0301", Password) });
        Assert.Equal(101, user.Answer!.Status);
    }

    [Theory]
    [InlineData("CP%091", "control")]
    [InlineData("CP%01", "control")]
    [InlineData("CP%E2%80%881", "blank")]
    [InlineData("CP%C2%A01", "blank")]
    [InlineData("CP%E2%80%8B1", "invisible")]
    [InlineData("CP1%E2%80%8D", "invisible")]
    [InlineData("CP1%EF%B8%8F", "invisible")]
    [InlineData("%E3%85%A4CP1", "invisible")]
    [InlineData("CP%E2%80%AE1", "invisible")]
    [InlineData("CP%E2%80%911", "hyphen")]
    [InlineData("CP1%E2%80%91", "hyphen")]
    [InlineData("CP%2F1", "slash")]
    [InlineData("CP%5C1", "slash")]
    [InlineData("CP%2531", "percent-encoded twice")]
    [InlineData("CP%FF1", "UTF-8")]
    [InlineData("%2E%2E", "dots")]
    [InlineData("%20", "without an identity")]
    public async Task Wire_an_identity_that_cannot_be_read_as_what_it_is_is_refused_with_the_reason(string path, string reason)
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await OpenAsync(central, path, null);
        Assert.Equal(400, client.Answer!.Status);
        Assert.Empty(central.Store.All);
        var attempt = Assert.Single(central.Get<HandshakeAttempts>().Latest);
        Assert.Contains(reason, attempt.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(attempt.Identity ?? "", c => char.IsControl(c) || c is '\u202E' or '\u200B');
    }

    [Fact]
    public async Task Pages44_an_identity_of_500_characters_is_refused_as_too_long_and_one_of_48_is_not()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var longest = await OpenAsync(central, new string('A', 500), null);
        Assert.Equal(400, longest.Answer!.Status);
        var attempt = Assert.Single(central.Get<HandshakeAttempts>().Latest);
        Assert.Equal("the identity is longer than 48 characters", attempt.Reason);
        Assert.StartsWith("AAAA", attempt.Identity, StringComparison.Ordinal);
        Assert.InRange(attempt.Identity!.Length, 40, 60);
        await using var fits = await OpenAsync(central, new string('B', 48), null);
        Assert.Equal(101, fits.Answer!.Status);
        await using var one = await OpenAsync(central, new string('B', 49), null);
        Assert.Equal(400, one.Answer!.Status);
    }

    [Theory]
    [InlineData("CP1", "%D0%A1%D0%A01")] // Cyrillic СР1
    [InlineData("CP1", "%EF%BC%A3%EF%BC%B0%EF%BC%91")] // full width
    [InlineData("CP1", "CP%C2%B9")] // superscript
    [InlineData("CP1", "c%D1%801")] // small Cyrillic р
    [InlineData("A-1", "%CE%91-1")] // Greek Alpha
    [InlineData("\u0410-1", "A-1")] // the known one is the Cyrillic
    public async Task Wire_a_look_alike_of_a_known_identity_is_refused(string known, string path)
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var first = await central.BootAsync(known);
        await using var second = await OpenAsync(central, path, null);
        Assert.Equal(400, second.Answer!.Status);
        Assert.Equal(known, Assert.Single(central.Store.All).Id);
        Assert.Contains($"looks like {known}", Assert.Single(central.Get<HandshakeAttempts>().Latest).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wire_a_look_alike_of_one_that_a_person_provisioned_is_refused_and_other_letters_are_not()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await central.Get<ChargePointSettingsService>().ChangeAsync("CP1", own => own with { Name = "One" });
        await using var alike = await OpenAsync(central, "%D0%A1P1", null);
        Assert.Equal(400, alike.Answer!.Status);
        foreach (var other in new[] { "Säule 1", "Зарядка-1", "充電-1", "CP10", "CPO1", "cp-1" })
        {
            await using var client = await central.OpenAsync(other);
            Assert.Equal(101, client.Answer!.Status);
        }
    }

    [Fact]
    public async Task Wire_what_was_forgotten_is_in_nobodys_way()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using (await central.BootAsync("\u0421P1")) { } // the Cyrillic one came first
        await central.SnapshotAsync("\u0421P1", snapshot => !snapshot.Online);
        await using (var alike = await OpenAsync(central, "CP1", null)) Assert.Equal(400, alike.Answer!.Status);
        central.Store.Forget("\u0421P1");
        await using var latin = await OpenAsync(central, "CP1", null);
        Assert.Equal(101, latin.Answer!.Status);
    }

    [Fact]
    public async Task Wire_strangers_learn_nothing_of_look_alikes_where_only_known_ones_are_let_in()
    {
        await using var central = await TestCentralSystem.StartAsync(ocpp => ocpp with { Onboarding = Onboarding.Approve });
        await central.Get<ChargePointSettingsService>().ChangeAsync("CP1", own => own with { Name = "One" });
        await using var alike = await OpenAsync(central, "%D0%A1P1", null);
        await using var other = await OpenAsync(central, "CP2", null);
        Assert.Equal((401, other.Answer!.Body), (alike.Answer!.Status, alike.Answer.Body));
    }

    [Theory]
    [InlineData("CP1%20", HttpStatusCode.OK, "CP1")]
    [InlineData("Cafe%CC%81", HttpStatusCode.OK, "Café")]
    [InlineData("CP%E2%80%8B1", HttpStatusCode.UnprocessableEntity, null)]
    [InlineData("%D0%A1P9", HttpStatusCode.UnprocessableEntity, null)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", HttpStatusCode.UnprocessableEntity, null)]
    public async Task Wire_programs_provision_by_the_same_rule(string path, HttpStatusCode status, string? id)
    {
        await using var central = await TestCentralSystem.StartAsync();
        await central.Get<ChargePointSettingsService>().ChangeAsync("CP9", own => own with { Name = "Nine" });
        using var browser = central.Browser();
        using var answer = await browser.PutAsync($"/api/v1/charge-points/{path}", new StringContent("{}", System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(new[] { "CP9", id }.Where(known => known is not null).Order(), central.Get<ChargePointSettingsStore>().All.Keys.Order());
    }

    private static Task<RawOcppClient> OpenAsync(TestCentralSystem central, string path, string? password) => RawOcppClient.OpenAsync(
        central.Port, new RawHandshake($"/ocpp/{path}") { Credentials = password is null ? null : RawHandshake.User("CP1", password) });
}
