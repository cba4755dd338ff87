using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Live;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Features.Authorization.IdTags;

/// <summary>The id tags that charge points showed and nobody wrote down. Whoever makes up tags fills it no further than <see cref="Most"/>: those seen longest ago go.</summary>
public sealed class UnknownIdTagStore(HistoryWriter history, IDbContextFactory<OcppDbContext> contexts, IdTagStore book, ChargePointEvents events) : IDisposable
{
    public const int Most = 10_000;
    private const int GoAtOnce = 1_000; // looking for the oldest costs a walk over all
    private readonly ConcurrentDictionary<string, UnknownIdTagEntity> tags = new(IdTagComparer.Instance);
    private readonly List<IDisposable> subscriptions = [];
    private readonly Lock turn = new();

    /// <summary>Signals an id tag that was seen or learned.</summary>
    public ChangeFeed<string> Changes { get; } = new();

    /// <summary>Last seen first.</summary>
    public IReadOnlyList<UnknownIdTagEntity> All => [.. tags.Values.OrderByDescending(tag => tag.LastSeenAt)];

    public int Count => tags.Count;

    /// <summary>Writes an unknown tag down.</summary>
    /// <param name="status">Accepted or Blocked.</param>
    /// <exception cref="Ocpp.Abstractions.StorageFailedException">It could not be kept and is still unknown.</exception>
    public Task LearnAsync(UnknownIdTagEntity tag, string status) => book.PutAsync(new IdTagEntity { IdTag = tag.IdTag, Status = status });

    /// <summary>Reads what was kept and follows what comes; called once, at start, after the id tags.</summary>
    public void Restore()
    {
        using (var context = contexts.CreateDbContext())
            foreach (var row in context.UnknownIdTags.AsNoTracking().OrderByDescending(tag => tag.LastSeenAt).Take(Most))
                tags[row.IdTag] = row;
        subscriptions.Add(events.Subscribe(Happened));
        subscriptions.Add(book.Changes.SubscribeAll(Learned));
    }

    private void Happened(ChargePointEvent happened)
    {
        if (happened is not UnknownIdTagSeen seen || seen.IdTag.Length > IdTagCheck.MostCharacters || seen.IdTag.Any(char.IsControl)) return;
        lock (turn)
        {
            var before = tags.GetValueOrDefault(seen.IdTag);
            if (before is null && tags.Count >= Most) MakeRoom();
            var row = new UnknownIdTagEntity
            {
                IdTag = before?.IdTag ?? seen.IdTag, FirstSeenAt = before?.FirstSeenAt ?? seen.At, LastSeenAt = seen.At, Count = (before?.Count ?? 0) + 1, ChargePointId = seen.ChargePointId,
            };
            tags[row.IdTag] = row;
            history.Keep(new RowWrite<UnknownIdTagEntity>(row));
        }
        Changes.Signal(seen.IdTag);
    }

    private void Learned(string idTag)
    {
        if (book.Find(idTag) is null) return;
        lock (turn)
            if (tags.TryRemove(idTag, out var row)) history.Keep(new RowWrite<UnknownIdTagEntity>(row, remove: true));
        Changes.Signal(idTag);
    }

    private void MakeRoom()
    {
        foreach (var row in tags.Values.OrderBy(tag => tag.LastSeenAt).Take(GoAtOnce).ToList())
        {
            tags.TryRemove(row.IdTag, out _);
            history.Keep(new RowWrite<UnknownIdTagEntity>(row, remove: true));
        }
    }

    public void Dispose() => subscriptions.ForEach(subscription => subscription.Dispose());
}
