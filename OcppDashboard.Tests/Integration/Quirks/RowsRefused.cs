using OcppDashboard.Data.Entities;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Starts that are refused (X5), and starts of charge points that were not accepted.</summary>
public sealed class RowsRefused(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    [Fact]
    public async Task X5_a_start_that_was_refused_locks_no_card()
    {
        Know("LOCK1", AuthorizationStatus.Accepted);
        await using var a = await Central.BootAsync("U-X5a");
        await using var b = await Central.BootAsync("U-X5b");
        await using var c = await Central.BootAsync("U-X5c");
        var (first, _) = await StartsAsync(a, "LOCK1");
        var (refused, status) = await StartsAsync(b, "LOCK1");
        Assert.Equal("ConcurrentTx", status);
        await StatusAsync(b, "Finishing");
        Assert.Equal("ConcurrentTx", await AuthorizeAsync(c, "LOCK1"));
        await StopAsync(a, first, 5000, more: ",\"idTag\":\"LOCK1\"");
        Assert.Equal("Accepted", await AuthorizeAsync(c, "LOCK1"));
        Assert.Equal("Accepted", await AuthorizeAsync(a, "LOCK1"));
        Assert.Equal("Accepted", (await StartsAsync(a, "LOCK1")).Status);
        await Central.PassAsync(TimeSpan.FromSeconds(16), () => Central.Snapshot("U-X5b").Connector(1)!.Transaction is null, "the end of what was refused");
        Assert.Equal(TransactionFlags.Refused | TransactionFlags.Inferred, (await TransactionAsync(refused)).Flags);
        Assert.False(Central.Snapshot("U-X5b").HasFinding("F19")); // it did as it was told
    }

    [Theory]
    [InlineData("U-X5d", AuthorizationStatus.Blocked, "Preparing")]
    [InlineData("U-X5e", AuthorizationStatus.Expired, "Available")]
    [InlineData("U-X5f", AuthorizationStatus.Invalid, "Faulted")]
    public async Task X5_a_start_that_was_refused_ends_when_nothing_charges(string name, AuthorizationStatus status, string connector)
    {
        Know(name, status);
        await using var client = await Central.BootAsync(name);
        await StatusAsync(client, connector);
        var (id, answered) = await StartsAsync(client, name);
        Assert.Equal(status.ToString(), answered);
        await Central.PassAsync(TimeSpan.FromSeconds(16), () => Central.Snapshot(name).Connector(1)!.Transaction is null, "its end");
        Assert.True((await TransactionAsync(id)).Flags.HasFlag(TransactionFlags.Refused));
    }

    [Fact]
    public async Task X5_a_start_that_was_refused_and_charges_all_the_same_is_shown_and_booked()
    {
        Know("U-X5g", AuthorizationStatus.Blocked);
        await using var client = await Central.BootAsync("U-X5g");
        var (id, _) = await StartsAsync(client, "U-X5g");
        await StatusAsync(client, "Charging");
        Central.Time.Advance(TimeSpan.FromMinutes(2));
        await MeterAsync(client, id, Register("1500") + "," + Power("7000"));
        await FindingAsync("U-X5g", "F26");
        Assert.Equal(id, Central.Snapshot("U-X5g").Connector(1)!.Transaction!.Id);
        await StopAsync(client, id, 2100);
        Assert.Equal((2000d, TransactionFlags.Refused), (await TransactionAsync(id) is var row ? (row.EnergyWh, row.Flags) : default));
    }

    [Fact]
    public async Task X5_what_was_refused_stays_refused_over_a_restart()
    {
        await using var central = await TestCentralSystem.StartAsync();
        central.Get<IdTagAuthorizer>().AcceptsUnknown = false;
        await using (var client = await central.BootAsync("CP-1"))
            Assert.Equal("Invalid", (await StartsAsync(client, "NOBODY")).Status);
        await central.RestartAsync();
        central.Get<IdTagAuthorizer>().Set(new("NOBODY", null, AuthorizationStatus.Accepted, null, false));
        await using var other = await central.BootAsync("CP-2");
        Assert.Equal("Accepted", (await StartsAsync(other, "NOBODY")).Status);
    }

    [Theory]
    [InlineData("U-C14a", RegistrationStatus.Rejected)]
    [InlineData("U-C14b", RegistrationStatus.Pending)]
    public async Task A_start_before_the_boot_was_accepted_is_kept_and_refused(string name, RegistrationStatus registration)
    {
        await SetAsync(name, own => own with { NextBootStatus = registration });
        await using var client = await Central.BootAsync(name);
        var (id, status) = await StartsAsync(client, "TAG");
        Assert.Equal("Invalid", status);
        await FindingAsync(name, "C14");
        await StopAsync(client, id, 4100); // no money is lost
        Assert.Equal((4000d, TransactionFlags.Refused), (await TransactionAsync(id) is var row ? (row.EnergyWh, row.Flags) : default));
        await SetAsync(name, own => own with { NextBootStatus = null });
        await client.CallForResultAsync("BootNotification", Boot);
        Assert.Equal("Accepted", (await StartsAsync(client, "TAG")).Status);
    }

    private void Know(string tag, AuthorizationStatus status) => Central.Get<IdTagAuthorizer>().Set(new(tag, null, status, null, false));

    private static async Task<(int Id, string Status)> StartsAsync(RawOcppClient client, string tag)
    {
        var answer = await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"{{tag}}","meterStart":100}""");
        return (answer.GetProperty("transactionId").GetInt32(), answer.GetProperty("idTagInfo").GetProperty("status").GetString()!);
    }

    private static async Task<string> AuthorizeAsync(RawOcppClient client, string tag) =>
        (await client.CallForResultAsync("Authorize", $$"""{"idTag":"{{tag}}"}""")).GetProperty("idTagInfo").GetProperty("status").GetString()!;
}
