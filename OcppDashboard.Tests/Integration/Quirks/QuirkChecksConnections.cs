using Microsoft.EntityFrameworkCore;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Data.Entities;
using OcppDashboard.Features.Files;
using OcppDashboard.Features.Files.Firmware;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Connections;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

// Handshake, reconnect, boot, frames (HS, RC, BO, FR).
internal static partial class QuirkChecks
{
    /// <summary>What a check does before a step of its case.</summary>
    public static IReadOnlyDictionary<string, Func<QuirkPlay, string, Task>> Before { get; } = new Dictionary<string, Func<QuirkPlay, string, Task>>
    {
        ["HS-10"] = async (play, step) =>
        {
            if (!step.StartsWith("@open", StringComparison.Ordinal)) return;
            await using var registered = await play.Central.BootAsync(play.Id);
            registered.Drop();
            await play.Central.SnapshotAsync(play.Id, snapshot => !snapshot.Online);
        },
        ["RC-02"] = async (play, step) =>
        {
            if (step != "A:@drop silent") return;
            play.Commands.Add(play.Central.Start(play.Id, "ClearCache").Id);
            await play.TakeCallAsync("ClearCache");
        },
        ["RC-03"] = (play, step) => !step.Contains("Heartbeat", StringComparison.Ordinal) ? Task.CompletedTask
            : play.Central.PassAsync(TimeSpan.FromSeconds(10), () => play.Client.PingsSeen >= 2, "pings that stay unanswered"),
        ["RC-08"] = (play, step) => step != "@drop" ? Task.CompletedTask : play.TakeCallAsync("GetConfiguration"),
        ["TX-14"] = async (play, step) =>
        {
            if (step != "@wait remote-start-timeout") return;
            await play.CommandAsync(command => command.Steps is [.., { Kind: StepKind.Wait, Text: "Waiting for the vehicle" }]);
            Assert.DoesNotContain(play.Snapshot.RealConnectors, connector => connector.IsCharging || connector.Transaction is not null);
        },
        ["OP-06"] = async (play, _) =>
        {
            var file = await play.Central.Get<FirmwareLibrary>().AddAsync(new MemoryStream("firmware"u8.ToArray()), "r7_update_3.3.0.12_d4.epk", new(), CancellationToken.None);
            var offer = await play.Central.Get<FileTransfers>().OfferFirmwareAsync(new() { Id = play.Id, ServerAddress = "http://localhost" }, file, FileScheme.Http);
            play.SetWord("token", offer.Address.Split('/')[^2]);
        },
    };

    /// <summary>The switch that refuses such a charge point is a setting of a later issue.</summary>
    [Check]
    private static Task HS_01(QuirkPlay play)
    {
        Assert.Equal((101, null), (play.Client.Answer!.Status, play.Client.Answer.Header("Sec-WebSocket-Protocol")));
        Accepted(play);
        Assert.Null(play.Snapshot.SubProtocol); // the page's badge reads this
        return Task.CompletedTask;
    }

    [Check]
    private static Task HS_05(QuirkPlay play)
    {
        Assert.Equal("OCPP1.6", play.Client.Answer!.Header("Sec-WebSocket-Protocol"));
        Accepted(play);
        return Task.CompletedTask;
    }

    [Check]
    private static Task HS_06(QuirkPlay play)
    {
        Accepted(play);
        Assert.Equal(play.Id, Assert.Single(play.Central.Store.All, snapshot => snapshot.Id.Contains(play.Id, StringComparison.OrdinalIgnoreCase)).Id);
        return Task.CompletedTask;
    }

    [Check]
    private static Task HS_08(QuirkPlay play) => HS_06(play);

    [Check]
    private static Task HS_09(QuirkPlay play)
    {
        Accepted(play);
        Assert.True(play.Central.Snapshot("CP A+1").Online);
        return Task.CompletedTask;
    }

    [Check]
    private static Task HS_10(QuirkPlay play)
    {
        Assert.NotEqual(play.Id, play.Id.ToLowerInvariant());
        Assert.True(play.Snapshot.Online);
        return HS_06(play);
    }

    [Check]
    private static async Task HS_11(QuirkPlay play)
    {
        Assert.InRange(play.Client.Answer!.Status, 400, 499);
        Assert.InRange(play.Client.Answer.Body.Length, 0, 200);
        await play.OpenAsync(new RawHandshake("/"));
        var attempt = Assert.Single(play.Central.Get<HandshakeAttempts>().Latest, attempt => attempt.Identity is null && !attempt.Reason.Contains("TLS", StringComparison.Ordinal));
        Assert.Equal(("127.0.0.1", 2), (attempt.RemoteAddress, attempt.Count));
        Assert.DoesNotContain(play.Central.Store.All, snapshot => snapshot.Id.Length == 0);
    }

