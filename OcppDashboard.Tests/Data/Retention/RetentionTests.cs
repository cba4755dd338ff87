using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Logs;
using OcppDashboard.Data.Retention;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Data.Retention;

/// <summary>What is removed when it is too old, and above all what stays.</summary>
public class RetentionTests
{
    [Fact]
    public async Task House5_history_that_is_too_old_goes_and_what_is_younger_stays()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var now = central.Time.GetUtcNow();
        await FillAsync(central, [now.AddDays(-800), now.AddDays(-400), now.AddDays(-100), now.AddDays(-1)]);
        await central.Get<RetentionService>().CleanAsync(CancellationToken.None);
        Assert.Equal(
            [
                ("BulkTargets", 2), ("BulkTasks", 2), ("Commands", 2), ("Connected", 1), ("DataTransfer", 2), ("Deliveries", 1),
                    ("FileTransfers", 1), ("IdleMeterValues", 1),
                ("MeterValues", 3), ("Quarantine", 2), ("Reservations", 2), ("Statuses", 2), ("Transactions", 4),
            ], await CountAsync(central));
        Assert.Equal(0, await central.Get<RetentionService>().CleanAsync(CancellationToken.None));
    }

    [Fact]
    public async Task It_is_done_without_being_asked_and_again_when_more_has_become_too_old()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await FillAsync(central, [central.Time.GetUtcNow().AddDays(-400), central.Time.GetUtcNow().AddDays(-300)]);
        await central.PassAsync(TimeSpan.FromMinutes(2), () => Statuses(central) == 1, "a status removed");
        await central.RestartAsync();
        central.Time.Advance(TimeSpan.FromDays(100));
        await central.PassAsync(TimeSpan.FromMinutes(2), () => Statuses(central) == 0, "all statuses removed");
    }

    [Fact]
    public async Task Zero_keeps_for_good_and_transactions_go_only_where_somebody_says_so()
    {
        await using var central = await TestCentralSystem.StartAsync(settings => settings with
        {
            Retention = new() { TransactionDays = 365, MeterValueDays = 0, IdleMeterValueDays = 0, StatusDays = 0, EventDays = 0,
                ConnectionDays = 0, CommandDays = 0, QuarantineDays = 0 },
        });
        var now = central.Time.GetUtcNow();
        await FillAsync(central, [now.AddDays(-800), now.AddDays(-1)]);
        await central.Get<RetentionService>().CleanAsync(CancellationToken.None);
        var left = (await CountAsync(central)).ToDictionary(row => row.Name, row => row.Count);
        Assert.Equal((1, 1, 2, 2), (left["Transactions"], left["MeterValues"], left["IdleMeterValues"], left["Statuses"]));
    }

    [Fact]
    public async Task Long_tables_are_looked_through_once_also_over_a_restart()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var (now, writer) = (central.Time.GetUtcNow(), central.Get<HistoryWriter>());
        for (var i = 0; i < 1200; i++) writer.Keep(new StatusWrite("CP-1", Status(now.AddDays(i < 700 ? -400 : -1)), false));
        await central.ReadAsync(db => db.Statuses.CountAsync(), count => count == 1200, "statuses");
        await central.Get<RetentionService>().CleanAsync(CancellationToken.None);
        Assert.Equal((500, 701L), await central.ReadAsync(async db => (await db.Statuses.CountAsync(), await db.Statuses.MinAsync(s =>
            s.Id))));
        Assert.Equal(700, await central.ReadAsync(db => db.Counters.Where(c => c.Name == "Retention.Statuses").Select(c =>
            c.Value).SingleAsync()));
    }

    [Fact]
    public async Task One_charge_point_has_no_more_events_than_it_may()
    {
        await using var central = await TestCentralSystem.StartAsync(settings =>
            settings with { Retention = new() { MostPerChargePoint = 1000 } });
        var (now, writer) = (central.Time.GetUtcNow(), central.Get<HistoryWriter>());
        writer.Keep(new OccurrenceWrite("CP-1", now.AddDays(-1), "Boot", "the only one"));
        for (var i = 0; i < 2500; i++) writer.Keep(new OccurrenceWrite("MADE-UP", now.AddMilliseconds(i), "DataTransfer", $"{i}"));
        await central.ReadAsync(db => db.Occurrences.CountAsync(), count => count == 2501, "events");
        await central.PassAsync(TimeSpan.FromMinutes(2), () => central.ReadAsync(db =>
            db.Occurrences.CountAsync()).GetAwaiter().GetResult() == 1001, "as many as may be");
        Assert.Equal("1500", await central.ReadAsync(db => db.Occurrences.Where(o => o.Kind == "DataTransfer").OrderBy(o =>
            o.Id).Select(o => o.Text).FirstAsync()));
        Assert.Equal(1, await central.ReadAsync(db => db.Occurrences.CountAsync(o => o.Text == "the only one")));
    }

    [Fact]
    public async Task Messages_that_cannot_be_read_have_a_limit_and_one_charge_point_cannot_drive_out_the_others()
    {
        await using var central = await TestCentralSystem.StartAsync(settings =>
            settings with { Retention = new() { QuarantineMegabytes = 2 } });
        await using var other = await central.BootAsync("CP-1");
        await other.CallAsync("StopTransaction", "[1,2]");
        await using var loud = await central.BootAsync("MADE-UP");
        var garbage = new string('x', 100_000);
        for (var i = 0; i < 40; i++) await loud.CallAsync("StopTransaction", $"[\"{garbage}\"]");
        Assert.InRange(await central.ReadAsync(db => db.Quarantine.SumAsync(q => (long)q.Frame.Length)), 100_000, 2 << 20);
        Assert.Equal(1, await central.ReadAsync(db => db.Quarantine.CountAsync(q => db.ChargePoints.Any(c => c.Key == q.ChargePointKey
            && c.Id == "CP-1"))));
    }

    [Fact]
    public async Task Space_that_was_freed_is_given_back_to_the_disk()
    {
        await using var central = await TestCentralSystem.StartAsync(settings =>
            settings with { Data = settings.Data with { MessageLogMegabytes = 1 } });
        var now = central.Time.GetUtcNow();
        for (var i = 1; i <= 300; i++) Keep(central, i, now, new byte[100_000]);
        await central.ReadAsync(db => db.Messages.CountAsync(), count => count == 300, "messages");
        await central.Get<MessageLogCleaner>().CleanAsync(CancellationToken.None);
        Assert.InRange(await central.ReadAsync(db => db.Messages.CountAsync()), 5, 12);
        Assert.True(Pages(central) > 5_000);
        await central.PassAsync(TimeSpan.FromMinutes(61), () => Pages(central) < 1_500, "a smaller file");
        await central.StopAsync();
        Assert.True(new FileInfo(central.DatabaseFile).Length < 6_000_000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_database_of_an_earlier_version_can_shrink_after_a_start(bool isAsked)
    {
        await using var central = await TestCentralSystem.StartAsync(settings =>
            settings with { Data = settings.Data with { CompactsAtStart = isAsked } });
        await using (await central.BootAsync("CP-1")) { }
        await central.StopAsync();
        SqliteConnection.ClearAllPools();
        using (var connection = new SqliteConnection($"Data Source={central.DatabaseFile};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode=DELETE; PRAGMA auto_vacuum=NONE; VACUUM; PRAGMA auto_vacuum";
            Assert.Equal("delete", command.ExecuteScalar());
        }
        await central.StartAgainAsync();
        Assert.Equal(2, await central.ReadAsync(db =>
            db.Database.SqlQueryRaw<int>("SELECT auto_vacuum AS Value FROM pragma_auto_vacuum").SingleAsync()));
        Assert.NotNull(central.Store.Find("CP-1"));
    }

    [Fact]
    public async Task Reliability13c_the_message_log_keeps_to_its_limit_also_when_it_grows_fast()
    {
        await using var central = await TestCentralSystem.StartAsync(settings =>
            settings with { Data = settings.Data with { MessageLogMegabytes = 10 } });
        var (now, growth) = (central.Time.GetUtcNow(), central.Get<MessageLogGrowth>());
        for (var i = 1; i <= 60_000; i++) // 36 MB
        {
            Keep(central, i, now, new byte[500], $"CP-{i % 50}");
            growth.Add(500);
            if (i % 10_000 == 0) await Eventually.GetAsync(() => central.ReadAsync(Bytes), bytes => bytes <= 11 << 20,
                "log within its limit", OnlyBecauseItGrew);
        }
        await Eventually.GetAsync(() =>
        {
            central.Time.Advance(TimeSpan.FromMilliseconds(50)); // the cleaner pauses between its steps
            return central.ReadAsync(db => db.MessageBlocks.MinAsync(b => b.Block));
        }, first => first > 0, "notes of old blocks removed");
    }

    /// <summary>Less than the minute after which the clock would have it cleaned.</summary>
    private static readonly TimeSpan OnlyBecauseItGrew = TimeSpan.FromSeconds(40);

    private static Task<long> Bytes(OcppDbContext db) => db.Messages.SumAsync(m => (long)m.Call.Length + 100);

    private static int Statuses(TestCentralSystem central) => central.ReadAsync(db => db.Statuses.CountAsync()).GetAwaiter().GetResult();

    private static int Pages(TestCentralSystem central) => central.ReadAsync(db =>
        db.Database.SqlQueryRaw<int>("SELECT page_count AS Value FROM pragma_page_count").SingleAsync()).GetAwaiter().GetResult();

    private static StatusEntity Status(DateTimeOffset at) => new() { ConnectorId = 1, Status = "Available", ErrorCode = "NoError",
        At = at, ReceivedAt = at };

    private static void Keep(TestCentralSystem central, long number, DateTimeOffset at, byte[] frame, string id = "CP-1") =>
        central.Get<HistoryWriter>().Keep(new MessageWrite(
        new WireExchange(number, id, 1, true, "Heartbeat", "u", at, frame, default, null, ExchangeResult.Answered, null, null)));

    /// <summary>A row of each table at each of these times, oldest first.</summary>
    private static async Task FillAsync(TestCentralSystem central, DateTimeOffset[] times)
    {
        await central.Get<HistoryWriter>().KeepAsync(new QuarantineWrite("CP-1", "MeterValues", new byte[10], "fault", times[0]));
        await using var db = await central.Get<IDbContextFactory<OcppDbContext>>().CreateDbContextAsync();
        var key = await db.ChargePoints.Select(c => c.Key).SingleAsync();
        for (var i = 0; i < times.Length; i++)
        {
            var (id, at) = (i + 1, times[i]);
            if (i > 0) db.Add(new QuarantineEntity { ChargePointKey = key, At = at, Action = "MeterValues", Frame = new byte[10],
                Fault = "fault" });
            db.Add(new TransactionEntity { Id = id, ChargePointKey = key, ConnectorId = 1, StartedAt = at, StartReceivedAt = at,
                StoppedAt = at.AddHours(1), IdTagStatus = "Accepted" });
            db.Add(new MeterValueEntity { Id = 2 * id, ChargePointKey = key, ConnectorId = 1, TransactionId = id, At = at,
                Context = "Sample.Periodic", EnergyWh = 1 });
            db.Add(new MeterValueEntity { Id = 2 * id + 1, ChargePointKey = key, ConnectorId = 1, At = at, Context = "Sample.Clock",
                EnergyWh = 1 });
            db.Add(new StatusEntity { Id = id, ChargePointKey = key, ConnectorId = 1, Status = "Available", ErrorCode = "NoError",
                At = at, ReceivedAt = at });
            db.Add(new OccurrenceEntity { Id = 2 * id, ChargePointKey = key, At = at, Kind = "DataTransfer", Text = "x" });
            db.Add(new OccurrenceEntity { Id = 2 * id + 1, ChargePointKey = key, At = at, Kind = "Connected", Text = "x" });
            db.Add(new CommandEntity { Id = id, ChargePointKey = key, Action = "Reset", Argument = "", RequestJson = "{}",
                RequestedBy = "x", RequestedAt = at, State = "Done", StepsJson = "[]" });
            db.Add(new WebhookDeliveryEntity { Id = id, WebhookId = 1, Event = "status", Body = "{}", CreatedAt = at });
            db.Add(new FileTransferEntity { Id = id, ChargePointKey = key, Scheme = "http", SecretHash = [1], CreatedAt = at,
                ExpiresAt = at, EndedAt = at, End = "Expired" });
            db.Add(new ReservationEntity { Id = id, ChargePointId = "CP-1", IdTag = "T", Status = "Expired", CreatedAt = at,
                ExpiresAt = at, EndedAt = at });
            db.Add(new BulkTaskEntity { Id = id, Action = "Reset", PayloadJson = "{}", RequestedBy = "x", CreatedAt = at,
                State = "Finished", EndedAt = at });
            db.Add(new BulkTargetEntity { TaskId = id, Number = 0, ChargePointId = "CP-1", State = "Succeeded" });
        }
        await db.SaveChangesAsync();
    }

    private static Task<List<(string Name, int Count)>> CountAsync(TestCentralSystem central) => central.ReadAsync(async db =>
        new List<(string, int)>
    {
        ("BulkTargets", await db.BulkTargets.CountAsync()), ("BulkTasks", await db.BulkTasks.CountAsync()), ("Commands",
            await db.Commands.CountAsync()),
        ("Connected", await db.Occurrences.CountAsync(o => o.Kind == "Connected")), ("DataTransfer", await db.Occurrences.CountAsync(o =>
            o.Kind == "DataTransfer")),
        ("Deliveries", await db.WebhookDeliveries.CountAsync()), ("FileTransfers", await db.FileTransfers.CountAsync()),
        ("IdleMeterValues", await db.MeterValues.CountAsync(m => m.TransactionId == null)), ("MeterValues",
            await db.MeterValues.CountAsync(m => m.TransactionId != null)),
        ("Quarantine", await db.Quarantine.CountAsync()), ("Reservations", await db.Reservations.CountAsync()), ("Statuses",
            await db.Statuses.CountAsync()),
        ("Transactions", await db.Transactions.CountAsync()),
    });
}
