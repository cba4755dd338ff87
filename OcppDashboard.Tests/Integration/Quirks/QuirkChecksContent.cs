using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.Queries;
using OcppDashboard.Metering;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;
using OcppDashboard.Tests.Support;

namespace OcppDashboard.Tests.Integration.Quirks;

// Time, transactions, meter values, status (TM, TX, MV, ST).
internal static partial class QuirkChecks
{
    [Check]
    private static async Task TM_02(QuirkPlay play)
    {
        for (var i = 1; i <= 3; i++) Assert.Empty(play.Result(i).EnumerateObject());
        Assert.True(play.Snapshot.Connector(1)!.Status.Is(ChargePointStatus.Charging));
        var rows = await StatusRowsAsync(play, 3);
        Assert.All(rows, row => Assert.Equal(row.ReceivedAt, row.At));
        await play.Central.SnapshotAsync(play.Id, snapshot => snapshot.Findings.Any(finding => finding.Title.Contains("clock is not set", StringComparison.Ordinal) && finding.Count == 3), "finding three times");
    }

    [Check]
    private static async Task TM_03(QuirkPlay play)
    {
        for (var i = 1; i <= 3; i++) Assert.Empty(play.Result(i).EnumerateObject());
        var rows = await StatusRowsAsync(play, 2); // the third repeats the second's status
        Assert.Equal(new DateTimeOffset(2024, 4, 26, 12, 35, 2, TimeSpan.Zero), rows[0].At);
        Assert.Equal(new DateTimeOffset(2026, 1, 5, 4, 58, 38, 123, TimeSpan.Zero), rows[1].At);
        await play.StepAsync("""[2,"{uid5}","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available","timestamp":""}]""");
        var last = (await StatusRowsAsync(play, 3))[2];
        Assert.Equal(last.ReceivedAt, last.At);
    }

    [Check]
    private static async Task TM_04(QuirkPlay play)
    {
        for (var i = 1; i <= 3; i++) Assert.Empty(play.Result(i).EnumerateObject());
        Assert.True(play.Snapshot.Connector(1)!.Status.Is(ChargePointStatus.Available));
        var fault = (await StatusRowsAsync(play, 3))[2];
        Assert.Equal((0, "Faulted", "210"), (fault.ConnectorId, fault.Status, fault.VendorErrorCode));
        Assert.InRange(fault.ReceivedAt - fault.At, TimeSpan.FromDays(2) - TimeSpan.FromMinutes(1), TimeSpan.FromDays(2) + TimeSpan.FromMinutes(1));
        Assert.Contains(await play.Central.Get<HistoryQueries>().OfChargePointAsync(play.Id, null, 20), row => row.ConnectorId == 0 && row.Text.Contains("its clock", StringComparison.Ordinal));
    }

    [Check]
    private static async Task TX_01(QuirkPlay play)
    {
        Assert.Equal(play.Result(1).GetRawText(), play.Result(2).GetRawText());
        Assert.Equal("Accepted", play.Result(2).GetProperty("idTagInfo").GetProperty("status").GetString());
        Assert.Single(await TransactionsAsync(play));
    }

    [Check]
    private static async Task TX_02(QuirkPlay play)
    {
        play.Result(2);
        play.Result(3);
        var row = Assert.Single(await TransactionsAsync(play));
        Assert.Equal((500d, 1500L), (row.EnergyWh, row.MeterStopWh));
        Assert.Single(await play.Central.Get<MeterQueries>().OfTransactionAsync(row.Id));
    }

    [Check]
    private static async Task TX_05(QuirkPlay play)
    {
        Assert.InRange(play.TransactionId, 1, int.MaxValue);
        Assert.Contains(play.Result(1).GetProperty("idTagInfo").GetProperty("status").GetString(), new[] { "Invalid", "Accepted" });
        play.Result(2);
        var row = Assert.Single(await TransactionsAsync(play));
        Assert.Equal((10d, "NEVERSEEN"), (row.EnergyWh, row.IdTag));
        Assert.True(row.Flags.HasFlag(TransactionFlags.Offline));
        foreach (var at in new[] { row.StartedAt, row.StoppedAt!.Value })
            Assert.InRange(play.Now - at, TimeSpan.FromDays(2) - TimeSpan.FromMinutes(1), TimeSpan.FromDays(2) + TimeSpan.FromMinutes(1));
    }

    [Check]
    private static async Task TX_07(QuirkPlay play)
    {
        Assert.Empty(play.Result(2).EnumerateObject());
        Assert.Equal(100d, Assert.Single(await TransactionsAsync(play)).EnergyWh);
    }

    [Check]
    private static async Task TX_10(QuirkPlay play)
    {
        play.Result(3);
        var row = Assert.Single(await TransactionsAsync(play));
        Assert.Equal((false, 200d), (row.IsOpen, row.EnergyWh));
        Assert.Equal((null, false), (play.Snapshot.Connector(1)!.Transaction, play.Snapshot.Connector(1)!.IsCharging));
        Assert.Equal(1204.1, Assert.Single(await play.Central.Get<MeterQueries>().OfTransactionAsync(row.Id)).EnergyWh);
    }

