using System.Text.Json;
using OcppDashboard.Features.BulkTasks;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Features.BulkTasks;

/// <summary>One action for many raw charge points: rate, number at once, results, cancelling, retrying, waiting, restarting.</summary>
public sealed class BulkCommandsTests
{
    private const string Accepted = """{"status":"Accepted"}""";

    [Fact]
    public async Task Each_charge_point_has_its_own_result()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var good = await central.BootAsync("CP-1");
        await using var refuses = await central.BootAsync("CP-2");
        await using var errs = await central.BootAsync("CP-3");
        await using var silent = await central.BootAsync("CP-4");
        await using (await central.BootAsync("CP-5")) { }
        await central.SnapshotAsync("CP-5", snapshot => !snapshot.Online);
        var task = await StartAsync(central, "ClearCache", "{}", ["CP-1", "CP-2", "CP-3", "CP-4", "CP-5", "CP-6", "cp-1"], order => order with { PerMinute = 120 });
        Assert.Equal(6, task.Targets.Length);
        await good.AnswerAsync("ClearCache", Accepted);
        await refuses.AnswerAsync("ClearCache", """{"status":"Rejected"}""");
        await errs.ReplyErrorAsync((await errs.ExpectCallAsync("ClearCache")).UniqueId, "InternalError");
        await silent.ExpectCallAsync("ClearCache");
        await central.PassAsync(TimeSpan.FromSeconds(10), () => IsOver(central, task.Id), "time out"); // it may not wait for the answer yet
        task = await EndAsync(central, task.Id);
        Assert.Equal(
            ["Succeeded Accepted", "Failed Rejected", "Failed CALLERROR InternalError", "Failed no answer in time", "Failed offline", "Failed there is no such charge point"],
            task.Targets.Select(target => $"{target.State} {target.Result}"));
        Assert.Equal(BulkState.Finished, task.State);
        Assert.Equal(new(0, 0, 1, 5, 0), task.Counts);
        var command = central.Commands.Find(task.Targets[0].CommandId!.Value)!;
        Assert.Equal("test, task 1", command.RequestedBy);
    }

    [Fact]
    public async Task It_goes_no_faster_than_its_rate_and_never_to_more_at_once()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var clients = new List<RawOcppClient>();
        for (var i = 0; i < 4; i++) clients.Add(await central.BootAsync($"CP-{i}"));
        var task = await StartAsync(central, "ClearCache", "{}", ["CP-0", "CP-1", "CP-2", "CP-3"], order => order with { PerMinute = 1, AtOnce = 2 });
        var first = await clients[0].ExpectCallAsync("ClearCache");
        Assert.Equal(1, (await TaskAsync(central, task.Id)).Counts.Sent);
        central.Time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(3, (await TaskAsync(central, task.Id)).Counts.Waiting);
        await clients[0].ReplyAsync(first.UniqueId, Accepted);
        await TaskAsync(central, task.Id, t => t.Counts.Succeeded == 1);
        Assert.Empty(clients[1].Messages.Waiting);
        central.Time.Advance(TimeSpan.FromSeconds(21));
        var second = await clients[1].ExpectCallAsync("ClearCache");
        await clients[1].ReplyAsync(second.UniqueId, Accepted);
        await TaskAsync(central, task.Id, t => t.Counts.Succeeded == 2);
        central.Time.Advance(TimeSpan.FromSeconds(61));
        await clients[2].AnswerAsync("ClearCache", Accepted);
        await TaskAsync(central, task.Id, t => t.Counts.Succeeded == 3);
        central.Time.Advance(TimeSpan.FromSeconds(61));
        await clients[3].AnswerAsync("ClearCache", Accepted);
        Assert.Equal(4, (await EndAsync(central, task.Id)).Counts.Succeeded);
        foreach (var client in clients) await client.DisposeAsync();
    }

    [Fact]
    public async Task Tasks_that_run_together_share_the_rate_and_take_turns()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var one = await central.BootAsync("CP-1");
        await using var two = await central.BootAsync("CP-2");
        var first = await StartAsync(central, "ClearCache", "{}", ["CP-1", "CP-2"], order => order with { PerMinute = 1 });
        await one.AnswerAsync("ClearCache", Accepted);
        var second = await StartAsync(central, "GetLocalListVersion", "{}", ["CP-1", "CP-2"], order => order with { PerMinute = 1 });
        await TaskAsync(central, first.Id, task => task.Counts == new BulkCounts(1, 0, 1, 0, 0));
        Assert.Equal(2, (await TaskAsync(central, second.Id)).Counts.Waiting);
        await PassAsync(one); // both may by their own rates; the one that has waited begins
        await one.AnswerAsync("GetLocalListVersion", """{"listVersion":1}""");
        await TaskAsync(central, second.Id, task => task.Counts == new BulkCounts(1, 0, 1, 0, 0));
        Assert.Equal(1, (await TaskAsync(central, first.Id)).Counts.Waiting);
        await PassAsync(two);
        await two.AnswerAsync("ClearCache", Accepted);
        await TaskAsync(central, first.Id, task => task.Counts.Succeeded == 2);
        Assert.Equal(1, (await TaskAsync(central, second.Id)).Counts.Waiting);
        await PassAsync(two);
        await two.AnswerAsync("GetLocalListVersion", """{"listVersion":2}""");
        Assert.Equal(2, (await EndAsync(central, second.Id)).Counts.Succeeded);

        Task PassAsync(RawOcppClient next) => central.PassAsync(TimeSpan.FromSeconds(0.5), () => next.Messages.Waiting.Any(), "next command");
    }

    [Fact]
    public async Task At_most_so_many_are_served_at_once()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var one = await central.BootAsync("CP-1");
        await using var two = await central.BootAsync("CP-2");
        var task = await StartAsync(central, "ClearCache", "{}", ["CP-1", "CP-2"], order => order with { PerMinute = 120, AtOnce = 1 });
        var call = await one.ExpectCallAsync("ClearCache");
        central.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(new(1, 1, 0, 0, 0), (await TaskAsync(central, task.Id)).Counts);
        await one.ReplyAsync(call.UniqueId, Accepted);
        await two.AnswerAsync("ClearCache", Accepted);
        await EndAsync(central, task.Id);
    }

    [Fact]
    public async Task The_rest_is_cancelled_what_was_sent_still_ends()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var one = await central.BootAsync("CP-1");
        await using var two = await central.BootAsync("CP-2");
        var task = await StartAsync(central, "ClearCache", "{}", ["CP-1", "CP-2"], order => order with { PerMinute = 1 });
        var call = await one.ExpectCallAsync("ClearCache");
        Assert.True(await central.Get<BulkCommands>().CancelRestAsync(task.Id, "somebody"));
        Assert.False(await central.Get<BulkCommands>().CancelRestAsync(task.Id, "somebody"));
        await one.ReplyAsync(call.UniqueId, Accepted);
        task = await EndAsync(central, task.Id);
        Assert.Equal((BulkState.Cancelled, "Accepted", "cancelled by somebody"), (task.State, task.Targets[0].Result, task.Targets[1].Result));
        Assert.Empty(two.Messages.Waiting);
        Assert.Equal("Cancelled", await central.ReadAsync(db => Task.FromResult(db.BulkTasks.Single().State), state => state == "Cancelled", "kept state"));
    }

    [Fact]
    public async Task The_failed_are_tried_again_and_no_other()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var one = await central.BootAsync("CP-1");
        await using var two = await central.BootAsync("CP-2");
        var task = await StartAsync(central, "ClearCache", "{}", ["CP-1", "CP-2"], order => order with { PerMinute = 120 });
        await one.AnswerAsync("ClearCache", Accepted);
        await two.AnswerAsync("ClearCache", """{"status":"Rejected"}""");
        await EndAsync(central, task.Id);
        Assert.Null(await central.Get<BulkCommands>().RetryFailedAsync(task.Id));
        await two.AnswerAsync("ClearCache", Accepted);
        task = await EndAsync(central, task.Id);
        Assert.Equal([1, 2], task.Targets.Select(target => target.Attempt));
        Assert.Equal(2, task.Counts.Succeeded);
        Assert.Empty(one.Messages.Waiting);
        Assert.Contains("No charge point", await central.Get<BulkCommands>().RetryFailedAsync(task.Id));
        Assert.Equal("There is no such task.", await central.Get<BulkCommands>().RetryFailedAsync(99));
    }

    [Fact]
    public async Task Offline_ones_are_waited_for_a_day_at_most()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using (await central.BootAsync("CP-1")) { }
        await using (await central.BootAsync("CP-2")) { }
        await central.SnapshotAsync("CP-2", snapshot => !snapshot.Online);
        await central.SnapshotAsync("CP-1", snapshot => !snapshot.Online);
        var task = await StartAsync(central, "ClearCache", "{}", ["CP-1", "CP-2"], order => order with { PerMinute = 120, WaitsForOffline = true });
        central.Time.Advance(TimeSpan.FromHours(23));
        await using var back = await central.BootAsync("CP-1");
        await back.AnswerAsync("ClearCache", Accepted);
        await TaskAsync(central, task.Id, t => t.Counts == new BulkCounts(1, 0, 1, 0, 0));
        central.Time.Advance(TimeSpan.FromHours(1));
        await central.PassAsync(TimeSpan.FromMinutes(1), () => IsOver(central, task.Id), "end of the day");
        task = await EndAsync(central, task.Id);
        Assert.Equal("offline for 24 h", task.Targets[1].Result);
    }

    [Fact]
    public async Task One_that_goes_away_before_its_turn_is_waited_for_too()
    {
        await using var central = await TestCentralSystem.StartAsync();
        var first = await central.BootAsync("CP-1");
        central.Start("CP-1", "GetLocalListVersion"); // its answer is what the task's command waits for
        await first.ExpectCallAsync("GetLocalListVersion");
        var task = await StartAsync(central, "ClearCache", "{}", ["CP-1"], order => order with { WaitsForOffline = true });
        await TaskAsync(central, task.Id, t => t.Counts.Sent == 1);
        await Eventually.IsAsync(() => central.Commands.Recent("CP-1").Any(command => command.Action == "ClearCache"), "the queued command");
        await first.DisposeAsync();
        task = await TaskAsync(central, task.Id, t => t.Counts.Waiting == 1);
        Assert.Equal(0, task.Targets[0].Attempt);
        await using var again = await central.BootAsync("CP-1");
        central.Time.Advance(TimeSpan.FromSeconds(3));
        await again.AnswerAsync("ClearCache", Accepted);
        Assert.Equal("Accepted", (await EndAsync(central, task.Id)).Targets[0].Result);
    }

    [Fact]
    public async Task A_restart_sends_nothing_twice_and_goes_on_with_the_rest()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var one = await central.BootAsync("CP-1");
        await using var two = await central.BootAsync("CP-2");
        var reset = await StartAsync(central, "Reset", """{"type":"Soft"}""", ["CP-1", "CP-2"], order => order with { PerMinute = 1 });
        var reading = await StartAsync(central, "GetLocalListVersion", "{}", ["CP-2"], order => order);
        await one.ExpectCallAsync("Reset");
        await two.ExpectCallAsync("GetLocalListVersion");
        await central.RestartAsync();
        var after = await TaskAsync(central, reset.Id);
        Assert.Equal((BulkTargetState.Failed, "the server stopped before the answer"), (after.Targets[0].State, after.Targets[0].Result));
        Assert.Equal(BulkTargetState.Waiting, after.Targets[1].State);
        await using var oneAgain = await central.BootAsync("CP-1");
        await using var twoAgain = await central.BootAsync("CP-2");
        await twoAgain.AnswerAsync("GetLocalListVersion", """{"listVersion":3}"""); // at its own rate
        Assert.Equal("version 3", (await EndAsync(central, reading.Id)).Targets[0].Result); // only read: asked again
        Assert.Equal(1, (await TaskAsync(central, reset.Id)).Counts.Waiting); // one a minute: the restart began none anew
        central.Time.Advance(TimeSpan.FromSeconds(61));
        await twoAgain.AnswerAsync("Reset", Accepted);
        after = await EndAsync(central, reset.Id);
        Assert.Equal(new(0, 0, 1, 1, 0), after.Counts);
        Assert.Empty(oneAgain.Messages.Waiting);
        Assert.Equal(3, (await StartAsync(central, "ClearCache", "{}", ["CP-9"], order => order)).Id);
    }

    [Fact]
    public async Task What_a_cancelled_task_had_sent_ends_with_a_restart_too_and_the_failed_can_be_tried_again()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using (var one = await central.BootAsync("CP-1"))
        await using (var two = await central.BootAsync("CP-2"))
        {
            var task = await StartAsync(central, "GetLocalListVersion", "{}", ["CP-9", "CP-1", "CP-2"], order => order with { PerMinute = 1 });
            await one.ExpectCallAsync("GetLocalListVersion");
            Assert.True(await central.Get<BulkCommands>().CancelRestAsync(task.Id, "somebody"));
            await central.RestartAsync();
        }
        var after = await TaskAsync(central, 1);
        Assert.Equal(["Failed there is no such charge point", "Failed the server stopped before the answer", "Cancelled cancelled by somebody"], after.Targets.Select(target => $"{target.State} {target.Result}"));
        await using var again = await central.BootAsync("CP-1");
        Assert.Null(await central.Get<BulkCommands>().RetryFailedAsync(1));
        await central.PassAsync(TimeSpan.FromSeconds(10), () => again.Messages.Waiting.Any(), "its turn"); // a minute after the one before it
        await again.AnswerAsync("GetLocalListVersion", """{"listVersion":3}""");
        after = await EndAsync(central, 1);
        Assert.Equal((BulkState.Finished, "version 3"), (after.State, after.Targets[1].Result));
    }

    [Fact]
    public async Task Those_that_do_not_come_back_after_a_restart_fail()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using (var one = await central.BootAsync("CP-1"))
        await using (var two = await central.BootAsync("CP-2"))
        {
            await StartAsync(central, "ClearCache", "{}", ["CP-1", "CP-2"], order => order with { PerMinute = 1 });
            await one.ExpectCallAsync("ClearCache");
            await central.RestartAsync();
        }
        Assert.Equal(1, (await TaskAsync(central, 1)).Counts.Waiting);
        await central.PassAsync(BulkCommands.AfterRestart / 3, () => IsOver(central, 1), "end of the moment after a restart");
        Assert.Equal("offline", (await EndAsync(central, 1)).Targets[1].Result);
    }

    [Fact]
    public async Task A_secret_is_kept_only_as_long_as_the_task_runs()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var one = await central.BootAsync("CP-1");
        var task = await StartAsync(central, "ChangeConfiguration", """{"key":"AuthorizationKey","value":"0123456789abcdef"}""", ["CP-1"], order => order);
        Assert.DoesNotContain("0123456789abcdef", task.PayloadJson);
        await one.AnswerAsync("ChangeConfiguration", """{"status":"Rejected"}""");
        await EndAsync(central, task.Id);
        var kept = await central.ReadAsync(db => Task.FromResult(db.BulkTasks.Single()), row => row.State == "Finished", "kept task");
        Assert.DoesNotContain("0123456789abcdef", kept.PayloadJson);
        await central.RestartAsync();
        Assert.Contains("holds a secret", await central.Get<BulkCommands>().RetryFailedAsync(task.Id));
    }

    [Fact]
    public async Task Each_charge_point_gets_an_address_and_a_reservation_of_its_own()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var one = await central.BootAsync("CP-1");
        await using var two = await central.BootAsync("CP-2");
        await StartAsync(central, "GetDiagnostics", """{"location":"-","retries":1}""", ["CP-1", "CP-2"], order => order with { PerMinute = 120, File = new(true, null, "http") });
        var first = (await one.AnswerAsync("GetDiagnostics", """{"fileName":"a.log"}""")).Payload.GetProperty("location").GetString();
        var second = (await two.AnswerAsync("GetDiagnostics", """{"fileName":"b.log"}""")).Payload.GetProperty("location").GetString();
        Assert.Matches("/f/[0-9a-f]{64}/diagnostics$", first);
        Assert.Matches("/f/[0-9a-f]{64}/diagnostics$", second);
        Assert.NotEqual(first, second);
        Assert.Equal(["a.log"], (await EndAsync(central, 1)).Targets.Take(1).Select(target => target.Result));
        await StartAsync(central, "ReserveNow", """{"connectorId":1,"expiryDate":"2030-01-01T00:00:00Z","idTag":"T","reservationId":70}""", ["CP-1", "CP-2"], order => order with { PerMinute = 120 });
        Assert.Equal(70, (await one.AnswerAsync("ReserveNow", Accepted)).Payload.GetProperty("reservationId").GetInt32());
        Assert.Equal(71, (await two.AnswerAsync("ReserveNow", Accepted)).Payload.GetProperty("reservationId").GetInt32());
        await StartAsync(central, "GetLog", """{"log":{"remoteLocation":"-"},"logType":"DiagnosticsLog","requestId":5}""", ["CP-1"], order => order with { File = new(true, null, null) });
        Assert.Contains("/f/", (await one.AnswerAsync("GetLog", Accepted)).Payload.GetProperty("log").GetProperty("remoteLocation").GetString());
    }

    [Fact]
    public async Task All_running_transactions_are_stopped()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await using var one = await central.BootAsync("CP-1");
        await using var two = await central.BootAsync("CP-2");
        var id = (await one.CallForResultAsync("StartTransaction", """{"connectorId":1,"idTag":"T","meterStart":0,"timestamp":"2026-05-12T12:00:00Z"}""")).GetProperty("transactionId").GetInt32();
        var task = await StartAsync(central, "RemoteStopTransaction", "{}", ["CP-1", "CP-2"], order => order with { PerMinute = 120 });
        Assert.Equal(id, (await one.AnswerAsync("RemoteStopTransaction", Accepted)).Payload.GetProperty("transactionId").GetInt32());
        task = await EndAsync(central, task.Id);
        Assert.Equal(["Accepted", "no transaction is running"], task.Targets.Select(target => target.Result));
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_in_a_sentence()
    {
        await using var central = await TestCentralSystem.StartAsync();
        async Task RefusesAsync(string part, string action, string payload, string[] ids, Func<BulkOrder, BulkOrder> change) =>
            Assert.Contains(part, (await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(central, action, payload, ids, change))).Message);
        await RefusesAsync("no action", "BootNotification", "{}", ["CP-1"], order => order);
        await RefusesAsync("No charge point", "ClearCache", "{}", [], order => order);
        await RefusesAsync("1 to 120", "ClearCache", "{}", ["CP-1"], order => order with { PerMinute = 121 });
        await RefusesAsync("at once", "ClearCache", "{}", ["CP-1"], order => order with { AtOnce = 0 });
        await RefusesAsync("JSON object", "ClearCache", "[]", ["CP-1"], order => order);
        Assert.Empty(central.Get<BulkCommands>().Known);
    }

    [Fact]
    public async Task Results_are_exported()
    {
        await using var central = await TestCentralSystem.StartAsync();
        await StartAsync(central, "ClearCache", "{}", ["=CP"], order => order);
        await EndAsync(central, 1);
        using var browser = central.Browser();
        var csv = await browser.GetStringAsync("/commands/1.csv");
        Assert.Contains("charge point,action,state,result,attempt,command,ended (UTC)", csv);
        Assert.Matches("'=CP\"?,ClearCache,Failed,there is no such charge point,0,", csv);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await browser.GetAsync("/commands/2.csv")).StatusCode);
    }

    private static bool IsOver(TestCentralSystem central, long id) => central.Get<BulkCommands>().Known.Single(task => task.Id == id).State != BulkState.Running;

    internal static Task<BulkTask> StartAsync(TestCentralSystem central, string action, string payload, string[] ids, Func<BulkOrder, BulkOrder> change) =>
        central.Get<BulkCommands>().StartTaskAsync(change(new(action, JsonDocument.Parse(payload).RootElement, ids, "test")));

    internal static Task<BulkTask> TaskAsync(TestCentralSystem central, long id, Predicate<BulkTask>? isSo = null) =>
        Eventually.GetAsync(async () => (await central.Get<BulkCommands>().FindAsync(id))!, isSo ?? (_ => true), "such task");

    internal static Task<BulkTask> EndAsync(TestCentralSystem central, long id) => TaskAsync(central, id, task => task.State != BulkState.Running && task.Counts.Sent == 0);
}
