using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Features.Acceptance.Support;
using Xunit.Abstractions;

namespace OcppDashboard.Tests.Features.Acceptance.Documents;

/// <summary>Alone in the process: time goes on only when everything in it waits.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class JumpingTimeCollection
{
    public const string Name = "Jumping time";
}

/// <summary>The simulated charge points reproduce, row by row, the two reports that the product came from.</summary>
[Collection(JumpingTimeCollection.Name)]
public class DocumentsTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_simulated_charge_points_reproduce_the_documents_row_by_row()
    {
        await using var time = new JumpingTime();
        var (start, begun) = (time.GetUtcNow(), TimeProvider.System.GetTimestamp());
        await Task.WhenAll(Evlink_3_3_0_10(time), Delta_3_3_9_and_3_4(time));
        output.WriteLine($"{(time.GetUtcNow() - start).TotalMinutes:0.0} minutes in {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0.0} s and {time.Jumps} jumps");
    }

    private async Task Evlink_3_3_0_10(JumpingTime time)
    {
        await using var run = await SimulatedRun.StartAsync("evlink", time);
        var file = await run.AddFirmwareAsync("Schneider Electric", "EVlink Smart Wallbox", "3.3.0.10"); // the document: "tried to install current version"
        var record = await run.RunAsync(new() { Tester = "m.kuhn", HasSim = false, Meter = MeterPolicy.Lenient, FirmwareFileId = file.Id });
        Check(record, new()
        {
            [1] = (Verdict.Remark, "no ICCID"), [2] = (Verdict.Pass, "beats"), [3] = (Verdict.Pass, ""), [4] = (Verdict.Pass, "Configuration (125)"), [5] = (Verdict.Pass, "heartbeat interval edited"),
            [6] = (Verdict.Pass, ""), [7] = (Verdict.Pass, ""), [8] = (Verdict.Remark, "Current.Offered"), [9] = (Verdict.Fail, "no boot notification received"), [10] = (Verdict.Pass, ""),
            [11] = (Verdict.Pass, ""), [12] = (Verdict.Fail, "must be rebooted by hand"), [13] = (Verdict.Pass, "file uploaded"), [14] = (Verdict.Pass, "start"), [15] = (Verdict.Pass, "Accepted"),
            [16] = (Verdict.Pass, "accepted, answered by status notifications"),
        });
        Assert.Equal((Verdict.Pass, Verdict.Fail), (record.VerdictOf("9a"), record.VerdictOf("9b")));
        Assert.Equal((Verdict.Pass, Verdict.Fail), (record.VerdictOf("12b"), record.VerdictOf("12c")));
    }

    private async Task Delta_3_3_9_and_3_4(JumpingTime time)
    {
        await using var run = await SimulatedRun.StartAsync("delta", time);
        var file = await run.AddFirmwareAsync("DELTA", "10566", "3.4");
        var old = await run.RunAsync(new() { Tester = "m.kuhn", HasSim = true, FirmwareFileId = file.Id });
        Check(old, Delta(14, "start and stop transaction notifications received", [Verdict.Pass, Verdict.Remark], [12]));
        Assert.Contains("updated from 3.3.9 to 3.4", Text(old, 12));
        var updated = await run.RunAsync(new() { Tester = "m.kuhn", HasSim = true, Functions = [.. Enumerable.Range(1, 16).Where(number => number != 12)] });
        Check(updated, Delta(14, "meter values received", [Verdict.Pass], []));
    }

    private Dictionary<int, (Verdict, string)> Delta(int number, string words, Verdict[] verdicts, int[] more)
    {
        var rows = Enumerable.Range(1, 16).Where(n => n != 12 || more.Contains(12)).ToDictionary(n => n, _ => (Verdict.Pass, ""));
        (rows[4], rows[5], rows[9], rows[13], rows[16]) =
            ((Verdict.Pass, "Configuration (76)"), (Verdict.Pass, "heartbeat interval edited"), (Verdict.Pass, "boot notification received"), (Verdict.Pass, "file uploaded"), (Verdict.Pass, "accepted, answered by status notifications"));
        rows[number] = (verdicts[^1], words);
        return rows;
    }

    private void Check(RunRecord record, Dictionary<int, (Verdict Verdict, string Words)> rows)
    {
        foreach (var leg in record.Legs) output.WriteLine($"{leg.Leg} {leg.Result.Verdict}: {leg.Result.Result} | {leg.Result.Why}");
        foreach (var remark in record.Remarks) output.WriteLine(remark);
        Assert.Multiple([.. rows.Select(row => (Action)(() =>
        {
            var function = AcceptanceFunctions.Find(row.Key)!;
            Assert.True(record.VerdictOf(function.Info) == row.Value.Verdict, $"{row.Key}: {record.VerdictOf(function.Info)} and not {row.Value.Verdict}: {Text(record, row.Key)}");
            Assert.Contains(row.Value.Words, Text(record, row.Key), StringComparison.Ordinal);
        }))]);
        Assert.Empty(record.Remarks);
    }

    private static string Text(RunRecord record, int number) => string.Join("; ", AcceptanceFunctions.Find(number)!.Info.Legs.Select(leg => record.Last(leg.Id)?.Result.Result));
}
