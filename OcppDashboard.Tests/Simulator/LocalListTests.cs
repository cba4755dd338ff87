using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Tests.Simulator;

public class LocalListTests : SimulatorTest
{
    private static readonly IdTagInfo Good = new(AuthorizationStatus.Accepted);

    [Fact]
    public async Task The_list_is_replaced_changed_and_its_version_told()
    {
        await StartAsync();
        Assert.Equal(0, await VersionAsync());
        Assert.Equal("Accepted", await SendAsync(3, UpdateType.Full, new("A", Good), new("B", Good)));
        Assert.Equal(3, await VersionAsync());
        Assert.Equal("VersionMismatch", await SendAsync(3, UpdateType.Differential, new AuthorizationData("C", Good)));
        Assert.Equal("Failed", await SendAsync(4, UpdateType.Full, new AuthorizationData("C", null)));
        Assert.Equal("Accepted", await SendAsync(5, UpdateType.Differential, new AuthorizationData("A", null), new("C", Good)));
        Assert.Equal(5, await VersionAsync());
        Assert.Equal("Failed", await SendAsync(6, UpdateType.Full, [.. Enumerable.Range(0, 101).Select(i => new AuthorizationData($"T{i}", Good))]));
        await ChangeAsync("LocalAuthListEnabled", "false");
        Assert.Equal("NotSupported", await SendAsync(7, UpdateType.Full));
    }

    [Fact]
    public async Task A_listed_card_charges_without_a_question_and_a_blocked_one_does_not_offline()
    {
        var chargePoint = await StartAsync("wallbox", Id, ("LocalPreAuthorize", "true"), ("AllowOfflineTxForUnknownId", "true"));
        await SendAsync(1, UpdateType.Full, new("A", Good), new("B", new(AuthorizationStatus.Blocked)));
        await ChargeAsync(chargePoint, 1, "A");
        Assert.Empty(Central.Of("Authorize"));
        await chargePoint.UnplugAsync();
        await chargePoint.GoOfflineAsync();
        await UntilAsync(chargePoint, view => !view.Online);
        await chargePoint.PlugInAsync();
        await chargePoint.PresentCardAsync("B");
        Assert.False(chargePoint.View.Connectors[0].Charging);
    }

    private async Task<int> VersionAsync() => (await Central.CallAsync(Id, new GetLocalListVersionRequest())).ListVersion;

    private async Task<string> SendAsync(int version, UpdateType type, params AuthorizationData[] list) =>
        (await Central.CallAsync(Id, new SendLocalListRequest(version, list, type))).Status.ToString();
}
