using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>A transaction starts by RemoteStartTransaction and by card, and does not where the card is refused.</summary>
public sealed class F06StartTransaction : AcceptanceFunction
{
    /// <summary>The shortest watch for a StartTransaction behind a refused card.</summary>
    private static readonly TimeSpan LeastWatch = TimeSpan.FromSeconds(60);

    /// <summary>Keys that let a charge point start by card without Authorize.</summary>
    internal static string[] KnownCardKeys { get; } = ["AuthorizationCacheEnabled", "LocalAuthListEnabled", "LocalPreAuthorize"];

    public override FunctionInfo Info { get; } = new(6, "Start charge transaction (both local notification and remote trigger)", RunPhase.AtThePlug,
        [
            "After sending RemoteStartTransaction the transaction must start, and a StartTransaction message (including transactionId) must be received, followed by several StatusNotification messages (according to OCPP 1.6)",
            "Local StartTransaction should start with an Authorize, which – if approved – must be followed by a StartTransaction and several StatusNotification messages (according to OCPP 1.6).",
            "If not approved the sequence must stop",
        ], [new("6a", "remote"), new("6b", "local"), new("6c", "refused")]);

    public override LegResult? Skip(string leg, RunFacts facts, AcceptancePlan plan) => leg != "6a" && !plan.HasCardReader ? NoCardReader : null;

    internal static LegResult NoCardReader { get; } = new(Verdict.NotApplicable, "no card reader", "The tester declared that the charge point has no card reader.");

    public override async Task DriveAsync(string leg, RunContext bench)
    {
        var plug = new AtPlug(bench);
        await plug.BeginAsync();
        if (leg != "6a") await ForgetCardsAsync(bench);
        if (!await plug.PlugInAsync()) return;
        switch (leg)
        {
            case "6a": await plug.StartRemotelyAsync(); break;
            case "6b": await TapAsync(plug, bench); break;
            default: await TapRefusedAsync(plug, bench); break;
        }
        await plug.EndAsync();
    }

    public override LegResult Judge(string leg, LegCapture capture, RunFacts facts, AcceptancePlan plan) => leg switch
    {
        "6a" => F06Judge.Remote(capture, facts, plan),
        "6b" => F06Judge.Local(capture, facts, plan),
        _ => F06Judge.Refused(capture, plan),
    };

    /// <summary>A card that the charge point knows would start without asking.</summary>
    private static async Task ForgetCardsAsync(RunContext bench)
    {
        await bench.CallAsync(new GetConfigurationRequest([.. KnownCardKeys, "ConnectionTimeOut"]));
        await bench.CallAsync(new ClearCacheRequest());
    }

    private static async Task TapAsync(AtPlug plug, RunContext bench)
    {
        var before = bench.Now;
        var said = await bench.AskAsync(new("tap-card", $"Tap a known card for connector {plug.Connector}", "The transaction must start. If nothing happens, plug in again and tap once more. Leave the cable plugged in."),
            frame => frame.IsCall("Authorize") || IsStart(frame, plug));
        if (said is not (PromptAnswer.Done or PromptAnswer.ByItself)) return;
        var first = await bench.WaitAsync(frame => frame.IsCall("Authorize") || IsStart(frame, plug), plug.StartLimit, "Authorize or StartTransaction", before);
        if (first is { Action: "Authorize" })
        {
            await bench.WaitAsync(frame => frame.UniqueId == first.UniqueId && frame is { FromChargePoint: false, Action: "Authorize", Kind: FrameKind.CallResult or FrameKind.CallError },
                TimeSpan.FromSeconds(bench.Timeouts.Answer), "the answer to Authorize", first);
            if (F06Judge.StatusOf(bench.Capture.AnswerOf(first)) is { } status and not "Accepted") return;
        }
        if (first is not null) await plug.StartedAsync(before, plug.StartLimit);
    }

    private static async Task TapRefusedAsync(AtPlug plug, RunContext bench)
    {
        bench.Link.AnswerAuthorize(AuthorizationStatus.Invalid);
        bench.Note("AnswerAuthorize", "Authorize is answered Invalid");
        try
        {
            var before = bench.Now;
            var said = await bench.AskAsync(new("tap-refused", $"Tap the card for connector {plug.Connector}: it will be refused", "Nothing must start. Then wait."), frame => frame.IsCall("Authorize") || IsStart(frame, plug));
            if (said is not (PromptAnswer.Done or PromptAnswer.ByItself)) return;
            var first = await bench.WaitAsync(frame => frame.IsCall("Authorize") || IsStart(frame, plug), TimeSpan.FromSeconds(bench.Timeouts.StatusChange), "Authorize", before);
            var watch = plug.StartLimit > LeastWatch ? plug.StartLimit : LeastWatch;
            if (first is not null) await bench.WaitAsync(frame => frame.IsCall("StartTransaction") && (frame.ConnectorId == plug.Connector || frame.Value("idTag") == first.Value("idTag")), watch, F06Judge.Watch, before);
        }
        finally
        {
            bench.Link.AnswerAuthorize(null);
            bench.Note("AnswerAuthorize", "Authorize is answered as usual");
        }
    }

    private static bool IsStart(CapturedFrame frame, AtPlug plug) => frame.IsCall("StartTransaction") && frame.ConnectorId == plug.Connector;
}
