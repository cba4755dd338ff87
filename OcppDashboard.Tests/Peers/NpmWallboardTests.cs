using System.Text.Json;
using OcppDashboard.Api.Hubs;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Peers;

/// <summary>A wallboard that nobody here wrote: the npm package @microsoft/signalr in Node (<c>signalr/wallboard.js</c>).</summary>
public class NpmWallboardTests
{
    private static readonly string Folder = Repository.PathOf("OcppDashboard.Tests", "Peers", "signalr");

    [ToolFact("npm")]
    public async Task The_npm_client_gets_what_is_there_then_changes_and_leaves_nothing_behind()
    {
        await InstallAsync();
        await using var central = await TestCentralSystem.StartAsync();
        await using var charger = await central.BootAsync("CP-1");
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var node = Tool.Start("node", Path.Combine(Folder, "wallboard.js"), $"http://127.0.0.1:{central.Port}", "status,transactions,frames", "CP-1");
        try
        {
            var first = await NextAsync(node.StandardOutput, deadline.Token);
            Assert.Equal(("status", "CP-1", true), (Text(first, "type"), Text(first, "chargePointId"), first.GetProperty("online").GetBoolean()));
            Assert.Equal("ready", Text(await NextAsync(node.StandardOutput, deadline.Token), "type"));

            await charger.CallForResultAsync("StartTransaction", """{"connectorId":1,"idTag":"TAG","meterStart":1000,"timestamp":"2026-05-12T12:00:00Z"}""");
            var seen = new List<string>();
            while (seen.Count < 3)
            {
                var next = await NextAsync(node.StandardOutput, deadline.Token);
                seen.Add($"{Text(next, "type")} {(next.TryGetProperty("change", out var change) ? change.GetString() : "")}{(next.TryGetProperty("action", out var action) ? action.GetString() : "")}");
            }
            Assert.Equal(["frame StartTransaction", "status ", "transaction started"], seen.Order(StringComparer.Ordinal));

            node.StandardInput.Close();
            await node.WaitForExitAsync(deadline.Token);
            Assert.Equal((0, ""), (node.ExitCode, await node.StandardError.ReadToEndAsync(deadline.Token)));
            await Eventually.IsAsync(() => central.Get<LiveTopics>().Streams == 0, "no stream");
        }
        finally
        {
            if (!node.HasExited) node.Kill();
        }
    }

    private static async Task<JsonElement> NextAsync(StreamReader lines, CancellationToken stop) =>
        JsonDocument.Parse(await lines.ReadLineAsync(stop) ?? throw new EndOfStreamException("the client ended")).RootElement;

    private static string? Text(JsonElement happened, string member) => happened.GetProperty(member).GetString();

    /// <summary>The packages of package-lock.json, once.</summary>
    private static async Task InstallAsync()
    {
        if (Directory.Exists(Path.Combine(Folder, "node_modules", "@microsoft"))) return;
        var (code, output, errors) = await Tool.RunAsync("npm", "--prefix", Folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        Assert.True(code == 0, output + errors);
    }
}