    [Check]
    private static async Task TX_13(QuirkPlay play)
    {
        Assert.Equal(1662160391, play.Calls.Single().Payload.GetProperty("transactionId").GetInt32());
        var row = Assert.Single(await TransactionsAsync(play));
        Assert.Equal((1662160391, true, TransactionFlags.Adopted), (row.Id, row.IsOpen, row.Flags));
        Assert.Equal(row.Id, play.Snapshot.Connector(1)!.Transaction!.Id);
    }

    [Check]
    private static async Task TX_14(QuirkPlay play)
    {
        var payload = play.Calls.Single().Payload;
        Assert.Equal(1, payload.GetProperty("connectorId").GetInt32());
        Assert.InRange(payload.GetProperty("idTag").GetString()!.Length, 1, 16);
        var ended = await play.CommandAsync(command => command.IsOver);
        Assert.StartsWith("No transaction started", ended.Steps[^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(play.Snapshot.RealConnectors, connector => connector.IsCharging);
    }

    [Check]
    private static async Task TX_15(QuirkPlay play)
    {
        Assert.InRange(play.TransactionId, 1, int.MaxValue);
        Assert.Equal("Accepted", play.Result(1).GetProperty("idTagInfo").GetProperty("status").GetString());
        var row = Assert.Single(await TransactionsAsync(play));
        Assert.InRange(row.StartedAt - play.Now, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(10));
    }

    [Check]
    private static async Task MV_01(QuirkPlay play)
    {
        play.Result(1);
        Assert.Equal(1500d, play.Snapshot.Connector(1)!.RegisterWh);
        Assert.Equal([("Transaction.Begin", 505d), ("Sample.Periodic", 1500d)], (await MeterRowsAsync(play)).Select(row => (row.Context, row.EnergyWh!.Value)));
    }

    [Check]
    private static Task MV_03(QuirkPlay play)
    {
        Assert.Equal(8077d, play.Snapshot.Connector(1)!.RegisterWh);
        return Task.CompletedTask;
    }

    [Check]
    private static Task MV_04(QuirkPlay play)
    {
        Assert.Equal(163630d, play.Snapshot.Connector(1)!.RegisterWh);
        return Task.CompletedTask;
    }

    [Check]
    private static Task MV_06(QuirkPlay play)
    {
        Assert.Empty(play.Result(1).EnumerateObject());
        var connector = play.Snapshot.Connector(0)!;
        CheckReading(connector.Reading!);
        Assert.Equal(4296944685d, connector.RegisterWh);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            var payload = """
                {"connectorId":0,"meterValue":[{"sampledValue":[{"value":" 9.6","measurand":"Current.Import","phase":"L1","unit":"A"},
                {"value":"4296944685","measurand":"Energy.Active.Import.Register","unit":"Wh"},{"value":"9,6","measurand":"Current.Import","phase":"L2","unit":"A"},
                {"value":"","measurand":"Voltage"},{"value":"nan","measurand":"Temperature","unit":"Celcius"}]}]}
                """u8;
            Assert.True(PayloadReader.TryRead(OcppActions.Of<MeterValuesRequest>(), payload, false, out var request, out _, out _));
            CheckReading(Assert.Single(MeterPointReader.Read(((MeterValuesRequest)request).MeterValue, play.Now)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        return Task.CompletedTask;
    }

    private static void CheckReading(MeterPoint reading) =>
        Assert.Equal((9.6, 9.6, 4296944685d, null, null), (reading.CurrentL1A, reading.CurrentL2A, reading.EnergyWh, reading.AnyVoltageV, reading.TemperatureC));

    [Check]
    private static async Task MV_08(QuirkPlay play)
    {
        Assert.Equal(2191440d, play.Snapshot.Connector(1)!.RegisterWh);
        Assert.Equal([2191440d, 0d], (await MeterRowsAsync(play)).Select(row => row.EnergyWh!.Value));
        await play.Central.SnapshotAsync(play.Id, snapshot => snapshot.Findings.Any(finding => finding.Title.Contains("register fell to 0", StringComparison.Ordinal)), "finding");
    }

    [Check]
    private static async Task ST_02(QuirkPlay play)
    {
        play.Result(1);
        play.Result(2);
        var rows = await StatusRowsAsync(play, 2);
        Assert.Equal(("Finishing", null), (rows[0].Status, rows[0].Info)); // a fault is what its status says, whatever the code
        var connector = play.Snapshot.Connector(1)!;
        Assert.Equal((true, "00001000000000000000000000000000", """{"reason":"faults","cpv":0}"""), (connector.IsFaulted, connector.VendorErrorCode, connector.Info));
        Assert.False((connector with { Status = OcppEnum<ChargePointStatus>.Parse(rows[0].Status) }).IsFaulted);
    }

    private static async Task<IReadOnlyList<TransactionRow>> TransactionsAsync(QuirkPlay play) => (await play.Central.Transactions.ListAsync(new(play.Id), 0, 10)).Rows;

    private static Task<List<StatusEntity>> StatusRowsAsync(QuirkPlay play, int count) => play.Central.ReadAsync(
        db => db.Statuses.AsNoTracking().Where(s => db.ChargePoints.Any(c => c.Key == s.ChargePointKey && c.Id == play.Id)).OrderBy(s => s.Id).ToListAsync(),
        rows => rows.Count >= count, $"{count} statuses");
}
