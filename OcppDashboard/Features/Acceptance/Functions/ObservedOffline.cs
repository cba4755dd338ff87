using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>A transaction that ran, or ended, while the run kept the charge point offline, as the frames show it.</summary>
/// <param name="Offline">The run began to keep it offline.</param>
/// <param name="Online">The run let it in again; null: not yet.</param>
/// <param name="Back">It connected again; null: not yet.</param>
/// <param name="Start">StartTransaction at the connector; null: none.</param>
/// <param name="Id">The transaction id that it was answered with; null: none.</param>
/// <param name="Stop">The StopTransaction with this id; null: none.</param>
internal sealed record ObservedOffline(CapturedFrame Offline, CapturedFrame? Online, CapturedFrame? Back, CapturedFrame? Start, long? Id, CapturedFrame? Stop)
{
    public const string OfflineAct = "Offline", OnlineAct = "Online";
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    /// <summary>What was sent once more though it had come already.</summary>
    public IReadOnlyList<CapturedFrame> Resent { get; private init; } = [];

    /// <summary>A StopTransaction behind the window with an id that was not given to any transaction of this leg; null: none.</summary>
    public CapturedFrame? StrayStop { get; private init; }

    /// <summary>A CALL of the charge point while it should have been away: it was not offline.</summary>
    public CapturedFrame? Leak { get; private init; }

    /// <summary>MeterValues of the transaction behind the window, and the StopTransaction where it holds some.</summary>
    public IReadOnlyList<CapturedFrame> Meter { get; private init; } = [];

    /// <summary>Both are there, and lie in the window as far as they must.</summary>
    public bool IsComplete(bool startsOffline) => Start is not null && Stop is not null && IsInside(Stop) && (!startsOffline || IsInside(Start));

    /// <summary>What the charge point says when a frame happened; null: not readable. A time without a zone is taken by whole quarter hours to the window.</summary>
    public DateTimeOffset? StampOf(CapturedFrame frame) => Stamp(frame.Value("timestamp"));

    public bool IsInside(CapturedFrame frame) => IsInside(frame.Value("timestamp"));

    /// <param name="startsOffline">It starts in the window; else before it.</param>
    public static ObservedOffline? Of(LegCapture capture, long connector, bool startsOffline)
    {
        if (capture.First(frame => frame is { Kind: FrameKind.Act, Action: OfflineAct }) is not { } offline) return null;
        var online = capture.First(frame => frame is { Kind: FrameKind.Act, Action: OnlineAct }, offline);
        var seen = new ObservedOffline(offline, online, online is null ? null : capture.First(frame => frame.Kind == FrameKind.Connected, online), null, null, null);
        var ended = capture.First(frame => frame.Kind == FrameKind.Disconnected, offline);
        var starts = capture.Received("StartTransaction").Where(frame => frame.ConnectorId == connector).ToList();
        var start = startsOffline
            ? starts.Find(frame => frame.Number > online?.Number && seen.IsInside(frame)) ?? starts.Find(frame => frame.Number > online?.Number)
            : starts.FindLast(frame => frame.Number < offline.Number && capture.AnswerOf(frame) is not null);
        var id = capture.AnswerOf(start)?.Number64("transactionId");
        var ours = capture.Sent("RemoteStopTransaction").FirstOrDefault(frame => frame.Number > online?.Number); // what it brings about is no past transaction
        var stops = capture.Received("StopTransaction").Where(frame => frame.Number > (startsOffline ? online : start)?.Number && !(frame.Number > ours?.Number)).ToList();
        var given = capture.Received("StartTransaction").Select(frame => capture.AnswerOf(frame)?.Number64("transactionId")).Where(known => known is not null).ToHashSet();
        var stop = id is null ? null : stops.Find(frame => frame.Number64("transactionId") == id);
        return seen with
        {
            Start = start,
            Id = id,
            Stop = stop,
            StrayStop = stops.Find(frame => frame.Number > online?.Number && (frame.Number64("transactionId") ?? 0) is var stray && !given.Contains(stray) && (stray <= 0 || seen.IsInside(frame))
                && (start is null || frame.Value("idTag") is null || frame.Value("idTag") == start.Value("idTag"))),
            Leak = ended is null ? null : capture.First(frame => frame is { Kind: FrameKind.Call, FromChargePoint: true } && !(frame.Number > online?.Number), ended),
            Resent = [.. starts.Where(frame => frame.Number > start?.Number && start is not null && IsSame(start, frame)), .. stops.Where(frame => frame.Number > stop?.Number && frame.Number64("transactionId") == id)],
            Meter = [.. capture.Received("MeterValues").Where(frame => frame.Number > online?.Number && frame.ConnectorId == connector && (id is not null && frame.Number64("transactionId") == id || seen.HasInside(frame, "meterValue"))),
                .. stop is not null && seen.HasInside(stop, "transactionData") ? [stop] : Array.Empty<CapturedFrame>()],
        };
    }

    public decimal? MeterStart => LenientNumbers.ParseDecimal(Start?.Value("meterStart"));
    public decimal? MeterStop => LenientNumbers.ParseDecimal(Stop?.Value("meterStop"));

    /// <summary>The same transaction, told again (charger-quirks F9).</summary>
    private static bool IsSame(CapturedFrame first, CapturedFrame again) => first.Value("idTag") == again.Value("idTag") && first.Value("timestamp") == again.Value("timestamp") && first.Value("meterStart") == again.Value("meterStart");

    private bool HasInside(CapturedFrame frame, string list) => frame.Payload.TryGetProperty(list, out var values) && values.ValueKind == System.Text.Json.JsonValueKind.Array
        && values.EnumerateArray().Any(one => one.ValueKind == System.Text.Json.JsonValueKind.Object && one.TryGetProperty("timestamp", out var stamp) && IsInside(stamp.ToString()));

    /// <summary>From the end of the connection until it came again: it may take its time when it is let in.</summary>
    private bool IsInside(string? stamp) => Online is not null && Stamp(stamp) is { } at && at >= WholeSecond(Offline.At) && (at <= Online.At || Back is not null && at < WholeSecond(Back.At));

    private DateTimeOffset? Stamp(string? text)
    {
        var stamp = OcppTimestamp.Parse(text);
        if (stamp.Value is not { } value || stamp.HasZone || Online is null) return stamp.Value;
        var middle = Offline.At + (Online.At - Offline.At) / 2;
        return value + Quarter * Math.Round((middle - value) / Quarter);
    }

    /// <summary>Charge points cut the fraction off.</summary>
    private static DateTimeOffset WholeSecond(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
}
