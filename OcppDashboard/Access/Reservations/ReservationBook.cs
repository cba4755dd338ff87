using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Commands;
using OcppDashboard.Data;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Live;
using OcppDashboard.State;

namespace OcppDashboard.Access.Reservations;

/// <summary>How a reservation stands.</summary>
public enum ReservationState
{
    /// <summary>ReserveNow was sent and is not answered.</summary>
    Requested,
    Accepted,
    /// <summary>The charge point did not accept it, or there was no answer.</summary>
    Refused,
    Cancelled,
    Expired,
    /// <summary>A transaction consumed it.</summary>
    Used,
}

/// <summary>
/// All reservations, whoever made them: it watches ReserveNow and CancelReservation go out and be answered, transactions begin and time pass.
/// Kept over restarts.
/// </summary>
public sealed class ReservationBook : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private readonly Lock gate = new();
    private readonly ChargePointCommands commands;
    private readonly HistoryWriter history;
    private readonly IDbContextFactory<OcppDbContext> contexts;
    private readonly TimeProvider time;
    private readonly IDisposable commandChanges, happenings;
    private readonly ITimer timer;
    private ImmutableSortedDictionary<int, ReservationEntity> all = ImmutableSortedDictionary<int, ReservationEntity>.Empty;
    private ImmutableHashSet<long> handled = []; // answered commands that were taken in
    private int lastId;

    public ReservationBook(ChargePointCommands commands, ChargePointEvents events, HistoryWriter history, IDbContextFactory<OcppDbContext> contexts, TimeProvider time)
    {
        (this.commands, this.history, this.contexts, this.time) = (commands, history, contexts, time);
        commandChanges = commands.Changes.SubscribeAll(Look);
        happenings = events.Subscribe(happened =>
        {
            if (happened is TransactionStarted started) Consume(started);
        });
        timer = time.CreateTimer(_ => Expire(), null, LookEvery, LookEvery);
    }

    /// <summary>Signals the id of a charge point one of whose reservations changed.</summary>
    public ChangeFeed<string> Changes { get; } = new();

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ReservationEntity> All => [.. all.Values.OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id)];

    /// <summary>Of one charge point, newest first.</summary>
    public IReadOnlyList<ReservationEntity> OfChargePoint(string id) => [.. All.Where(r => r.ChargePointId.Equals(id, StringComparison.OrdinalIgnoreCase))];

    public ReservationEntity? Find(int id) => all.GetValueOrDefault(id);

    /// <summary>The reservation that holds a connector now; null: none. One of connector 0 holds whichever connector comes first and none by name.</summary>
    public ReservationEntity? Holding(string chargePointId, int connectorId) =>
        all.Values.LastOrDefault(r => r.Status == nameof(ReservationState.Accepted) && r.ConnectorId == connectorId && r.ChargePointId.Equals(chargePointId, StringComparison.OrdinalIgnoreCase));

    /// <summary>A reservationId that was never given here.</summary>
    public int NextId()
    {
        lock (gate) return ++lastId;
    }

    /// <summary>Reads what was kept; called once, at start.</summary>
    public void Restore()
    {
        using var context = contexts.CreateDbContext();
        lock (gate)
        {
            all = context.Reservations.AsNoTracking().ToImmutableSortedDictionary(r => r.Id, r => r);
            handled = [.. all.Values.Where(r => r.CommandId is not null && r.Status != nameof(ReservationState.Requested)).Select(r => r.CommandId!.Value)];
            lastId = all.IsEmpty ? 0 : Math.Max(0, all.Keys.Max());
        }
    }

    public void Dispose()
    {
        timer.Dispose();
        commandChanges.Dispose();
        happenings.Dispose();
    }

    private void Look(string chargePointId)
    {
        foreach (var command in commands.Recent(chargePointId, 20).Reverse())
        {
            if (command.Action is not ("ReserveNow" or "CancelReservation") || handled.Contains(command.Id)) continue;
            try
            {
                using var payload = JsonDocument.Parse(command.RequestJson);
                if (command.Action == "ReserveNow") Reserve(command, payload.RootElement);
                else Cancel(command, payload.RootElement);
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                lock (gate) handled = handled.Add(command.Id); // a payload that somebody typed: it went out, and makes no reservation
            }
        }
    }

    private void Reserve(CommandSnapshot command, JsonElement payload)
    {
        if (command.State is CommandState.Queued or CommandState.NotSent) return;
        var id = payload.GetProperty("reservationId").GetInt32();
        var state = command.State switch
        {
            CommandState.Sent => ReservationState.Requested,
            CommandState.Watching or CommandState.Done when command.Status == "Accepted" => ReservationState.Accepted,
            _ => ReservationState.Refused,
        };
        lock (gate)
        {
            if (handled.Contains(command.Id)) return;
            if (state != ReservationState.Requested) handled = handled.Add(command.Id);
            if (state == ReservationState.Refused && all.TryGetValue(id, out var standing) && standing.CommandId != command.Id && standing.Status == nameof(ReservationState.Accepted)) return; // the one before stands
            if (all.TryGetValue(id, out var same) && same.CommandId == command.Id && same.Status == state.ToString()) return;
            lastId = Math.Max(lastId, id);
            Put(new()
            {
                Id = id, ChargePointId = command.ChargePointId, ConnectorId = payload.GetProperty("connectorId").GetInt32(), IdTag = payload.GetProperty("idTag").GetString() ?? "",
                ParentIdTag = payload.TryGetProperty("parentIdTag", out var parent) ? parent.GetString() : null,
                ExpiresAt = DateTimeOffset.Parse(payload.GetProperty("expiryDate").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), Status = state.ToString(),
                CreatedAt = command.RequestedAt, EndedAt = state == ReservationState.Refused ? time.GetUtcNow() : null, CommandId = command.Id,
            });
        }
        Changes.Signal(command.ChargePointId);
    }

    private void Cancel(CommandSnapshot command, JsonElement payload)
    {
        if (command.State is CommandState.Queued or CommandState.Sent) return;
        var id = payload.GetProperty("reservationId").GetInt32();
        lock (gate) handled = handled.Add(command.Id);
        if (command.Status == "Accepted" && all.TryGetValue(id, out var found) && found.ChargePointId.Equals(command.ChargePointId, StringComparison.OrdinalIgnoreCase)) End(id, ReservationState.Cancelled);
    }

    /// <summary>By the id that the start names, or by tag and connector.</summary>
    private void Consume(TransactionStarted started)
    {
        var transaction = started.Transaction;
        var mine = all.Values.Where(r => r.Status == nameof(ReservationState.Accepted) && r.ChargePointId.Equals(started.ChargePointId, StringComparison.OrdinalIgnoreCase)).ToList();
        var used = mine.Find(r => r.Id == transaction.ReservationId)
            ?? mine.Find(r => (r.ConnectorId == transaction.ConnectorId || r.ConnectorId == 0) && r.IdTag.Equals(transaction.IdTag, StringComparison.OrdinalIgnoreCase));
        if (used is not null) End(used.Id, ReservationState.Used, transaction.Id);
    }

    private void Expire()
    {
        var now = time.GetUtcNow();
        foreach (var old in all.Values.Where(r => r.Status == nameof(ReservationState.Accepted) && r.ExpiresAt <= now)) End(old.Id, ReservationState.Expired);
    }

    private void End(int id, ReservationState state, int? transactionId = null)
    {
        string chargePointId;
        lock (gate)
        {
            if (!all.TryGetValue(id, out var r) || r.Status is not (nameof(ReservationState.Accepted) or nameof(ReservationState.Requested))) return;
            chargePointId = r.ChargePointId;
            Put(new()
            {
                Id = r.Id, ChargePointId = r.ChargePointId, ConnectorId = r.ConnectorId, IdTag = r.IdTag, ParentIdTag = r.ParentIdTag, ExpiresAt = r.ExpiresAt, Status = state.ToString(), CreatedAt = r.CreatedAt,
                EndedAt = time.GetUtcNow(), CommandId = r.CommandId, TransactionId = transactionId,
            });
        }
        Changes.Signal(chargePointId);
    }

    private void Put(ReservationEntity row)
    {
        all = all.SetItem(row.Id, row);
        history.Keep(new RowWork<ReservationEntity>(row));
    }
}