    [Check]
    private static async Task HS_13(QuirkPlay play)
    {
        await play.StepAsync("@bytes 16030100a5010000a10303");
        Assert.True(await play.Client.EndsAsync());
        var attempt = await Eventually.GetAsync(
            () => play.Central.Get<HandshakeAttempts>().Latest.FirstOrDefault(attempt => attempt.Reason.Contains("TLS", StringComparison.Ordinal)), attempt => attempt?.Count == 2, "two attempts");
        Assert.Equal("127.0.0.1", attempt!.RemoteAddress);
        await Eventually.IsAsync(() => play.Central.Logs.Records.Count(record => record.Message.Contains("TLS", StringComparison.Ordinal) && record.Message.Contains("127.0.0.1", StringComparison.Ordinal)) == 1, "one entry");
        await using var client = await play.Central.BootAsync(play.Id);
    }

    [Check]
    private static Task HS_16(QuirkPlay play)
    {
        Assert.Equal(101, play.Client.Answer!.Status);
        Accepted(play);
        return Task.CompletedTask;
    }

    [Check]
    private static async Task RC_02(QuirkPlay play)
    {
        Accepted(play);
        var ended = await play.CommandAsync(command => command.State == CommandState.Disconnected);
        Assert.Contains("the connection was replaced", ended.Steps[^1].Text, StringComparison.Ordinal);
        await play.ClientOf("A").ReceiveCloseAsync();
        Assert.True(play.Snapshot.Online);
    }

    [Check]
    private static Task RC_03(QuirkPlay play)
    {
        play.Result(1);
        Assert.True(play.Client.IsOpen);
        return Task.CompletedTask;
    }

    [Check]
    private static Task RC_05(QuirkPlay play)
    {
        play.Result(1);
        Assert.True(play.Client.IsOpen);
        Assert.Empty(play.Client.Messages.Waiting);
        return Task.CompletedTask;
    }

    [Check]
    private static Task RC_06(QuirkPlay play)
    {
        play.Result(1);
        Assert.Equal(1, play.Client.PongsSeen);
        Assert.True(play.Central.Get<ConnectionRegistry>().Find(play.Id)!.Silence < TimeSpan.FromSeconds(10));
        return Task.CompletedTask;
    }

    [Check]
    private static async Task RC_08(QuirkPlay play)
    {
        var ended = await play.CommandAsync(command => command.IsOver);
        Assert.Equal(CommandState.Disconnected, ended.State);
        Assert.True(ended.Steps[^1].At - ended.RequestedAt < TimeSpan.FromSeconds(30));
        await play.StepAsync("@call ClearCache");
        await play.StepAsync("@on ClearCache reply [3,\"{callUid}\",{\"status\":\"Accepted\"}]");
        await play.CommandAsync(command => command.State == CommandState.Done, 1);
    }

    /// <summary>The reply delay is a setting per charge point of a later issue.</summary>
    [Check]
    private static async Task RC_09(QuirkPlay play)
    {
        Accepted(play, 2);
        Assert.Equal(play.TransactionId, play.Snapshot.Connector(1)!.Transaction!.Id);
        Assert.True((await play.Central.Transactions.FindAsync(play.TransactionId))!.IsOpen);
    }

    [Check]
    private static Task BO_03(QuirkPlay play)
    {
        Accepted(play);
        Assert.EndsWith("Z", play.Result(0).GetProperty("currentTime").GetString(), StringComparison.Ordinal);
        Assert.InRange(play.Result(0).GetProperty("interval").GetInt32(), 30, 86_400);
        Assert.Equal((null, null, "x1"), (play.Snapshot.Boot!.Vendor, play.Snapshot.Boot.Model, play.Snapshot.Boot.SerialNumber));
        return Task.CompletedTask;
    }

    [Check]
    private static Task BO_07(QuirkPlay play)
    {
        play.Result(0);
        Accepted(play, 1);
        Assert.True(play.Snapshot.Connector(1)!.Status.Is(ChargePointStatus.Charging));
        return Task.CompletedTask;
    }

