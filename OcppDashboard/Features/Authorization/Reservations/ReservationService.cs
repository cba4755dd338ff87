using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Commands;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Data;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Live;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Features.Authorization.Reservations;

/// <summary>All reservations that were sent to charge points, from wherever, and what became of them. What is given out must not be changed.</summary>
public sealed class ReservationService : IForgetsChargePoints, IDisposable
{
    private const int Most = 5_000; // the newest; older ones stay in the database
    private const int MostReplaced = 100;
    private static readonly HashSet<string> Actions = ["ReserveNow", "CancelReservation"];

    /// <summary>A start that is older than a reservation by more than this is not about it: it was told late.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private readonly Lock turn = new();
    private readonly Dictionary<long, ReservationEntity> replaced = []; // by command: what a repeated reservationId stood for before
    private readonly HashSet<(string ChargePointId, int Id)> doubtful = []; // open ones that a connector shown as Available speaks against: it was Reserved, or it booted
    private readonly HistoryWriter history;
    private readonly IDbContextFactory<OcppDbContext> contexts;
    private readonly ChargePointCommands commands;
    private readonly IdTagAuthorizer decisions;
    private readonly ChargePointStore store;
    private readonly ReservationIds ids;
    private readonly TimeProvider time;
    private readonly CommandOutcomes outcomes;
    private readonly IDisposable subscription;
    private readonly ITimer timer;
    private volatile ImmutableBox all = new([]);

