namespace OcppDashboard.Features.Acceptance.Steps;

public enum PromptAnswer { Done, Skipped, DidNotHappen, Expired, ByItself }

/// <summary>What a person is asked for at the charge point.</summary>
/// <param name="Key">Stable: "plug-in", "tap-card", "unplug", "tap-card-stop", "cause-fault", "clear-fault", "power-cycle", "charge-offline".</param>
/// <param name="Title">One imperative: "Plug in connector 1".</param>
/// <param name="How">One line how, and what is waited for.</param>
/// <param name="Choices">A question beside it with its answers; empty: none. The answer is kept as text of the PromptAnswer frame.</param>
/// <param name="GoesOnByItself">The charge point reports the act: nobody need press done.</param>
public sealed record Prompt(string Key, string Title, string How, bool GoesOnByItself = true)
{
    public string? Question { get; init; }
    public IReadOnlyList<string> Choices { get; init; } = [];
}

/// <summary>A prompt that waits for somebody.</summary>
public sealed record OpenPrompt(string Id, Prompt Prompt, string Leg, DateTimeOffset AskedAt, DateTimeOffset Deadline);
