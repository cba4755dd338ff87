using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data.Queries;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Data.Queries;

/// <summary>After a restart the last register of each connector and the last message of each charge point are known, without reading all there is.</summary>
public sealed class LastKnownTests
{
    [Fact]
    public async Task Registers_and_the_last_message_are_known_after_a_restart()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using (var client = await central.BootAsync("CP-1"))
        {
            foreach (var connector in new[] { 0, 1, 2, 3, 4 }) await client.CallForResultAsync("StatusNotification", $$"""{"connectorId":{{connector}},"errorCode":"NoError","status":"Available"}""");
            await StopAsync(central, client, await StartAsync(central, client, 1, 1000), 1500); // at its stop
            await MeterAsync(central, client, 2, null, 7000); // while idle
            await MeterAsync(central, client, 2, null, 7200);
            await StopAsync(central, client, await StartAsync(central, client, 3, 100), 300);
            central.Time.Advance(TimeSpan.FromSeconds(5));
            await MeterAsync(central, client, 3, null, 350); // after its stop
            await MeterAsync(central, client, 4, null, 90);
            central.Time.Advance(TimeSpan.FromSeconds(5));
            var odd = await StartAsync(central, client, 4, 100);
            await MeterAsync(central, client, 4, odd, 180);
            await StopAsync(central, client, odd, -1); // its last reading counts
        }
        var before = central.Snapshot("CP-1");
        await using (await central.OpenAsync("SILENT")) await central.SnapshotAsync("SILENT", snapshot => snapshot.Online);
        await central.RestartAsync();
        var after = central.Snapshot("CP-1");
        Assert.Equal([null, 1500d, 7200d, 350d, 180d], after.Connectors.Select(connector => connector.RegisterWh));
        Assert.Equal(before.Connectors.Select(connector => connector.RegisterWh), after.Connectors.Select(connector => connector.RegisterWh));
        Assert.True((before.Activity.LastMessageAt!.Value - after.Activity.LastMessageAt!.Value).Duration() < TimeSpan.FromMilliseconds(1)); // whole milliseconds are kept
        Assert.Equal(0, after.Activity.Received);
        Assert.NotNull(central.Snapshot("SILENT").Activity.LastMessageAt); // it said nothing: when its connection came or went
    }

    [Fact]
    public async Task A_running_transaction_keeps_the_register_from_before_it_until_it_measures()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using (var client = await central.BootAsync("CP-1"))
        {
            await StopAsync(central, client, await StartAsync(central, client, 1, 1000), 1500);
            await StartAsync(central, client, 1, 0);
        }
        Assert.Equal(1500, central.Snapshot("CP-1").Connector(1)!.RegisterWh);
        await central.RestartAsync();
        Assert.Equal((1500d, 0d), (central.Snapshot("CP-1").Connector(1)!.RegisterWh, central.Snapshot("CP-1").Connector(1)!.Transaction!.EnergyWh));
    }

    [Fact]
    public async Task An_answer_to_a_command_is_a_message_too()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using (var client = await central.BootAsync("CP-1"))
        {
            central.Time.Advance(TimeSpan.FromSeconds(30));
            var command = central.Start("CP-1", "ClearCache");
            await client.AnswerAsync("ClearCache", """{"status":"Accepted"}""");
            await central.CommandAsync(command.Id, ended => ended.IsOver);
        }
        var last = central.Snapshot("CP-1").Activity.LastMessageAt!.Value;
        await central.RestartAsync();
        Assert.True((last - central.Snapshot("CP-1").Activity.LastMessageAt!.Value).Duration() < TimeSpan.FromMilliseconds(1));
    }

    /// <summary>A connector that was used long ago, before very many transactions and readings of another.</summary>
    [Fact]
    public async Task However_much_is_kept_little_is_looked_at()
    {
        using var history = new TestHistory();
        await history.DoAsync(database =>
        {
            database.KeyOf("CP-1");
            database.Execute("INSERT INTO Connectors (ChargePointKey, ConnectorId, Status, ErrorCode, Since) VALUES (1, 1, 'Available', 'NoError', 0), (1, 2, 'Available', 'NoError', 0)");
            database.Execute("""
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
                INSERT INTO MeterValues (Id, ChargePointKey, ConnectorId, TransactionId, At, Context, EnergyWh) SELECT i, 1, CASE WHEN i < 10 THEN 2 ELSE 1 END, CASE WHEN i % 2 THEN NULL ELSE 7 END, i, 'Sample.Periodic', i FROM n
                """);
            database.Execute("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 300000 / 4096) INSERT INTO MeterBlocks (ChargePointKey, Block) SELECT 1, i FROM n");
            database.Execute("""
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
                INSERT INTO Transactions (Id, ChargePointKey, ConnectorId, StartedAt, StartReceivedAt, StoppedAt, MeterStartWh, MeterStopWh, Flags, IdTagStatus)
                SELECT 1000000000 + i, 1, CASE WHEN i < 10 THEN 2 ELSE 1 END, i, i, i, i, i, 0, 'Accepted' FROM n
                """);
            return true;
        });
        await using var context = history.CreateDbContext();
        var connection = context.Database.GetDbConnection();
        await connection.OpenAsync();
        Assert.Equal([((1, 1), 299_999d)], new LastKnown(connection).Registers().Select(register => (register.Key, register.Value.Wh))); // what is far back is not found
    }

    private static string Now(TestCentralSystem central) => OcppTimestamp.Format(central.Time.GetUtcNow());

    private static async Task<int> StartAsync(TestCentralSystem central, RawOcppClient client, int connector, int register) =>
        (await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":{{connector}},"idTag":"T","meterStart":{{register}},"timestamp":"{{Now(central)}}"}""")).GetProperty("transactionId").GetInt32();

    private static Task<JsonElement> StopAsync(TestCentralSystem central, RawOcppClient client, int transaction, int register) =>
        client.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{transaction}},"meterStop":{{register}},"timestamp":"{{Now(central)}}"}""");

    private static Task<JsonElement> MeterAsync(TestCentralSystem central, RawOcppClient client, int connector, int? transaction, int register) => client.CallForResultAsync("MeterValues",
        $$"""{"connectorId":{{connector}},{{(transaction is null ? "" : $"\"transactionId\":{transaction},")}}"meterValue":[{"timestamp":"{{Now(central)}}","sampledValue":[{"value":"{{register}}"}]}]}""");
}
