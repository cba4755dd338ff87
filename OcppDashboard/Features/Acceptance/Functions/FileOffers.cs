using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Steps;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Features.ChargePointConfiguration;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>What drivers and judges of file transfers have in common: the schemes one after the other, and the CALL that was refused.</summary>
internal static class FileOffers
{
    /// <summary>How long is waited for the charge point to come before the next scheme is offered.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);

    private const string Profile = "FirmwareManagement", Profiles = "SupportedFeatureProfiles", Known = "SupportedFileTransferProtocols", NotOffered = "NotOffered", Offered = "Offered";

    /// <summary>The tester's scheme, or all that can be offered: first those that the charge point says it knows.</summary>
    public static IReadOnlyList<string> Schemes(RunContext bench, bool isUpload)
    {
        if (bench.Plan.Scheme is { } chosen) return [chosen];
        var known = ConfigurationValues.Words(bench.Facts.Value(Known));
        return [.. bench.Link.Schemes(isUpload).OrderByDescending(scheme => known.Contains(scheme, StringComparer.OrdinalIgnoreCase))];
    }

    /// <summary>Finds out whether files are optional for this charge point.</summary>
    public static async Task ReadProfilesAsync(RunContext bench)
    {
        if (bench.Facts.Supports(Profile) is null) await bench.ReadKeyAsync(Profiles);
    }

    /// <summary>Keeps in the frames what is offered.</summary>
    public static LinkFile? Note(RunContext bench, string scheme, LinkFile? file)
    {
        if (file is null) bench.Note(NotOffered, scheme);
        else bench.Note(Offered, $"{file.Name} by {scheme}{(file.Size is { } size ? $", {size} bytes" : "")}{(file.Sha256 is { } hash ? $", SHA-256 {hash}" : "")}");
        return file;
    }

    /// <summary>The last that was offered, as noted.</summary>
    public static string? LastOffer(LegCapture capture) => capture.Last(frame => frame is { Kind: FrameKind.Act, Action: Offered })?.Text;

    public static bool IsRefused(CapturedFrame answer) => answer is { Kind: FrameKind.CallError } or { Kind: FrameKind.CallResult, Status: "Rejected" or "NotSupported" or "NotImplemented" };

    /// <summary>Why nothing more is to be said than how the CALL itself fared; null: it was taken.</summary>
    /// <param name="isTaken">The charge point came or reported: it has the CALL, whatever became of the answer.</param>
    public static LegResult? Hindrance(LegCapture capture, RunFacts facts, CapturedFrame? call, bool isTaken, VerdictBuilder found)
    {
        if (call is null)
            return capture.Last(frame => frame is { Kind: FrameKind.Act, Action: NotOffered }) is { } none
                ? JudgeRules.NotDelivered($"no address by {none.Text} could be offered", "Look at the addresses for files in the settings, or choose the file again, then repeat.") : Readiness.Hindrance(capture);
        var answer = capture.AnswerOf(call);
        if (JudgeRules.WasNotDelivered(answer) && !isTaken) return JudgeRules.NotDelivered("the connection ended before the answer", "Repeat when the charge point is connected.");
        var isAnswered = found.Expect($"{call.Action} answered", answer is { Kind: FrameKind.CallResult } && !IsRefused(answer), JudgeRules.Seen(call, answer), answer);
        if (isAnswered) return null;
        if (answer is not null && IsRefused(answer)) return found.With(Refused(call, JudgeRules.Word(answer), facts));
        if (!isTaken) return found.With(new(Verdict.Fail, "no answer", $"{call.Action} stayed unanswered, and nothing happened."));
        found.Observations.Add($"{call.Action} was not answered, but acted on.");
        return null;
    }

    /// <summary>What to look at where nothing reached this server: the address without its secret.</summary>
    public static string AddressHint(CapturedFrame call) => Uri.TryCreate(call.Value("location"), UriKind.Absolute, out var address)
        ? $"It was offered {address.Scheme}://{address.Authority}: check that the charge point can reach this address and port, that it can resolve the name, and that it knows {address.Scheme}; or choose another scheme."
        : "Check the address for files in the settings.";

    private static LegResult Refused(CapturedFrame call, string word, RunFacts facts) => facts.Supports(Profile) switch
    {
        false => new(Verdict.NotApplicable, word, $"The charge point does not list {Profile}, and answered {call.Action} with {word}."),
        true => new(Verdict.Fail, word, $"The charge point lists {Profile}, but answered {call.Action} with {word}.") { Traits = [$"{call.Action} is answered {word}"] },
        null => new(Verdict.Inconclusive, word, $"{call.Action} was answered {word}, and {Profiles} could not be read: whether it should know it cannot be said. Look it up and set the verdict by hand."),
    };
}
