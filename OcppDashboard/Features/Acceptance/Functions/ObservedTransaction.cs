using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Verdicts;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.Ocpp.Messages.Json;

namespace OcppDashboard.Features.Acceptance.Functions;

/// <summary>A transaction as the frames of a leg show it.</summary>
/// <param name="Start">StartTransaction.</param>
/// <param name="Answer">What the central system answered; null: nothing yet.</param>
/// <param name="Stop">The StopTransaction that carries its id; null: none did.</param>
internal sealed record ObservedTransaction(CapturedFrame Start, CapturedFrame? Answer, CapturedFrame? Stop)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The id that the central system gave.</summary>
    public long? Id => Answer?.Number64("transactionId");
    public string IdTag => Start.Value("idTag") ?? "";

    /// <summary>The central system let it go on.</summary>
    public bool IsAccepted => Answer?.Value("idTagInfo", "status") == "Accepted";
    public decimal? MeterStart => LenientNumbers.ParseDecimal(Start.Value("meterStart"));
    public decimal? MeterStop => LenientNumbers.ParseDecimal(Stop?.Value("meterStop"));

    /// <summary>The first that began at a connector; null: none.</summary>
    /// <param name="after">Null: from the beginning of the leg.</param>
    public static ObservedTransaction? First(LegCapture capture, long connector, CapturedFrame? after = null) =>
        capture.First(frame => frame.IsCall("StartTransaction") && frame.ConnectorId == connector, after) is { } start ? Of(capture, start) : null;

    public static ObservedTransaction Of(LegCapture capture, CapturedFrame start)
    {
        var answer = capture.AnswerOf(start);
        var id = answer?.Number64("transactionId");
        return new(start, answer, id is null ? null : capture.First(frame => frame.IsCall("StopTransaction") && frame.Number64("transactionId") == id, start));
    }

    /// <summary>By how much the stamp of a frame is off the time of its receipt; null where it cannot be read, whole quarter hours left out where it has no zone.</summary>
    public static TimeSpan? ClockOff(CapturedFrame frame)
    {
        var stamp = OcppTimestamp.Parse(frame.Value("timestamp"));
        if (stamp.Value is not { } value) return null;
        var off = value - frame.At;
        return (stamp.HasZone ? off : off - TimeSpan.FromMinutes(Math.Round(off.TotalMinutes / 15) * 15)).Duration();
    }

    /// <summary>As the report prints it.</summary>
    public IReadOnlyList<string> Evidence(RunFacts facts)
    {
        var lines = new JsonObject();
        void Add(string name, string? value)
        {
            if (value is not null) lines[name] = value;
        }
        Add("chargePoint", SerialOf(facts));
        Add("connector", Start.Value("connectorId"));
        Add("idTag", IdTag);
        Add("transactionId", Id?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Add("startTime", Start.Value("timestamp"));
        Add("stopTime", Stop?.Value("timestamp"));
        Add("meterStart", Start.Value("meterStart"));
        Add("meterStop", Stop?.Value("meterStop"));
        return lines.ToJsonString(Indented).ReplaceLineEndings("\n").Split('\n');
    }

    /// <summary>Why no transaction came about, where that says nothing about the charge point; null: no such reason.</summary>
    /// <param name="stimulus">What should have started it; null: it was never given.</param>
    public static LegResult? Hindrance(LegCapture capture, long connector, CapturedFrame? stimulus)
    {
        if (KnownStatus.Before(capture, connector, stimulus) is { } status && KnownStatus.Closed.Contains(status.Status))
            return JudgeRules.NotDelivered($"connector {connector} was {status.Status}", "Make it Available and repeat.");
        if (stimulus is not null) return null;
        foreach (var (key, what) in ((string, string)[])[("plug-in", "Plug in"), ("unplug-first", "Unplug first")])
            if (capture.SaidTo(key) is { } said && !capture.WasDone(key)) return JudgeRules.NotDone(what, said);
        return JudgeRules.NotDelivered("the charge point was not connected", "Repeat when it is.");
    }

    private static string? SerialOf(RunFacts facts)
    {
        foreach (var name in (string[])["chargePointSerialNumber", "chargeBoxSerialNumber"])
            if (facts.Boot is { ValueKind: JsonValueKind.Object } boot && boot.TryGetProperty(name, out var serial) && serial.ValueKind == JsonValueKind.String && serial.GetString() is { Length: > 0 } text) return text;
        return null;
    }
}
