using OcppDashboard.Commands;

namespace OcppDashboard.Tests.Conformance;

/// <summary>Local authorization list.</summary>
public sealed class LocalListTests(ConformanceSystem system) : ConformanceTest(system)
{
    private const string Accepted = """{"status":"Accepted"}""";

    private const string Full = """
        {"listVersion":1,"localAuthorizationList":[{"idTag":"TAG-1","idTagInfo":{"status":"Accepted"}},{"idTag":"TAG-2","idTagInfo":{"expiryDate":"2030-01-01T00:00:00Z","parentIdTag":"GROUP","status":"Blocked"}}],"updateType":"Full"}
        """;

    [Fact]
    public async Task TC_008_start_with_an_id_tag_of_the_local_list()
    {
        await using var chargePoint = await BootedAsync();
        await chargePoint.OperatorAsync("GetLocalListVersion", "{}", """{"listVersion":0}""");
        await EndedAsync(await chargePoint.OperatorAsync("SendLocalList", Full, Accepted), CommandState.Done);
        await chargePoint.StatusAsync(1, "Preparing");
        var (_, status) = await chargePoint.StartAsync(1, "TAG-1");
        Assert.Equal("Accepted", status);
        await chargePoint.StatusAsync(1, "Charging");
    }

    [Fact]
    public async Task TC_042_1_local_list_version_is_not_supported()
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("GetLocalListVersion", "{}", """{"listVersion":-1}""");
        Assert.Equal("version -1", (await EndedAsync(command, CommandState.Done)).Steps[^1].Emphasis);
        await chargePoint.OperatorRefusedAsync("GetLocalListVersion", "{}", "NotSupported");
    }

    [Fact]
    public async Task TC_042_2_local_list_version_of_an_empty_list()
    {
        await using var chargePoint = await BootedAsync();
        await EndedAsync(await chargePoint.OperatorAsync("SendLocalList", """{"listVersion":1,"updateType":"Full"}""", Accepted), CommandState.Done);
        var command = await chargePoint.OperatorAsync("GetLocalListVersion", "{}", """{"listVersion":0}""");
        Assert.Equal("version 0", (await EndedAsync(command, CommandState.Done)).Steps[^1].Emphasis);
    }

    [Fact]
    public Task TC_043_1_local_list_is_not_supported() => RefusedAsync("NotSupported");

    [Fact]
    public Task TC_043_2_local_list_with_a_version_that_does_not_fit() => RefusedAsync("VersionMismatch");

    [Fact]
    public Task TC_043_3_local_list_update_failed() => RefusedAsync("Failed");

    [Fact]
    public async Task TC_043_4_local_list_full_update()
    {
        await using var chargePoint = await BootedAsync();
        await EndedAsync(await chargePoint.OperatorAsync("SendLocalList", Full, Accepted), CommandState.Done);
        var command = await chargePoint.OperatorAsync("GetLocalListVersion", "{}", """{"listVersion":1}""");
        Assert.Equal("version 1", (await EndedAsync(command, CommandState.Done)).Steps[^1].Emphasis);
    }

    [Fact]
    public async Task TC_043_5_local_list_differential_update()
    {
        await using var chargePoint = await BootedAsync();
        await chargePoint.OperatorAsync("GetLocalListVersion", "{}", """{"listVersion":1}""");
        var added = """{"listVersion":2,"localAuthorizationList":[{"idTag":"TAG-3","idTagInfo":{"status":"Accepted"}},{"idTag":"TAG-2"}],"updateType":"Differential"}""";
        await EndedAsync(await chargePoint.OperatorAsync("SendLocalList", added, Accepted), CommandState.Done);
        var command = await chargePoint.OperatorAsync("GetLocalListVersion", "{}", """{"listVersion":2}""");
        Assert.Equal("version 2", (await EndedAsync(command, CommandState.Done)).Steps[^1].Emphasis);
    }

    private async Task RefusedAsync(string status)
    {
        await using var chargePoint = await BootedAsync();
        var command = await chargePoint.OperatorAsync("SendLocalList", Full, $$"""{"status":"{{status}}"}""");
        Assert.Equal(status, (await EndedAsync(command, CommandState.Refused)).Status);
    }
}
