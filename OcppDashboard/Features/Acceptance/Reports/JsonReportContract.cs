using System.Text.Json.Serialization;

namespace OcppDashboard.Features.Acceptance.Reports;

/// <summary>The JSON report. Members are only ever added; times are UTC, spans seconds. <c>schema</c> changes when one is removed or means something else.</summary>
internal sealed record JsonReportFile(
    string Schema, string Title, long Run, string ChargePoint, string State, string StartedAt, string? EndedAt, JsonHeader Header, IReadOnlyList<JsonCount> Summary,
    IReadOnlyList<JsonRow> Functions, IReadOnlyList<string> Remarks, IReadOnlyList<JsonNote> Notes, IReadOnlyList<JsonSetting> Settings, IReadOnlyList<JsonTimeout> Timeouts,
    IReadOnlyList<JsonFrame> FramesBetween);

internal sealed record JsonHeader(string ManufacturerName, string ManufacturerNumber, string ManufacturerModel, string FirmwareVersion);

internal sealed record JsonCount(string Verdict, string Word, int Count);

internal sealed record JsonRow(
    int Number, string Name, IReadOnlyList<string> Criteria, string Verdict, string Word, bool Chosen, IReadOnlyList<string> Result, string? StartedAt, double TookSeconds, IReadOnlyList<JsonLeg> Legs);

/// <param name="Verdict">The one that holds.</param>
/// <param name="MachineVerdict">Of the last try.</param>
internal sealed record JsonLeg(
    string Id, string Name, string Verdict, string Word, string MachineVerdict, IReadOnlyList<JsonOverride> Overrides, IReadOnlyList<int> Notes, IReadOnlyList<JsonTry> Tries);

internal sealed record JsonOverride(string Verdict, string By, string Comment, string At);

internal sealed record JsonTry(
    int Attempt, string Verdict, string StartedAt, double TookSeconds, string Result, string Why, string? Policy, IReadOnlyList<JsonExpectation> Expected, IReadOnlyList<string> Observations,
    IReadOnlyList<string> Evidence, IReadOnlyList<string> Traits, IReadOnlyList<JsonFrame> Frames);

/// <param name="Met">Null: it could not be looked at.</param>
internal sealed record JsonExpectation(string Text, bool? Met, string Seen, int? Frame);

/// <param name="Text">The frame as it was, secrets masked; for what is no frame, words.</param>
internal sealed record JsonFrame(int Number, string At, long Connection, bool FromChargePoint, string Kind, string Action, string UniqueId, string Text);

/// <param name="Photo">Base64; null: none.</param>
internal sealed record JsonNote(int Number, string Leg, string About, string By, string At, string Text, string? MediaType, byte[]? Photo);

internal sealed record JsonSetting(string Name, string Value);

internal sealed record JsonTimeout(string Name, int Seconds, int Default);

[JsonSourceGenerationOptions(WriteIndented = true, IndentSize = 2, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JsonReportFile))]
internal sealed partial class JsonReportContext : JsonSerializerContext;
