using System.Text.Json;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Features.ChargePoints;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Row H6 of the table of habits: a charge point that says nothing of its connectors is asked, and nobody else is.</summary>
public sealed class RowH6Tests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("""{"status":"Rejected"}""")]
    [InlineData("""{"status":"NotImplemented"}""")]
    [InlineData("""{"status":"Accepted"}""")]
    [InlineData(null)]
    public async Task H6_it_is_asked_with_a_connector_then_without_then_no_more(string? answer)
    {
        await using var central = await StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var first = await AskedAsync(central, client);
        Assert.Equal("""{"requestedMessage":"StatusNotification","connectorId":1}""", first.Payload.GetRawText());
        if (answer is not null) await client.ReplyAsync(first.UniqueId, answer);
        var second = await AskedAsync(central, client);
        Assert.Equal("""{"requestedMessage":"StatusNotification"}""", second.Payload.GetRawText());
        await client.ReplyAsync(second.UniqueId, """{"status":"Accepted"}""");
        await StatusAsync(client, "Preparing");
        var sent = central.Commands.Recent("CP-1");
        Assert.Equal(2, sent.Count);
        Assert.All(sent, command => Assert.Equal(("TriggerMessage", "server"), (command.Action, command.RequestedBy)));
        Assert.Equal(1, Assert.Single(central.Snapshot("CP-1").Findings, finding => finding.Code == "H6").Count);
        await OthersAreAskedAsync(central, TimeSpan.FromMinutes(15));
        Assert.Empty(client.Messages.Waiting);
    }

    [Fact]
    public async Task H6_what_brings_no_status_is_not_asked_again_before_its_next_boot()
    {
        await using var central = await StartAsync();
        await using var client = await central.BootAsync("CP-1");
        await RefuseTwiceAsync(central, client);
        await OthersAreAskedAsync(central, TimeSpan.FromMinutes(15));
        Assert.Empty(client.Messages.Waiting);
        await BootAsync(client);
        await AskedAsync(central, client);
    }

    [Fact]
    public async Task H6_C1_without_a_boot_it_is_asked_after_the_quiet_time_for_the_connector_that_is_known()
    {
        await using var central = await StartAsync();
        await using (var before = await central.BootAsync("CP-1")) await StatusAsync(before, "Available", connector: 2);
        await central.RestartAsync();
        var started = central.Time.GetUtcNow();
        await using var client = await central.OpenAsync("CP-1");
        Assert.Equal("""{"requestedMessage":"StatusNotification","connectorId":2}""", (await AskedAsync(central, client)).Payload.GetRawText());
        Assert.True(central.Time.GetUtcNow() - started >= TimeSpan.FromSeconds(60)); // 30 s without a boot, 30 s without a status
        Assert.False(central.Snapshot("CP-1").HasFinding("H6")); // it need not repeat what did not change
    }

    [Fact]
    public async Task H6_a_status_in_time_quiet_pending_rejected_and_a_run_keep_it_from_being_asked()
    {
        await using var central = await StartAsync();
        await SetAsync(central, "QUIET", settings => settings with { IsQuiet = true });
        await SetAsync(central, "PENDING", settings => settings with { NextBootStatus = RegistrationStatus.Pending });
        await SetAsync(central, "REJECTED", settings => settings with { NextBootStatus = RegistrationStatus.Rejected });
        await using var told = await central.BootAsync("TOLD");
        await using var quiet = await central.BootAsync("QUIET");
        await using var pending = await central.BootAsync("PENDING");
        await using var rejected = await central.BootAsync("REJECTED");
        await using var held = await central.BootAsync("HELD");
        var run = central.Commands.Reserve("HELD", "commissioning run");
        await StatusAsync(told, "Available");
        await OthersAreAskedAsync(central, TimeSpan.FromMinutes(2));
        Assert.All(new[] { told, quiet, pending, rejected, held }, client => Assert.Empty(client.Messages.Waiting));
        run!.Dispose();
        await AskedAsync(central, held);
        await SetAsync(central, "PENDING", settings => settings with { NextBootStatus = null });
        await BootAsync(pending);
        await AskedAsync(central, pending);
    }

    [Fact]
    public async Task H6_B8_over_reconnects_and_boots_it_is_asked_once_in_ten_minutes()
    {
        await using var central = await StartAsync();
        await using (var first = await central.BootAsync("CP-1")) await RefuseTwiceAsync(central, first);
        await using var again = await central.BootAsync("CP-1");
        await OthersAreAskedAsync(central, TimeSpan.FromMinutes(5));
        Assert.Empty(again.Messages.Waiting);
        await AskedAsync(central, again);
    }

    [Fact]
    public async Task H6_a_command_of_somebody_goes_first()
    {
        await using var central = await StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var command = central.Commands.SendAsync("CP-1", "ClearCache", JsonDocument.Parse("{}").RootElement, "anna", timeout: TimeSpan.FromHours(1));
        var clear = await client.ExpectCallAsync("ClearCache");
        await OthersAreAskedAsync(central, TimeSpan.FromMinutes(2));
        Assert.Empty(client.Messages.Waiting);
        Assert.Single(central.Commands.Recent("CP-1")); // and none waits behind it
        await client.ReplyAsync(clear.UniqueId, """{"status":"Accepted"}""");
        Assert.Equal(CommandState.Done, (await command).State);
        await AskedAsync(central, client);
    }

    [Fact]
    public async Task H6_a_fleet_is_asked_one_after_another()
    {
        await using var central = await StartAsync();
        var clients = new List<RawOcppClient>();
        for (var i = 0; i < 8; i++) clients.Add(await central.BootAsync($"CP-{i}"));
        central.Time.Advance(StatusPollingService.Patience + Step); // all are due now
        var from = central.Time.GetUtcNow();
        await central.PassAsync(Step, () => clients.TrueForAll(client => client.Messages.Waiting.Count > 0), "questions");
        Assert.True(central.Time.GetUtcNow() - from >= Step * 6, "they were asked at once");
        foreach (var client in clients) await client.DisposeAsync();
    }

    [Fact]
    public async Task H6_in_the_lab_nobody_is_asked_unless_the_settings_say_so()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var client = await central.BootAsync("CP-1");
        var command = central.Start("CP-1", "ClearCache");
        await client.ExpectCallAsync("ClearCache");
        await central.PassAsync(Step, () => central.Commands.Find(command.Id)!.State == CommandState.TimedOut, "time to pass"); // 60 s
        await central.PassAsync(Step, () => central.Time.GetUtcNow() - command.RequestedAt > TimeSpan.FromMinutes(3), "time to pass");
        Assert.Single(central.Commands.Recent("CP-1"));
    }

    /// <summary>A clock that jumps must not end connections that were quiet meanwhile.</summary>
    private static Task<TestCentralSystem> StartAsync() => TestCentralSystem.StartAsync(ocpp => ocpp with { AsksForStatus = true, IdleTimeout = TimeSpan.FromDays(1) });

    private static Task SetAsync(TestCentralSystem central, string id, Func<ChargePointSettings, ChargePointSettings> change) => central.Get<ChargePointSettingsService>().ChangeAsync(id, change);

    private static Task<JsonElement> BootAsync(RawOcppClient client) => client.CallForResultAsync("BootNotification", """{"chargePointVendor":"Acme","chargePointModel":"Box"}""");

    private static Task<JsonElement> StatusAsync(RawOcppClient client, string status, int connector = 1) =>
        client.CallForResultAsync("StatusNotification", $$"""{"connectorId":{{connector}},"errorCode":"NoError","status":"{{status}}"}""");

    /// <summary>Moves the time on until it is asked.</summary>
    private static async Task<RawCall> AskedAsync(TestCentralSystem central, RawOcppClient client)
    {
        await central.PassAsync(Step, () => client.Messages.Waiting.Count > 0, "question");
        return await client.ExpectCallAsync("TriggerMessage");
    }

    private static async Task RefuseTwiceAsync(TestCentralSystem central, RawOcppClient client)
    {
        for (var i = 0; i < 2; i++) await client.ReplyAsync((await AskedAsync(central, client)).UniqueId, """{"status":"Rejected"}""");
    }

    /// <summary>Lets time pass and then sees another charge point asked twice: whoever was due before it has been asked by then.</summary>
    private static async Task OthersAreAskedAsync(TestCentralSystem central, TimeSpan passes)
    {
        var until = central.Time.GetUtcNow() + passes;
        await central.PassAsync(TimeSpan.FromSeconds(10), () => central.Time.GetUtcNow() >= until, "time to pass");
        await using var other = await central.BootAsync($"OTHER-{Guid.NewGuid()}"[..20]);
        await RefuseTwiceAsync(central, other);
    }
}
