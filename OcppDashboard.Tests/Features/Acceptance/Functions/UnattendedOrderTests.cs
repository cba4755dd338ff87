using System.Collections.Immutable;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Tests.Features.Acceptance.Support;

namespace OcppDashboard.Tests.Features.Acceptance.Functions;

/// <summary>The first unattended functions one after the other, as a run does them: what one learns or changes is right for the next.</summary>
public class UnattendedOrderTests
{
    private static readonly int[] First = [1, 4, 5, 2, 3, 15, 16];

    [Fact]
    public void An_honest_charge_point_is_through_in_two_minutes_and_is_left_as_it_was()
    {
        var (results, seconds, before, chargePoint, facts) = Run(_ => { });
        Assert.Equal(Enumerable.Repeat(Verdict.Pass, First.Length), results.Select(result => result.Verdict));
        Assert.InRange(seconds, 60, 120);
        Assert.Equal(before, chargePoint.Keys);
        Assert.Equal("300", facts.Value("HeartbeatInterval"));
    }

    [Fact]
    public void Two_rounds_give_the_same()
    {
        var (results, _, before, chargePoint, _) = Run(_ => { }, rounds: 2);
        Assert.Equal(results.Take(First.Length).Select(result => result.Result), results.Skip(First.Length).Select(result => result.Result));
        Assert.Equal(before, chargePoint.Keys);
    }

    [Fact]
    public void A_charge_point_that_refuses_every_change_has_nothing_to_be_put_back()
    {
        var (results, _, _, _, _) = Run(chargePoint => chargePoint.Replies["ChangeConfiguration"] = _ => Reply.Status("Rejected"));
        Assert.Equal(Verdict.Fail, results[2].Verdict);
    }

    private static (List<LegResult> Results, double Seconds, Dictionary<string, (string?, bool)> Before, ScriptedChargePoint ChargePoint, RunFacts Facts) Run(Action<ScriptedChargePoint> change, int rounds = 1) =>
        VirtualTime.Run(async time =>
        {
            var chargePoint = new ScriptedChargePoint(time);
            change(chargePoint);
            Dictionary<string, (string?, bool)> before = new(chargePoint.Keys);
            var recorder = new RunRecorder(new NoKeeper(), time);
            chargePoint.Heard = recorder.Add;
            chargePoint.StartHeartbeats();
            var plan = new AcceptancePlan { HasSim = true };
            var bench = new RunContext(recorder, chargePoint, plan, time, CancellationToken.None);
            var start = time.GetUtcNow();
            List<LegResult> results = [];
            for (var round = 1; round <= rounds; round++)
                foreach (var function in First.Select(number => AcceptanceFunctions.Find(number)!))
                {
                    var leg = function.Info.Legs[0].Id;
                    recorder.BeginLeg(leg, round);
                    await function.DriveAsync(leg, bench);
                    results.Add(function.Judge(leg, recorder.Leg, recorder.Facts, plan));
                    recorder.EndLeg();
                }
            Assert.Empty(recorder.ToRestore);
            return (results, (time.GetUtcNow() - start).TotalSeconds, before, chargePoint, recorder.Facts);
        });

    private sealed class NoKeeper : IRunKeeper
    {
        public void Keep(CapturedFrame frame) { }
        public Task KeepRestoreAsync(ImmutableDictionary<string, string> toRestore) => Task.CompletedTask;
    }
}
