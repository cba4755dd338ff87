using System.Globalization;
using System.Text.RegularExpressions;
using OcppDashboard.Features.Acceptance.Capture;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>What this server saw of a file that was asked for: only the server's own word counts, not the charge point's.</summary>
/// <param name="Came">The charge point came for it; null: nothing reached this server.</param>
/// <param name="Ended">It has the last byte, or we have; null: not.</param>
/// <param name="Broke">The last time that it broke off.</param>
internal sealed partial record ObservedFile(CapturedFrame? Came, CapturedFrame? Ended, CapturedFrame? Broke)
{
    /// <param name="kind">Firmware or Diagnostics.</param>
    public static ObservedFile Of(LegCapture capture, string kind, CapturedFrame after) => new(
        capture.First(frame => Is(frame, kind), after), capture.First(frame => Is(frame, kind) && Ending().IsMatch(frame.Text), after),
        capture.Last(frame => Is(frame, kind) && frame.Number > after.Number && frame.Text.StartsWith("broke off", StringComparison.Ordinal)));

    public static bool Is(CapturedFrame frame, string kind) => frame.Kind == FrameKind.File && frame.Action == kind;

    /// <summary>How many bytes were fetched or arrived; null: not said.</summary>
    public long? Bytes => Ended is not null && long.TryParse(Ending().Match(Ended.Text).Groups[1].Value, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;

    public string? Sha256 => Ended is not null && Hash().Match(Ended.Text) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>What the charge point calls what it sent; null: nothing.</summary>
    public string? Name => Ended is not null && Called().Match(Ended.Text) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>In short, for an expectation.</summary>
    public string Seen => (Ended ?? Broke ?? Came)?.Text ?? "nothing reached this server";

    [GeneratedRegex(@"^(?:fetched|arrived) (\d+)")]
    private static partial Regex Ending();

    [GeneratedRegex("SHA-256 ([0-9A-Fa-f]{64})")]
    private static partial Regex Hash();

    [GeneratedRegex("name ([^,]+)$")]
    private static partial Regex Called();
}
