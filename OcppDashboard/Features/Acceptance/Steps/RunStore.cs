using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;
using OcppDashboard.Features.Acceptance.Capture;
using OcppDashboard.Features.Acceptance.Plan;
using OcppDashboard.Features.Acceptance.Verdicts;

namespace OcppDashboard.Features.Acceptance.Steps;

/// <summary>Runs on their way into the database and back: a record read again is the record that was kept.</summary>
public sealed class RunStore(HistoryWriter history, AcceptanceQueries queries)
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Json);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Json)!;

    /// <summary>The whole run; null: there is none.</summary>
    public async Task<RunRecord?> FindAsync(long id, CancellationToken stop = default) => await queries.FindAsync(id, stop) is { } parts ? Of(parts) : null;

    /// <summary>What the last runs of a vendor and model came to, newest first; without frames, notes and pictures.</summary>
    public async Task<IReadOnlyList<RunRecord>> OfModelAsync(string? vendor, string? model, int take, CancellationToken stop = default) =>
        [.. (await queries.OfModelAsync(vendor, model, take, stop)).Select(row => new RunRecord
        {
            Id = row.Run.Id, ChargePointId = row.ChargePointId, StartedAt = row.Run.StartedAt, EndedAt = row.Run.EndedAt, State = Enum.Parse<RunState>(row.Run.State),
            Plan = Read<AcceptancePlan>(row.Run.PlanJson) with { ManufacturerName = row.Run.Vendor, ManufacturerModel = row.Run.Model, FirmwareVersion = row.Run.FirmwareVersion },
            Legs = [.. row.Legs.Select(Of)],
        })];

    /// <summary>What must still be put back after a run.</summary>
    public async Task<ImmutableDictionary<string, string>> ToRestoreAsync(long id)
    {
        var parts = await queries.FindAsync(id);
        return parts is null ? [] : Read<Dictionary<string, string>>(parts.Run.RestoreJson).ToImmutableDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <exception cref="Ocpp.Abstractions.StorageFailedException">It could not be kept.</exception>
    public Task KeepAsync(RunRecord run, ImmutableDictionary<string, string> toRestore)
    {
        var boot = RunFacts.Of(run.Frames).Boot;
        string? Said(string name) => boot is { } payload && payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return history.KeepAsync(new AcceptanceRunWrite(run.ChargePointId, new()
        {
            Id = run.Id, PlanJson = Write(run.Plan), StartedAt = run.StartedAt, EndedAt = run.EndedAt, State = run.State.ToString(), RemarksJson = Write(run.Remarks),
            RestoreJson = Write(toRestore), Vendor = run.Plan.ManufacturerName ?? Said("chargePointVendor"), Model = run.Plan.ManufacturerModel ?? Said("chargePointModel"),
            FirmwareVersion = run.Plan.FirmwareVersion ?? Said("firmwareVersion"),
        }));
    }

    public Task KeepAsync(long runId, LegRun leg) => history.KeepAsync(new AcceptanceLegWrite(new()
    {
        RunId = runId, Leg = leg.Leg, Attempt = leg.Attempt, StartedAt = leg.StartedAt, EndedAt = leg.EndedAt, FirstFrame = leg.FirstFrame, LastFrame = leg.LastFrame,
        ResultJson = Write(leg.Result),
    }));

    public void Keep(long runId, CapturedFrame frame) => history.Keep(new AcceptanceFrameWrite(new()
    {
        RunId = runId, Number = frame.Number, At = frame.At, Connection = frame.Connection, FromChargePoint = frame.FromChargePoint, Kind = frame.Kind.ToString(), Action = frame.Action,
        UniqueId = frame.UniqueId, Leg = frame.Leg, Attempt = frame.Attempt, Payload = frame.Payload.GetRawText(), Text = frame.Text,
    }));

    public Task KeepAsync(long runId, long id, LegOverride word) => history.KeepAsync(new AcceptanceWordWrite(new()
    {
        Id = id, RunId = runId, Leg = word.Leg, By = word.By, Text = word.Comment, At = word.At, Verdict = word.Verdict.ToString(),
    }));

    public Task KeepAsync(long runId, LegNote note) => history.KeepAsync(new AcceptanceWordWrite(new()
    {
        Id = note.Id, RunId = runId, Leg = note.Leg, By = note.By, Text = note.Text, At = note.At, Photo = note.Photo,
    }));

    private static LegRun Of(AcceptanceLegEntity l) => new(l.Leg, l.Attempt, l.StartedAt, l.EndedAt, l.FirstFrame, l.LastFrame, Read<LegResult>(l.ResultJson));

    private static RunRecord Of(AcceptanceRunParts parts) => new()
    {
        Id = parts.Run.Id, ChargePointId = parts.ChargePointId, Plan = Read<AcceptancePlan>(parts.Run.PlanJson), StartedAt = parts.Run.StartedAt, EndedAt = parts.Run.EndedAt,
        State = Enum.Parse<RunState>(parts.Run.State), Remarks = Read<List<string>>(parts.Run.RemarksJson),
        Legs = [.. parts.Legs.Select(Of)],
        Overrides = [.. parts.Words.Where(w => w.Verdict is not null).Select(w => new LegOverride(w.Leg, Enum.Parse<Verdict>(w.Verdict!), w.By, w.Text, w.At))],
        Notes = [.. parts.Words.Where(w => w.Verdict is null).Select(w => new LegNote(w.Id, w.Leg, w.By, w.Text, w.At, w.Photo))],
        Frames = [.. parts.Frames.Select(f => new CapturedFrame(
            f.Number, f.At, f.Connection, f.FromChargePoint, Enum.Parse<FrameKind>(f.Kind), f.Action, f.UniqueId, f.Leg, f.Attempt, JsonDocument.Parse(f.Payload).RootElement, f.Text))],
    };
}
