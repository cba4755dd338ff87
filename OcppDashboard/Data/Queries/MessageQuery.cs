using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Data.Queries;

/// <summary>The filter of a message list as it stands in the address: the page, its CSV and a bookmark read the same words.</summary>
public sealed record MessageQuery(string? Text, string? Direction, string? Action, string? Result, string? ChargePointId)
{
    public const string From = "from", To = "to", Findings = "findings";

    /// <summary>The results one can ask for, as in the address and in words.</summary>
    public static IReadOnlyList<(string Value, string Text)> Results { get; } =
    [
        ("answered", "answered"), ("waiting", "waiting"), (Findings, "with a finding"), ("callerror", "CALLERROR"), ("timedout", "timed out"),
        ("disconnected", "connection lost"), ("malformed", "unreadable answer"), ("notactedon", "not acted on"),
    ];

    public bool IsEmpty => ToFilter() is { FromChargePoint: null, Action: null, Result: null, OnlyWithNotes: false, Text: null };

    /// <summary>The filter; words that mean nothing do not filter.</summary>
    public MessageFilter ToFilter() => new(
        Empty(ChargePointId), Direction switch { From => true, To => false, _ => null }, Empty(Action),
        Result != Findings && Results.Any(known => known.Value.Equals(Result, StringComparison.OrdinalIgnoreCase)) ? Enum.Parse<ExchangeResult>(Result!, ignoreCase: true) : null,
        OnlyWithNotes: Result == Findings, Text: Empty(Text));

    private static string? Empty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