    [Check]
    private static async Task FR_02(QuirkPlay play)
    {
        var ended = await play.CommandAsync(command => command.ResponseJson is not null);
        Assert.Equal((CommandState.Refused, "Rejected"), (ended.State, ended.Status));
    }

    [Check]
    private static async Task FR_03(QuirkPlay play)
    {
        var ended = await play.CommandAsync(command => command.IsOver);
        Assert.Equal(CommandState.Refused, ended.State);
        Assert.Contains("not readable", ended.Steps[^1].Text, StringComparison.Ordinal);
        Assert.True(ended.Steps[^1].After < TimeSpan.FromSeconds(30)); // not at the deadline of the answer
        await play.StepAsync("@call ClearCache");
        await play.TakeCallAsync("ClearCache");
        var row = (await play.Central.MessagesAsync(new(play.Id, Action: "GetConfiguration"), rows => rows is [{ Result: ExchangeResult.Malformed }], "malformed answer in the log"))[0];
        Assert.EndsWith("{\"configurationKey\":[]", row.Answer, StringComparison.Ordinal);
    }

    [Check]
    private static async Task FR_04(QuirkPlay play)
    {
        play.Result(1); // repaired
        Assert.True(play.Client.IsOpen);
        Assert.Equal(1750d, play.Snapshot.Connector(1)!.RegisterWh);
        Assert.Null(play.Snapshot.Connector(1)!.Transaction);
        Assert.Null(Assert.Single(await MeterRowsAsync(play)).TransactionId);
    }

    [Check]
    private static async Task FR_09(QuirkPlay play)
    {
        play.Result(1);
        Assert.True(play.Client.IsOpen);
        var rows = await play.Central.MessagesAsync(new(play.Id, Result: ExchangeResult.NotActedOn), rows => rows.Count >= 6, "six texts in the log");
        Assert.Equal(["[1,\"x\",\"Heartbeat\",{}]", "[2]", "[]", "[", "{\"a\":1}", "hello"], rows.Select(row => row.Call));
    }

    [Check]
    private static async Task FR_11(QuirkPlay play)
    {
        play.Result(1);
        var row = Assert.Single(await play.Central.MessagesAsync(new(play.Id, Result: ExchangeResult.NotActedOn), rows => rows.Count > 0, "the dropped answer"));
        Assert.Contains("no-such-call", row.Call, StringComparison.Ordinal);
    }

    [Check]
    private static async Task FR_18(QuirkPlay play)
    {
        Assert.Empty(play.Result(1).EnumerateObject());
        var row = Assert.Single(await MeterRowsAsync(play));
        Assert.Equal((1, 10d, 0d), (row.ConnectorId, row.EnergyWh, row.CurrentL1A));
    }

    [Check]
    private static async Task FR_20(QuirkPlay play)
    {
        Assert.Empty(play.Result(1).EnumerateObject());
        play.Result(2);
        Assert.Equal("User didn't disconnect vehicle within 00:10:00 minutes after charging has ended.", play.Snapshot.Connector(1)!.Info);
        var orphan = Assert.Single((await play.Central.Transactions.ListAsync(new(play.Id), 0, 10)).Rows);
        Assert.Equal((TransactionFlags.Orphan, 1762770182L, "X16WG99J2QIEGCC0MCJ5-"), (orphan.Flags & TransactionFlags.Orphan, orphan.WireId, orphan.IdTag));
    }

    [Check]
    private static Task FR_23(QuirkPlay play)
    {
        play.Result(1);
        play.Result(2);
        Assert.True(play.Client.IsOpen);
        return Task.CompletedTask;
    }

    [Check]
    private static Task FR_25(QuirkPlay play)
    {
        Accepted(play);
        Assert.Empty(play.Result(1).EnumerateObject());
        Assert.True(play.Snapshot.Connector(1)!.Status.Is(ChargePointStatus.Available));
        return Task.CompletedTask;
    }

    [Check]
    private static Task FR_26(QuirkPlay play)
    {
        Assert.Empty(play.Result(1).EnumerateObject());
        Assert.Equal((4, "NotImplemented"), (play.Answers[2][0].GetInt32(), play.Answers[2][2].GetString()));
        return Task.CompletedTask;
    }

    private static Task<List<MeterValueEntity>> MeterRowsAsync(QuirkPlay play) => play.Central.ReadAsync(db =>
        db.MeterValues.AsNoTracking().Where(m => db.ChargePoints.Any(c => c.Key == m.ChargePointKey && c.Id == play.Id)).OrderBy(m => m.Id).ToListAsync());
}