    public ReservationService(
        HistoryWriter history, IDbContextFactory<OcppDbContext> contexts, ChargePointCommands commands, IdTagAuthorizer decisions, ChargePointEvents events, ChargePointStore store,
        ReservationIds ids, TimeProvider time)
    {
        (this.history, this.contexts, this.commands, this.decisions, this.store, this.ids, this.time) = (history, contexts, commands, decisions, store, ids, time);
        outcomes = new(commands, Actions, Happened);
        subscription = events.Subscribe(Happened);
        timer = time.CreateTimer(_ => Expire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Signals the id of a charge point one of whose reservations changed.</summary>
    public ChangeFeed<string> Changes { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ReservationEntity> All => all.Rows;

    /// <summary>Of one charge point, newest first.</summary>
    public IReadOnlyList<ReservationEntity> OfChargePoint(string chargePointId) => [.. all.Rows.Where(row => Same(row.ChargePointId, chargePointId))];

    /// <summary>The newest of this id.</summary>
    public ReservationEntity? Find(int id) => all.Rows.FirstOrDefault(row => row.Id == id);

    /// <summary>The reservation that holds at a connector now; one of connector 0 holds at none in particular.</summary>
    public ReservationEntity? Holding(string chargePointId, int connectorId) =>
        all.Rows.FirstOrDefault(row => row.Status == ReservationStates.Accepted && row.ConnectorId == connectorId && Same(row.ChargePointId, chargePointId));

    /// <summary>A reservationId that nobody used; each call gives another.</summary>
    public int NextId() => ids.Next();

    /// <summary>The payload of a ReserveNow with a reservationId of ours where it has none.</summary>
    public JsonElement WithReservationId(JsonElement payload)
    {
        if (payload.ValueKind != JsonValueKind.Object || (payload.TryGetProperty("reservationId", out var given) && given.ValueKind != JsonValueKind.Null)) return payload;
        var members = payload.EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
        members["reservationId"] = JsonSerializer.SerializeToElement(NextId());
        return JsonSerializer.SerializeToElement(members);
    }

    /// <summary>The charge point's answer to a reservation in its own word; null when there was none or it is no longer remembered.</summary>
    public string? Answer(ReservationEntity reservation) =>
        reservation.CommandId is { } id ? commands.Recent(reservation.ChargePointId, 200).FirstOrDefault(command => command.Id == id)?.Status : null;

    public void Forget(string chargePointId)
    {
        lock (turn)
        {
            all = new([.. all.Rows.Where(row => !Same(row.ChargePointId, chargePointId))]);
            foreach (var command in replaced.Where(pair => Same(pair.Value.ChargePointId, chargePointId)).Select(pair => pair.Key).ToList()) replaced.Remove(command);
            doubtful.RemoveWhere(key => Same(key.ChargePointId, chargePointId));
        }
    }

    /// <summary>Reads what was kept and follows what comes; called once, at start.</summary>
    public void Restore()
    {
        using (var context = contexts.CreateDbContext())
        {
            all = new([.. context.Reservations.AsNoTracking().OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id).Take(Most)]);
            foreach (var id in context.Reservations.Select(row => row.Id)) ids.Used(id);
        }
        outcomes.Follow();
        lock (turn)
            foreach (var row in all.Rows.Where(row => row.Status == ReservationStates.Requested).ToList()) Put(Concluded(row));
        foreach (var row in all.Rows.Where(row => row.Status == ReservationStates.Accepted))
        {
            Show(row);
            if (store.Find(row.ChargePointId)?.Connector(row.ConnectorId) is { } connector && connector.Status.Is(ChargePointStatus.Reserved))
                doubtful.Add((row.ChargePointId.ToUpperInvariant(), row.Id));
        }
        Expire();
    }

    /// <summary>One that was on its way when the server stopped: by its answer where there is one. Otherwise no answer will come any more, and it may hold.</summary>
    private ReservationEntity Concluded(ReservationEntity row) => (row.CommandId is { } id ? commands.Find(id)?.Status : null) switch
    {
        null => With(row, ReservationStates.Unknown),
        nameof(ReservationStatus.Accepted) => With(row, ReservationStates.Accepted),
        _ => Ended(row, ReservationStates.Refused),
    };

    private void Happened(CommandSnapshot command)
    {
        if (Payload(command.RequestJson) is not { } payload || Number(payload, "reservationId") is not { } id) return;
        lock (turn)
            if (command.Action == "ReserveNow") Reserving(command, payload, id);
            else if (command.IsOver && Find(command.ChargePointId, id) is { } row && MayEnd(row, command.Status) && AfterCancel(command.Status, row) is { } after)
                Put(after);
        Plan();
    }

    /// <summary>One that was taken for gone is cancelled after all where the charge point says so.</summary>
    private static bool MayEnd(ReservationEntity row, string? answer) =>
        ReservationStates.IsOpen(row) || (row.Status == ReservationStates.Gone && IsWord(answer, nameof(CancelReservationStatus.Accepted)));

    /// <summary>Rejected means that it knows no such reservation (specification 5.2). While its connector still says Reserved, that is not believed.</summary>
    private ReservationEntity? AfterCancel(string? answer, ReservationEntity row)
    {
        if (IsWord(answer, nameof(CancelReservationStatus.Accepted))) return Ended(row, ReservationStates.Cancelled);
        if (!IsWord(answer, nameof(CancelReservationStatus.Rejected))) return null;
        var isReserved = store.Find(row.ChargePointId)?.Connector(row.ConnectorId) is { } connector && connector.Status.Is(ChargePointStatus.Reserved);
        return isReserved ? With(row, ReservationStates.Unknown) : Ended(row, ReservationStates.Gone);
    }

    private static bool IsWord(string? answer, string word) => string.Equals(answer?.Trim(), word, StringComparison.OrdinalIgnoreCase);

    private void Reserving(CommandSnapshot command, JsonElement payload, int id)
    {
        var known = Find(command.ChargePointId, id);
        if (command.State != CommandState.NotSent && known?.CommandId != command.Id && Made(command, payload, id) is { } made)
        {
            ids.Used(id);
            var before = known;
            Put(known = made);
            if (before is not null)
            {
                replaced[command.Id] = before;
                while (replaced.Count > MostReplaced) replaced.Remove(replaced.Keys.Min()); // whose answer never came
                Show(before); // its connector may be another
            }
        }
        if (known?.CommandId != command.Id || known.Status != ReservationStates.Requested || !command.IsOver || command.Status is null) return;
        if (IsWord(command.Status, nameof(ReservationStatus.Accepted))) Put(With(known, ReservationStates.Accepted));
        else Put(replaced.TryGetValue(command.Id, out var before) && ReservationStates.IsOpen(before) ? before : Ended(known, ReservationStates.Refused)); // refused: the one before it still holds
        replaced.Remove(command.Id);
    }

    private ReservationEntity? Made(CommandSnapshot command, JsonElement payload, int id) => Text(payload, "idTag") is not { } idTag ? null : new()
    {
        Id = id, ChargePointId = command.ChargePointId, ConnectorId = Number(payload, "connectorId") ?? 0, IdTag = idTag, ParentIdTag = Text(payload, "parentIdTag"),
        ExpiresAt = OcppTimestamp.Parse(Text(payload, "expiryDate")).Value ?? command.RequestedAt, Status = ReservationStates.Requested, CreatedAt = command.RequestedAt, CommandId = command.Id,
    };

    private void Happened(ChargePointEvent happened)
    {
        switch (happened)
        {
            case TransactionStarted started:
                lock (turn)
                    if (Meant(started) is { } row) Put(With(row, ReservationStates.Used, time.GetUtcNow(), started.Transaction.Id));
                break;
            case ChargePointBooted or StatusReported { Status.Known: ChargePointStatus.Reserved or ChargePointStatus.Available } when HasReservation(happened.ChargePointId):
                lock (turn) Doubt(happened);
                break;
        }
    }

    private bool HasReservation(string chargePointId) =>
        store.Find(chargePointId) is { } chargePoint && (chargePoint.Reservation is not null || chargePoint.Connectors.Any(connector => connector.Reservation is not null));

    /// <summary>
    /// A reservation that its connector no longer shows may be forgotten: it said Reserved and says Available, or it booted since. Those that never say
    /// Reserved are believed until they boot.
    /// </summary>
    private void Doubt(ChargePointEvent happened)
    {
        foreach (var row in all.Rows.Where(row => row.Status == ReservationStates.Accepted && Same(row.ChargePointId, happened.ChargePointId)).ToList())
        {
            var key = (row.ChargePointId.ToUpperInvariant(), row.Id);
            if (happened is StatusReported status && status.ConnectorId != row.ConnectorId) continue;
            if (happened is not StatusReported { Status.Known: ChargePointStatus.Available }) doubtful.Add(key);
            else if (doubtful.Remove(key)) Put(With(row, ReservationStates.Unknown));
        }
    }

    /// <summary>What a start consumes: the reservation it names, otherwise the one at its connector for its tag or its tag's parent.</summary>
    private ReservationEntity? Meant(TransactionStarted started)
    {
        if (started.Transaction.ReservationId is { } id and not 0) // told late it was used in time, whatever has expired here since
            return Find(started.ChargePointId, id) is { } named && (ReservationStates.IsOpen(named) || named.Status == ReservationStates.Expired) ? named : null;
        if (started.Transaction.IdTag is not { } idTag) return null;
        var parent = decisions.Find(idTag)?.ParentIdTag;
        var open = all.Rows.Where(row => ReservationStates.IsOpen(row) && Same(row.ChargePointId, started.ChargePointId) && started.Transaction.StartedAt > row.CreatedAt - ClockTolerance);
        return open.Where(row => row.ConnectorId == started.Transaction.ConnectorId || row.ConnectorId == 0).OrderByDescending(row => row.ConnectorId)
            .FirstOrDefault(row => IdTagComparer.Instance.Equals(row.IdTag, idTag) || (parent is not null && IdTagComparer.Instance.Equals(row.ParentIdTag, parent)));
    }

    private void Expire()
    {
        lock (turn)
        {
            var now = time.GetUtcNow();
            foreach (var row in all.Rows.Where(row => ReservationStates.IsOpen(row) && row.ExpiresAt <= now).ToList()) Put(Ended(row, ReservationStates.Expired));
        }
        Plan();
    }

    /// <summary>The timer goes off when the next one expires.</summary>
    private void Plan()
    {
        var open = all.Rows.Where(ReservationStates.IsOpen).Select(row => row.ExpiresAt).ToList();
        if (open.Count == 0) return;
        var wait = open.Min() - time.GetUtcNow();
        timer.Change(TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(wait.TotalSeconds), 0.1, TimeSpan.FromDays(1).TotalSeconds)), Timeout.InfiniteTimeSpan);
    }

