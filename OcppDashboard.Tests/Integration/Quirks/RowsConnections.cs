using OcppDashboard.Commands.Timeline;
using OcppDashboard.Features.WorkList;
using OcppDashboard.Ocpp.Connections;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

/// <summary>Rows A and B of the table of habits: handshakes, passwords, connections.</summary>
public sealed class RowsConnections(QuirkCasesTests.Shared shared) : RowsTest(shared)
{
    [Fact]
    public async Task A1_without_sub_protocol_is_a_finding_and_the_switch_leaves_the_answer_without_one()
    {
        await using var bare = await RawOcppClient.OpenAsync(Central.Port, new RawHandshake("/ocpp/R-A1") { Protocols = [] });
        await FindingAsync("R-A1", "A1");
        await SetAsync("R-A1b", own => own with { OmitsSubProtocol = true });
        await using var client = await Central.BootAsync("R-A1b");
        Assert.Equal((101, null), (client.Answer!.Status, client.Answer.Header("Sec-WebSocket-Protocol")));
        Assert.False(Central.Snapshot("R-A1b").HasFinding("A1"));
    }

    [Theory]
    [InlineData("ocpp1.6, ocpp1.5")]
    [InlineData("ocpp2.0.1,ocpp1.6")]
    public async Task A2_of_several_tokens_1_6_is_taken(string offer)
    {
        await using var client = await RawOcppClient.OpenAsync(Central.Port, new RawHandshake("/ocpp/R-A2") { Protocols = [offer] });
        Assert.Equal((101, "ocpp1.6"), (client.Answer!.Status, client.Answer.Header("Sec-WebSocket-Protocol")));
        client.Drop();
        await Central.SnapshotAsync("R-A2", snapshot => !snapshot.Online);
    }

    [Fact]
    public async Task A3_a_probe_that_drops_spoils_nothing_of_the_connection_after_it()
    {
        await using (var probe = await Central.OpenAsync("R-A3")) probe.Drop();
        await using var client = await Central.BootAsync("R-A3");
        await client.CallForResultAsync("Heartbeat");
        Assert.True(Central.Snapshot("R-A3").Online);
    }

    [Fact]
    public async Task A4_a_boot_of_2_0_1_keeps_the_connection_and_says_what_to_switch()
    {
        await using var client = await Central.OpenAsync("R-A4");
        var answer = await client.CallAsync("BootNotification", """{"reason":"PowerUp","chargingStation":{"model":"Livo","vendorName":"EVBox"}}""");
        Assert.Equal((4, "ProtocolError"), (answer[0].GetInt32(), answer[2].GetString()));
        var finding = (await FindingAsync("R-A4", "A4")).Findings.Single(finding => finding.Code == "A4");
        Assert.Contains("1.6", finding.Advice, StringComparison.Ordinal);
        await client.CallForResultAsync("Heartbeat");
    }

