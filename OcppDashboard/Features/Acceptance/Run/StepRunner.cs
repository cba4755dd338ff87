using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Functions;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Run;

/// <summary>Drives a leg and has its frames judged; what fails at that becomes a verdict, not the end of the run.</summary>
internal sealed class StepRunner(RunRecorder recorder, IChargePointLink link, ILogger logger)
{
    /// <param name="bench">Makes the bench whose waits end with a token.</param>
    /// <param name="abort">The run is ended: what there is is judged.</param>
    /// <param name="halt">The server stops: nothing is judged.</param>
    /// <exception cref="OperationCanceledException">The server stops.</exception>
    public async Task<LegResult> RunAsync(AcceptanceFunction function, string leg, RunRecord record, Func<CancellationToken, RunContext> bench, CancellationToken abort, CancellationToken halt)
    {
        if (function.Skip(leg, recorder.Facts, record.Plan) is { } skipped) return skipped;
        var fault = await DriveAsync(function, leg, record.ChargePointId, bench, abort, halt);
        halt.ThrowIfCancellationRequested();
        return Judge(function, leg, record, fault);
    }

    /// <returns>Why it did not come to its end; null: it did.</returns>
    private async Task<string?> DriveAsync(AcceptanceFunction function, string leg, string chargePointId, Func<CancellationToken, RunContext> bench, CancellationToken abort, CancellationToken halt)
    {
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(abort, halt);
            var ofLeg = bench(stop.Token);
            await ofLeg.WaitOnlineAsync();
            await function.DriveAsync(leg, ofLeg);
            return null;
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested || halt.IsCancellationRequested)
        {
            return "the run was aborted";
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            logger.LogError(exception, "Driving {Leg} at {ChargePoint} failed", leg, chargePointId);
            return "the server failed at driving this; its log says why";
        }
        finally
        {
            link.AnswerAuthorize(null);
            link.KeepOffline(false);
        }
    }

    private LegResult Judge(AcceptanceFunction function, string leg, RunRecord record, string? fault)
    {
        try
        {
            var evidence = function.EvidenceLeg(leg);
            var capture = evidence == leg ? recorder.Leg : CaptureOf(evidence, record);
            var result = function.Judge(leg, capture, recorder.Facts, record.Plan);
            return fault is null ? result : new(Verdict.Inconclusive, fault, $"It did not come to its end: {fault}. Repeat it.") { Expected = result.Expected };
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            logger.LogError(exception, "Judging {Leg} of {ChargePoint} failed", leg, record.ChargePointId);
            return new(Verdict.Inconclusive, "could not be judged", "The server failed at judging this; its log says why, and the frames are kept.");
        }
    }

    /// <summary>The frames of another leg's last try.</summary>
    private LegCapture CaptureOf(string leg, RunRecord record)
    {
        var attempt = record.Last(leg)?.Attempt;
        return new([.. recorder.Frames.Where(frame => frame.Leg == leg && frame.Attempt == attempt)]);
    }
}