    private ReservationEntity? Find(string chargePointId, int id) => all.Rows.FirstOrDefault(row => row.Id == id && Same(row.ChargePointId, chargePointId));

    private void Put(ReservationEntity row)
    {
        all = new([row, .. all.Rows.Where(other => other.Id != row.Id || !Same(other.ChargePointId, row.ChargePointId)).Take(Most - 1)]);
        all = new([.. all.Rows.OrderByDescending(other => other.CreatedAt).ThenByDescending(other => other.Id)]);
        history.Keep(new RowWrite<ReservationEntity>(row));
        if (row.Status != ReservationStates.Accepted) doubtful.Remove((row.ChargePointId.ToUpperInvariant(), row.Id));
        Show(row);
        Changes.Signal(row.ChargePointId);
    }

    /// <summary>Puts what holds at its connector into the live state.</summary>
    private void Show(ReservationEntity row)
    {
        if (store.Find(row.ChargePointId) is null) return;
        var held = Holding(row.ChargePointId, row.ConnectorId) is { } holding ? new ActiveReservation(holding.IdTag, holding.ExpiresAt) : null;
        store.Update(row.ChargePointId, snapshot => row.ConnectorId == 0 ? (snapshot.Reservation == held ? snapshot : snapshot with { Reservation = held })
            : snapshot.Connector(row.ConnectorId) is { } connector && connector.Reservation != held ? snapshot.With(connector with { Reservation = held }) : snapshot);
    }

    private ReservationEntity Ended(ReservationEntity row, string status) => With(row, status, time.GetUtcNow());

    private static ReservationEntity With(ReservationEntity row, string status, DateTimeOffset? endedAt = null, int? transactionId = null) => new()
    {
        Id = row.Id, ChargePointId = row.ChargePointId, ConnectorId = row.ConnectorId, IdTag = row.IdTag, ParentIdTag = row.ParentIdTag, ExpiresAt = row.ExpiresAt, Status = status,
        CreatedAt = row.CreatedAt, EndedAt = endedAt, CommandId = row.CommandId, TransactionId = transactionId,
    };

    private static JsonElement? Payload(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int? Number(JsonElement payload, string name) => payload.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number or JsonValueKind.String
        && int.TryParse(value.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Text(JsonElement payload, string name) =>
        payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    public void Dispose()
    {
        timer.Dispose();
        subscription.Dispose();
        outcomes.Dispose();
    }

    /// <summary>The list, replaced as a whole.</summary>
    private sealed record ImmutableBox(ImmutableArray<ReservationEntity> Rows);
}
