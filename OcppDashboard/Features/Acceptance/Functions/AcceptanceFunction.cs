using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>One of the 16 functions: how each leg is driven, and how its frames are judged. The judge never hears from the driver but through the frames.</summary>
public abstract class AcceptanceFunction
{
    public abstract FunctionInfo Info { get; }

    /// <summary>Sends, prompts and waits; returns when there is nothing more to wait for. What it finds out is in the frames.</summary>
    public abstract Task DriveAsync(string leg, RunContext bench);

    /// <summary>The leg whose frames a leg is judged from: one sequence may be the evidence of several.</summary>
    public virtual string EvidenceLeg(string leg) => leg;

    /// <summary>A pure function of what was captured.</summary>
    /// <param name="capture">The frames of one try of the leg.</param>
    /// <param name="facts">What the run knew at the end of the leg.</param>
    public abstract LegResult Judge(string leg, LegCapture capture, RunFacts facts, AcceptancePlan plan);

    /// <summary>Why a leg need not be run at all: declared by the tester, or a feature profile that the charge point does not list; null: it is run.</summary>
    public virtual LegResult? Skip(string leg, RunFacts facts, AcceptancePlan plan) => null;
}
