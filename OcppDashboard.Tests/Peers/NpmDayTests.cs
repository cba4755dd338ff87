using System.Text.Json;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Authorization.LocalLists;
using OcppDashboard.Features.Authorization.Reservations;
using OcppDashboard.Features.ChargingProfiles;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Peers;

/// <summary>A charge point that nobody here wrote: the npm package ocpp-rpc in strict mode plays a day (<c>ocpp-rpc/day.js</c>).</summary>
public class NpmDayTests
{
    private const string Id = "CP-NPM";
    private static readonly string Folder = Repository.PathOf("OcppDashboard.Tests", "Peers", "ocpp-rpc");

    [ToolFact("npm")]
    public async Task An_npm_client_in_strict_mode_plays_a_day_without_a_violation()
    {
        await InstallAsync();
        await using var central = await TestCentralSystem.StartAsync();
        var commands = new List<CommandSnapshot>();
        var summary = await PlayAsync(central, commands);
        Assert.Equal("[]", summary.GetProperty("violations").GetRawText());
        Assert.InRange(summary.GetProperty("hours").GetDouble(), 24, 25);
        Assert.InRange(summary.GetProperty("calls").GetInt32(), 300, int.MaxValue);
        Assert.Equal(commands.Count, summary.GetProperty("taken").GetInt32());

        var transactions = (await central.Transactions.ListAsync(new(Id), 0, 10)).Rows.OrderBy(row => row.Id).ToList();
        Assert.Equal([("CARD-1", 12500d, "EVDisconnected"), ("REMOTE-1", 12500d, "Remote"), ("CARD-2", 20000d, "Local"), ("CARD-4", 2500d, "Local")],
            transactions.Select(row => (row.IdTag!, row.EnergyWh!.Value, row.StopReason!)));
        var points = await Task.WhenAll(transactions.Select(row => central.Get<MeterQueries>().OfTransactionAsync(row.Id)));
        Assert.Equal([10, 8, 3, 2], points.Select(list => list.Count));
        Assert.Empty(central.Snapshot(Id).OpenTransactions);
        Assert.Equal([(71, "Used"), (72, "Cancelled")], central.Get<ReservationService>().OfChargePoint(Id).Select(row => (row.Id, row.Status)).Order());
        var list = central.Get<LocalListService>().Of(Id);
        Assert.Equal((2, 2, 1), (list.SentVersion, list.SaidVersion, list.SentEntries));
        Assert.Equal([1], central.Get<ChargingProfileStore>().HeldBy(Id).Select(profile => profile.Id));
        Assert.Equal("3.0", central.Snapshot(Id).Boot!.FirmwareVersion);

        var states = commands.Select(command => central.Commands.Find(command.Id)!).Select(ended => (ended.Action, ended.State));
        Assert.All(states, ended => Assert.Equal(ended.Action is "UnlockConnector" or "CertificateSigned" ? CommandState.Refused : CommandState.Done, ended.State));
        var seen = new HashSet<string>();
        foreach (var action in OcppActions.All)
        {
            var rows = await central.MessagesAsync(new(Id, Action: action.Name), rows => rows.Count > 0, $"{action.Name} in the log");
            Assert.All(rows, row => Assert.Equal(ExchangeResult.Answered, row.Result));
            if (action is { FromChargePoint: true, FromCentralSystem: true }) Assert.Equal(2, rows.Select(row => row.FromChargePoint).Distinct().Count());
            seen.Add(action.Name);
        }
        Assert.Equal(39, seen.Count);
    }

    /// <summary>Does what the script asks for: sends an operator's command, lets time pass.</summary>
    /// <returns>Its last line.</returns>
    private static async Task<JsonElement> PlayAsync(TestCentralSystem central, List<CommandSnapshot> commands)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var node = Tool.Start("node", Path.Combine(Folder, "day.js"), $"ws://127.0.0.1:{central.Port}/ocpp", Id);
        try
        {
            var errors = node.StandardError.ReadToEndAsync(deadline.Token);
            var last = default(JsonElement);
            while (await node.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
            {
                last = JsonDocument.Parse(line).RootElement;
                if (last.TryGetProperty("operator", out var action))
                {
                    commands.Add(central.Commands.Start(Id, action.GetString()!, last.GetProperty("payload"), "test"));
                }
                else if (last.TryGetProperty("passMinutes", out var minutes))
                {
                    foreach (var command in commands) await central.CommandAsync(command.Id, shown => shown.IsOver, $"end of {command.Action} before time passes");
                    central.Time.Advance(TimeSpan.FromMinutes(minutes.GetInt32()));
                    await node.StandardInput.WriteLineAsync("passed");
                }
            }
            await node.WaitForExitAsync(deadline.Token);
            Assert.Equal("", await errors);
            return last;
        }
        finally
        {
            if (!node.HasExited) node.Kill();
        }
    }

    /// <summary>The packages of package-lock.json, once.</summary>
    private static async Task InstallAsync()
    {
        if (Directory.Exists(Path.Combine(Folder, "node_modules", "ocpp-rpc"))) return;
        var (code, output, errors) = await Tool.RunAsync("npm", "--prefix", Folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        Assert.True(code == 0, output + errors);
    }
}