    [Theory]
    [InlineData("ocpp2.0.1.1")]
    [InlineData("OCPP1.6J")]
    public async Task A5_unknown_tokens_are_closed_in_form_and_listed(string offer)
    {
        await using var client = await RawOcppClient.OpenAsync(Central.Port, new RawHandshake("/ocpp/R-A5") { Protocols = [offer] });
        Assert.Equal((101, null), (client.Answer!.Status, client.Answer.Header("Sec-WebSocket-Protocol")));
        Assert.Equal(1002, (await client.ReceiveCloseAsync()).Code);
        Assert.Contains(Central.Get<HandshakeAttempts>().Latest, attempt => attempt.Identity == "R-A5" && attempt.Reason.Contains(offer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A6_without_connection_upgrade_there_is_a_short_refusal()
    {
        await using var client = await RawOcppClient.OpenAsync(Central.Port, new RawHandshake("/ocpp/R-A6") { Connection = "keep-alive" });
        Assert.InRange(client.Answer!.Status, 400, 426);
        Assert.InRange(client.Answer.Body.Length, 0, 200);
    }

    [Theory]
    [InlineData("/ocpp/site/4/R-A11")]
    [InlineData("/ocpp/R-A11/R-A11")]
    public async Task A11_of_many_segments_the_last_is_the_identity(string path)
    {
        await using var client = await RawOcppClient.OpenAsync(Central.Port, path);
        Assert.Equal(101, client.Answer!.Status);
        await FindingAsync("R-A11", "A11");
        client.Drop();
        await Central.SnapshotAsync("R-A11", snapshot => !snapshot.Online);
    }

    [Fact]
    public async Task A13_credentials_without_a_password_here_are_passed_over()
    {
        await using var client = await RawOcppClient.OpenAsync(Central.Port, new RawHandshake("/ocpp/R-A13") { Headers = ["authorization: Basic MTAwMDoxMjM="] });
        Assert.Equal(101, client.Answer!.Status);
        await FindingAsync("R-A13", "A13");
    }

    [Fact]
    public async Task A14_raw_bytes_and_hexadecimal_digits_of_one_key_both_fit()
    {
        const string key = "00ff3a0d0a5c22e2808b0102030405060708090a";
        foreach (var (id, set) in new[] { ("R-A14", key), ("R-A14u", key.ToUpperInvariant()) })
        {
            await SetAsync(id, own => own with { PasswordSha256 = ChargePointPassword.Hash(set) });
            await OpensAsync(id, [.. RawHandshake.User(id, ""), .. Convert.FromHexString(key)], 101);
            await OpensAsync(id, RawHandshake.User(id, key), 101);
            await OpensAsync(id, RawHandshake.User(id, key.ToUpperInvariant()), 101);
            await OpensAsync(id, RawHandshake.User(id, key[..^1]), 401);
        }
        var attempt = Central.Get<HandshakeAttempts>().Latest.First(attempt => attempt.Identity == "R-A14");
        Assert.Contains("password is another", attempt.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A15_the_user_name_is_the_identity_unless_it_is_ignored_and_a_refusal_tells_strangers_nothing()
    {
        await SetAsync("R-A15", own => own with { PasswordSha256 = ChargePointPassword.Hash("12345678") });
        await OpensAsync("R-A15", RawHandshake.User("R-A15", "12345678"), 101);
        var wrongUser = await OpensAsync("R-A15", RawHandshake.User("admin", "12345678"), 401);
        var wrongPassword = await OpensAsync("R-A15", RawHandshake.User("R-A15", "87654321"), 401);
        var nothing = await OpensAsync("R-A15", null, 401);
        Assert.Equal(Said(wrongUser), Said(wrongPassword));
        Assert.Equal(Said(wrongUser), Said(nothing));
        Assert.StartsWith("Basic", nothing.Header("WWW-Authenticate"), StringComparison.Ordinal);
        await SetAsync("R-A15", own => own with { IgnoresUserName = true });
        await OpensAsync("R-A15", RawHandshake.User("admin", "12345678"), 101);
        var reasons = Central.Get<HandshakeAttempts>().Latest.Where(attempt => attempt.Identity == "R-A15").Select(attempt => attempt.Reason).ToList();
        Assert.Equal(3, reasons.Count);
        Assert.Contains(reasons, reason => reason.Contains("user name", StringComparison.Ordinal));
        await SetAsync("R-A15", own => own with { PasswordSha256 = "no hash" });
        await OpensAsync("R-A15", RawHandshake.User("R-A15", "no hash"), 401);
        await SetAsync("R-A15", own => own with { PasswordSha256 = null, MayConnect = false });
        await OpensAsync("R-A15", null, 403);
    }

    [Fact]
    public async Task A15_where_strangers_must_be_approved_they_are_told_what_a_wrong_password_is_told()
    {
        await using var central = await TestCentralSystem.StartAsync(ocpp => ocpp with { Onboarding = OcppDashboard.Configuration.Onboarding.Approve });
        await central.Get<OcppDashboard.Features.ChargePoints.ChargePointSettingsService>().ChangeAsync("R-1", own => own with { PasswordSha256 = ChargePointPassword.Hash("12345678") });
        var answers = new List<string>();
        foreach (var (id, password) in new[] { ("R-1", "wrong"), ("R-2", "wrong"), ("R-3", null) })
        {
            await using var client = await RawOcppClient.OpenAsync(central.Port, new RawHandshake("/ocpp/" + id) { Credentials = password is null ? null : RawHandshake.User(id, password) });
            Assert.Equal(401, client.Answer!.Status);
            answers.Add(Said(client.Answer));
        }
        Assert.Single(answers.Distinct());
        await using var provisioned = await RawOcppClient.OpenAsync(central.Port, new RawHandshake("/ocpp/R-1") { Credentials = RawHandshake.User("R-1", "12345678") });
        Assert.Equal(101, provisioned.Answer!.Status);
    }

    [Fact]
    public async Task A15_with_a_password_the_newest_connection_wins_at_once_although_the_old_one_lives()
    {
        await SetAsync("R-A15n", own => own with { PasswordSha256 = ChargePointPassword.Hash("secret-of-16-char") });
        var handshake = new RawHandshake("/ocpp/R-A15n") { Credentials = RawHandshake.User("R-A15n", "secret-of-16-char") };
        await using var old = await RawOcppClient.OpenAsync(Central.Port, handshake);
        await old.CallForResultAsync("BootNotification", Boot);
        await using var stranger = await Central.OpenAsync("R-A15n");
        Assert.Equal(401, stranger.Answer!.Status);
        Assert.True(old.IsOpen);
        await using var young = await RawOcppClient.OpenAsync(Central.Port, handshake);
        Assert.Equal(101, young.Answer!.Status);
        await old.ReceiveCloseAsync();
        Assert.Equal(0, old.PingsSeen);
        await young.CallForResultAsync("Heartbeat");
        Assert.True(Central.Snapshot("R-A15n").Online);
    }

    [Fact]
    public async Task A17_old_tls_on_the_plain_port_is_listed_with_its_address()
    {
        await using var client = await RawOcppClient.ConnectAsync(Central.Port);
        await client.SendBytesAsync(Convert.FromHexString("1603010050010000" + "4c0301")); // TLS 1.0
        Assert.True(await client.EndsAsync());
        await Eventually.IsAsync(() => Central.Get<HandshakeAttempts>().Latest.Any(attempt => attempt.Reason.Contains("TLS", StringComparison.Ordinal) && attempt.RemoteAddress == "127.0.0.1"), "listed attempt");
    }

    [Fact]
    public async Task A19_a_reserved_bit_ends_the_connection_and_the_next_one_is_taken_at_once()
    {
        await using var client = await Central.BootAsync("R-A19");
        Assert.Null(client.Answer!.Header("Sec-WebSocket-Extensions"));
        await client.SendBytesAsync(new byte[] { 0xC1, 0x82, 0, 0, 0, 0, (byte)'[', (byte)']' });
        await client.ReceiveCloseAsync();
        await FindingAsync("R-A19", "A19");
        await using var again = await Central.BootAsync("R-A19");
    }

    [Fact]
    public async Task B3_the_idle_limit_is_the_charge_points_own_or_three_heartbeats()
    {
        await SetAsync("R-B3", own => own with { IdleLimitSeconds = 90 }); // kept before the least was 300: counts as 300
        await SetAsync("R-B3h", own => own with { BootIntervalSeconds = 1200 });
        await using var brief = await Central.BootAsync("R-B3");
        await using var patient = await Central.BootAsync("R-B3h");
        (brief.AutoPong, patient.AutoPong) = (false, false);
        Assert.Equal(TimeSpan.FromMinutes(5), Central.Get<OcppDashboard.Ocpp.Abstractions.IConnectionPolicy>().Of("R-B3").IdleLimit);
        await Central.PassAsync(TimeSpan.FromSeconds(20), () => !Central.Snapshot("R-B3").Online, "end of the silent connection");
        Assert.Contains("nothing was heard", Central.Snapshot("R-B3").OfflineReason, StringComparison.Ordinal);
        await patient.CallForResultAsync("Heartbeat");
        Central.Time.Advance(TimeSpan.FromMinutes(30));
        await patient.CallForResultAsync("Heartbeat");
        Assert.True(Central.Snapshot("R-B3h").Online);
    }

    [Fact]
    public async Task B5_the_late_end_of_the_first_connection_removes_nothing_but_itself()
    {
        await using var central = await TestCentralSystem.StartAsync(ocpp => ocpp with { TakeoverPing = TimeSpan.FromSeconds(60) });
        await using var first = await central.BootAsync("R-B5");
        first.AutoPong = false;
        var coming = central.BootAsync("R-B5");
        await first.ReceivePingAsync();
        await central.PassAsync(TimeSpan.FromSeconds(20), () => coming.IsCompleted, "the second connection");
        await using var second = await coming;
        first.Drop();
        var sending = central.Commands.SendAsync("R-B5", new ClearCacheRequest(), "test");
        await second.AnswerAsync("ClearCache", """{"status":"Accepted"}""");
        Assert.Equal(CommandState.Done, (await sending).State);
        await using var third = await central.OpenAsync("R-B5"); // the second one lives
        Assert.Equal(503, third.Answer!.Status);
        await central.SnapshotAsync("R-B5", snapshot => snapshot.HasFinding("B5"), "finding B5");
    }

    [Fact]
    public async Task B7_three_timeouts_with_messages_coming_in_are_not_answering()
    {
        await using var client = await Central.BootAsync("R-B7");
        for (var i = 0; i < 3; i++)
        {
            var command = Central.Start("R-B7", "ClearCache");
            await Central.PassAsync(TimeSpan.FromSeconds(20), () => Central.Commands.Find(command.Id)!.IsOver, "time out");
            await client.CallForResultAsync("Heartbeat");
        }
        Assert.True((await FindingAsync("R-B7", "B7")).IsNotAnswering);
        Central.Commands.Disconnect("R-B7", "dropped");
        await client.ReceiveCloseAsync();
        await using var again = await Central.BootAsync("R-B7");
        Assert.False(Central.Snapshot("R-B7").IsNotAnswering);
    }

    [Fact]
    public async Task B8_a_reconnect_storm_sends_nothing_and_is_one_finding()
    {
        for (var i = 0; i < 12; i++)
        {
            await using var client = await Central.OpenAsync("R-B8");
            await Central.SnapshotAsync("R-B8", snapshot => snapshot.Online); // the client has its 101 a moment earlier
            client.Drop();
            await Central.SnapshotAsync("R-B8", snapshot => !snapshot.Online);
        }
        Assert.Equal(3, (await FindingAsync("R-B8", "B8")).Findings.Single(finding => finding.Code == "B8").Count);
        Assert.Empty(Central.Commands.Recent("R-B8"));
    }

    [Fact]
    public async Task B9_offline_is_on_the_work_list_after_half_an_hour()
    {
        await using (var client = await Central.BootAsync("R-B9")) client.Drop();
        var offline = await Central.SnapshotAsync("R-B9", snapshot => !snapshot.Online);
        var facts = new WorkFacts([offline], [], [], [], _ => TimeSpan.FromMinutes(5));
        Assert.Empty(WorkItems.Of(facts, offline.OfflineSince!.Value.AddMinutes(29)));
        Assert.Equal(WorkKind.Offline, Assert.Single(WorkItems.Of(facts, offline.OfflineSince.Value.AddMinutes(31))).Kind);
    }

    [Fact]
    public async Task B10_answers_leave_later_and_in_order_while_the_reading_goes_on()
    {
        await SetAsync("R-B10", own => own with { ReplyDelayMs = 2000 });
        await using var client = await Central.OpenAsync("R-B10");
        await client.SendTextAsync($"[2,\"b\",\"BootNotification\",{Boot}]");
        await client.SendTextAsync("""[2,"h","Heartbeat",{}]""");
        await client.SendPingAsync();
        await Eventually.IsAsync(() => client.PongsSeen == 1, "pong");
        Assert.Empty(client.Messages.Waiting);
        await Central.PassAsync(TimeSpan.FromSeconds(1), () => client.Messages.Waiting.Count == 2, "both answers");
        Assert.Equal(["[3,\"b\"", "[3,\"h\""], client.Messages.Waiting.Select(message => message.Text[..6]));
        await SetAsync("R-B10", own => own with { ReplyDelayMs = 0 });
        await client.CallForResultAsync("Heartbeat");
        await StartAsync(client);
        await client.CallForResultAsync("Heartbeat"); // by now it is noted that the start was answered
        client.Drop();
        await Central.SnapshotAsync("R-B10", snapshot => !snapshot.Online && snapshot.Findings.All(finding => finding.Code != "B10"), "an end that is a coincidence so far");
        await using var again = await Central.BootAsync("R-B10");
        await again.CallForResultAsync("StartTransaction", $$"""{"connectorId":2,"idTag":"T2","meterStart":5,"timestamp":"{{Central.Time.GetUtcNow():o}}"}""");
        await again.CallForResultAsync("Heartbeat");
        again.Drop();
        var finding = (await FindingAsync("R-B10", "B10")).Findings.Single(finding => finding.Code == "B10");
        Assert.Equal(2, finding.Count);
        Assert.StartsWith("It happened after 2 of the last 2 starts.", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task B4_an_empty_message_is_no_message_and_a_finding()
    {
        await using var client = await Central.BootAsync("R-B4");
        await client.SendTextAsync("");
        await client.SendTextAsync("  \r\n");
        await client.CallForResultAsync("Heartbeat");
        await client.SendTextAsync("");
        await Central.SnapshotAsync("R-B4", snapshot => snapshot.Findings.Any(finding => finding is { Code: "B4", Count: 3 }));
        Central.Time.Advance(TimeSpan.FromSeconds(40)); // nothing of it is waited for
        await client.CallForResultAsync("Heartbeat");
        Assert.DoesNotContain(await Central.MessagesAsync(new() { ChargePointId = "R-B4" }, rows => rows.Count >= 2, "messages"), row => row.Action.Length == 0);
    }

    [Fact]
    public async Task B12_a_connection_that_is_gone_before_it_is_served_leaves_nothing()
    {
        for (var i = 0; i < 20; i++)
        {
            await using var client = await RawOcppClient.ConnectAsync(Central.Port);
            await client.SendBytesAsync(new RawHandshake($"/ocpp/R-B12-{i}").ToBytes());
            client.Drop(reset: true);
        }
        await Eventually.IsAsync(() => !Central.Get<ConnectionRegistry>().All.Any(connection => connection.Info.ChargePointId.StartsWith("R-B12", StringComparison.Ordinal)), "no connection left");
    }

    /// <summary>Tries a handshake and leaves again.</summary>
    private async Task<RawAnswer> OpensAsync(string id, byte[]? credentials, int status)
    {
        await using var client = await RawOcppClient.OpenAsync(Central.Port, new RawHandshake("/ocpp/" + id) { Credentials = credentials });
        Assert.Equal(status, client.Answer!.Status);
        return client.Answer;
    }

    private static string Said(RawAnswer answer) => string.Join('|', answer.Headers.Where(header => header.Key != "Date").OrderBy(header => header.Key, StringComparer.Ordinal)) + answer.Body;
}
