using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Data;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Setup;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration;

/// <summary>What a restart keeps.</summary>
public class RestartTests
{
    [Fact]
    public async Task Open_transactions_and_last_states_are_there_at_once()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var client = await central.BootAsync("CP-1");
        await client.CallForResultAsync("StatusNotification", """{"connectorId":1,"errorCode":"NoError","status":"Charging"}""");
        await client.CallForResultAsync("StatusNotification", """{"connectorId":2,"errorCode":"GroundFailure","status":"Faulted","info":"wet"}""");
        var id = (await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"T","meterStart":100,"timestamp":"{{Now(central)}}"}""")).GetProperty("transactionId").GetInt32();
        await client.CallForResultAsync("MeterValues", $$$"""{"connectorId":1,"transactionId":{{{id}}},"meterValue":[{"timestamp":"{{{Now(central)}}}","sampledValue":[{"value":"600"}]}]}""");
        var reset = central.Commands.SendAsync("CP-1", new ClearCacheRequest(), "anna");
        await client.AnswerAsync("ClearCache", """{"status":"Accepted"}""");
        await reset;
        await client.DisposeAsync();

        await central.RestartAsync();
        var snapshot = central.Snapshot("CP-1");
        Assert.Equal((false, "Acme"), (snapshot.Online, snapshot.Boot!.Vendor));
        Assert.NotNull(snapshot.OfflineSince);
        Assert.Equal((id, "T", 500d), (snapshot.Connector(1)!.Transaction!.Id, snapshot.Connector(1)!.Transaction!.IdTag, snapshot.Connector(1)!.Transaction!.EnergyWh));
        Assert.True(snapshot.Connector(1)!.IsCharging);
        Assert.Equal((true, "wet"), (snapshot.Connector(2)!.IsFaulted, snapshot.Connector(2)!.Info));
        var command = Assert.Single(central.Commands.Recent("CP-1"));
        Assert.Equal(("ClearCache", "anna", CommandState.Done), (command.Action, command.RequestedBy, command.State));

        await using var again = await central.OpenAsync("cp-1"); // its registered spelling is kept
        await again.CallForResultAsync("StopTransaction", $$"""{"transactionId":{{id}},"meterStop":1100,"timestamp":"{{Now(central)}}"}""");
        Assert.Equal(1000d, (await central.Transactions.FindAsync(id))!.EnergyWh);
        Assert.Null(central.Snapshot("CP-1").Connector(1)!.Transaction);
        Assert.Equal(1, central.Store.Count);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_alone_and_the_folder_is_free_again()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await central.StopAsync();
        await DoAsync("INSERT INTO __EFMigrationsHistory VALUES ('29991231000000_Future', '99')");
        Assert.Contains("newer", (await Assert.ThrowsAsync<DataFolderException>(central.StartAgainAsync)).Message, StringComparison.Ordinal);
        await DoAsync("DELETE FROM __EFMigrationsHistory WHERE MigrationId LIKE '2999%'");
        await central.StartAgainAsync();

        async Task DoAsync(string sql)
        {
            await using var database = new SqliteConnection($"Data Source={central.DatabaseFile};Pooling=False");
            await database.OpenAsync();
            await using var command = database.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task Ids_of_transactions_commands_and_messages_go_on_and_are_never_reused()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var ids = new List<int>();
        var messages = new List<long>();
        for (var round = 0; round < 3; round++)
        {
            await using var client = await central.BootAsync("CP-1");
            for (var i = 0; i < 3; i++)
                ids.Add((await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":1,"idTag":"T{{round}}{{i}}","meterStart":0,"timestamp":"{{Now(central)}}"}""")).GetProperty("transactionId").GetInt32());
            var rows = await central.MessagesAsync(new("CP-1"), rows => rows.Count >= 4 * (round + 1), "messages");
            messages = [.. rows.Select(row => row.Id)];
            client.Drop();
            await central.RestartAsync();
        }
        Assert.Equal(9, ids.Distinct().Count());
        Assert.Equal(ids.Order(), ids);
        Assert.Equal(messages.Count, messages.Distinct().Count());
    }

    [Fact]
    public async Task A_start_on_an_impossible_connector_does_not_become_one_at_a_restart()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using (var client = await central.BootAsync("CP-1"))
            foreach (var connector in new[] { "0", "-1", "2147483647" })
                await client.CallForResultAsync("StartTransaction", $$"""{"connectorId":{{connector}},"idTag":"T","meterStart":0,"timestamp":"{{Now(central)}}"}""");
        Assert.Empty(central.Snapshot("CP-1").Connectors);
        await central.RestartAsync();
        Assert.Empty(central.Snapshot("CP-1").Connectors);
        Assert.Equal(3, (await central.Transactions.ListAsync(new(), 0, 10)).Rows.Count(row => row.Flags.HasFlag(TransactionFlags.Connector)));
    }

    [Fact]
    public async Task A_copy_of_the_file_is_kept_before_a_migration()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using (var client = await central.BootAsync("CP-1")) await client.CallForResultAsync("Heartbeat");
        await central.RestartAsync();
        Assert.Empty(Directory.GetFiles(central.Folder, "*.before-*")); // nothing to migrate, nothing to copy
        await central.StopAsync();
        await using (var connection = new SqliteConnection($"Data Source={central.DatabaseFile};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "DROP TABLE IF EXISTS Commands; DELETE FROM __EFMigrationsHistory";
            await command.ExecuteNonQueryAsync();
        }
        central.Logs.Expect("Failed executing DbCommand");
        var failure = Assert.Throws<DataFolderException>(() => central.StartAgainAsync().GetAwaiter().GetResult()); // its tables are there already
        Assert.DoesNotContain('\n', failure.Message);
        var copy = Assert.Single(Directory.GetFiles(central.Folder, "*.before-*"));
        var options = new DbContextOptionsBuilder<OcppDbContext>().UseSqlite($"Data Source={copy};Pooling=False").Options;
        await using var context = new OcppDbContext(options);
        Assert.Equal("CP-1", (await context.ChargePoints.SingleAsync()).Id);
    }

    private static string Now(TestCentralSystem central) => OcppTimestamp.Format(central.Time.GetUtcNow());
}
