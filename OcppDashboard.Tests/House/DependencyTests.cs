using OcppDashboard.Hosting;

namespace OcppDashboard.Tests.House;

/// <summary>Which folder may use which, and that no way leads back to where it began.</summary>
public class DependencyTests
{
    private static readonly Lazy<DependencyGraph> Graph = new(() => DependencyGraph.Of(typeof(DashboardApp).Assembly.Location));

    /// <summary>What every feature may use; what it needs of another feature stands beside it.</summary>
    private static readonly string[] Below =
        ["Commands", "State", "Data", "Live", "Metering", "Ocpp/Messages", "Ocpp/Abstractions", "Configuration"];

    /// <summary>A folder, and those of ours that it may use. Where an arrow points the wrong way the code moves, not the rule.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Ocpp/Messages"] = [],
        ["Live"] = [],
        ["Configuration"] = [],
        ["Ocpp/Frames"] = ["Ocpp/Messages"],
        ["Ocpp/Abstractions"] = ["Ocpp/Messages"],
        ["Ocpp/Connections"] = ["Ocpp/Abstractions", "Ocpp/Frames", "Ocpp/Messages", "Configuration"],
        ["Metering"] = ["Ocpp/Messages"],
        ["State"] = ["Ocpp/Messages", "Ocpp/Abstractions", "Live", "Metering"],
        ["Data"] = ["Ocpp/Messages", "Ocpp/Abstractions", "Configuration", "Metering"],
        ["Handlers"] = ["Ocpp/Messages", "Ocpp/Abstractions", "State", "Data", "Metering", "Configuration"],
        ["Commands"] = ["Ocpp/Messages", "Ocpp/Abstractions", "Ocpp/Connections", "Ocpp/Frames", "State", "Data", "Live", "Configuration"],
        ["Features/Accounts"] = [],
        ["Features/ChargePoints"] = [],
        ["Features/ChargePointConfiguration"] = ["Features/ChargePoints"],
        ["Features/Authorization"] = ["Features/ChargePointConfiguration"],
        ["Features/ChargingProfiles"] = ["Features/ChargePointConfiguration", "Ocpp/Frames"],
        ["Features/Certificates"] = [],
        ["Features/Deviations"] = [],
        ["Features/Files"] = [],
        ["Features/Webhooks"] = [],
        ["Features/Operations"] = ["Features"],
        ["Features/BulkTasks"] = ["Features/Authorization", "Features/ChargePointConfiguration", "Features/Files"],
        ["Features/Acceptance"] = ["Features/ChargePointConfiguration", "Features/Files"],
        ["Features/WorkList"] = ["Features/ChargePoints", "Features/Files"],
        ["Simulator"] = ["Ocpp/Messages", "Ocpp/Frames", "Configuration"],
        ["Api"] = ["Features"],
        ["Components"] = ["Features", "Simulator"],
    };

    [Fact]
    public void Each_folder_uses_only_what_it_may()
    {
        var wrong = Graph.Value.Between(Part).Where(arrow => arrow.From != "Hosting" && !IsAllowed(arrow.From, arrow.To))
            .Select(arrow => $"{arrow.From} must not use {arrow.To}: {arrow.Example}");
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_folder_has_a_row_and_every_row_a_folder()
    {
        var folders = Graph.Value.Between(Part).SelectMany(arrow => new[] { arrow.From, arrow.To }).Distinct().Except(["Hosting"]);
        Assert.Equal(MayUse.Keys.Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_way_leads_back_to_where_it_began() => Assert.Empty(Graph.Value.Circles(Part));

    [Theory]
    [InlineData("Data")]
    [InlineData("Commands")]
    [InlineData("Features/Acceptance")]
    [InlineData("Features/Authorization")]
    [InlineData("Features/Files")]
    public void Nor_does_one_inside_of_a_folder(string folder) => Assert.Empty(Graph.Value.Circles(within =>
        within == folder ? folder + "/." : within.StartsWith(folder + "/", StringComparison.Ordinal) ? within : null, withRegistrations: false));

    private static bool IsAllowed(string from, string to)
    {
        if (!MayUse.TryGetValue(from, out var allowed)) return false;
        var may = from.StartsWith("Features/", StringComparison.Ordinal) || from is "Api" or "Components" ? allowed.Concat(Below) : allowed;
        return may.Any(one => to == one || to.StartsWith(one + "/", StringComparison.Ordinal));
    }

    private static string? Part(string folder) => folder.Split('/') switch
    {
        ["Ocpp" or "Features", var part, ..] parts => $"{parts[0]}/{part}",
        var parts => parts[0],
    };
}
