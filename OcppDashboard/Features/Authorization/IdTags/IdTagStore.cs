using Microsoft.EntityFrameworkCore;
using OcppDashboard.Configuration;
using OcppDashboard.Data;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Live;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Features.Authorization.IdTags;

/// <summary>The id tags that people wrote down: kept first, then true. What is given out must not be changed; put a new row instead.</summary>
public sealed class IdTagStore(HistoryWriter history, IDbContextFactory<OcppDbContext> contexts, IdTagAuthorizer decisions, DashboardSettings settings, TimeProvider time) : IDisposable
{
    /// <summary>ID tags that may be there: they are all in memory.</summary>
    public const int Most = 500_000;

    private const int Part = 500; // waiting at once for the writer, which others need too
    private readonly SemaphoreSlim turn = new(1);
    private volatile Dictionary<string, IdTagEntity> tags = new(IdTagComparer.Instance); // replaced as a whole
    private volatile SortedTags? sorted;

    /// <summary>Signals the id tag that was put or removed.</summary>
    public ChangeFeed<string> Changes { get; } = new();

    public int Count => tags.Count;

    /// <summary>By id tag.</summary>
    public IReadOnlyList<IdTagEntity> All
    {
        get
        {
            var (known, now) = (sorted, tags);
            if (known is not null && ReferenceEquals(known.Of, now)) return known.Tags;
            sorted = known = new(now, [.. now.Values.OrderBy(tag => tag.IdTag, StringComparer.OrdinalIgnoreCase)]);
            return known.Tags;
        }
    }

    /// <summary>By <see cref="IdTagComparer"/>: in whatever spelling.</summary>
    public IdTagEntity? Find(string idTag) => tags.GetValueOrDefault(idTag);

    /// <summary>Adds a tag or puts it in the place of the one of the same name; both its times are set here.</summary>
    /// <exception cref="ArgumentException">It cannot be an id tag; the message says why (<see cref="IdTagCheck"/>).</exception>
    /// <exception cref="Ocpp.Abstractions.StorageFailedException">It could not be kept; everything is as it was.</exception>
    public Task PutAsync(IdTagEntity tag) => PutAllAsync([tag]);

    /// <summary>As <see cref="PutAsync"/> for many; when one is wrong none is taken.</summary>
    public async Task PutAllAsync(IReadOnlyList<IdTagEntity> given)
    {
        foreach (var tag in given)
            if (IdTagCheck.Problem(tag) is { } problem) throw new ArgumentException(problem, nameof(given));
        await turn.WaitAsync();
        try
        {
            if (tags.Count + given.Count > Most && tags.Count + given.Count(tag => !tags.ContainsKey(tag.IdTag)) > Most)
                throw new ArgumentException($"There can be {Most} ID tags at most. None of these was saved.", nameof(given));
            var now = time.GetUtcNow();
            var rows = given.Select(tag => Row(tag, now)).ToList();
            foreach (var part in rows.Chunk(Part)) await Task.WhenAll(part.Select(row => history.KeepAsync(new RowWrite<IdTagEntity>(row))));
            var next = new Dictionary<string, IdTagEntity>(tags, IdTagComparer.Instance);
            foreach (var row in rows)
            {
                next[row.IdTag] = row;
                decisions.Set(Known(row));
            }
            tags = next;
            foreach (var row in rows) Changes.Signal(row.IdTag);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <returns>False when it was not there.</returns>
    /// <exception cref="Ocpp.Abstractions.StorageFailedException">It could not be removed and is still there.</exception>
    public async Task<bool> RemoveAsync(string idTag)
    {
        await turn.WaitAsync();
        try
        {
            if (Find(idTag) is not { } known) return false;
            await history.KeepAsync(new RowWrite<IdTagEntity>(known, remove: true));
            var next = new Dictionary<string, IdTagEntity>(tags, IdTagComparer.Instance);
            next.Remove(known.IdTag);
            decisions.Remove(known.IdTag);
            tags = next;
            Changes.Signal(known.IdTag);
            return true;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Reads what was kept; called once, at start, when the running transactions are restored.</summary>
    public void Restore()
    {
        decisions.AcceptsUnknown = settings.UnknownIdTags == UnknownIdTags.Accept;
        using var context = contexts.CreateDbContext();
        var next = new Dictionary<string, IdTagEntity>(IdTagComparer.Instance);
        foreach (var row in context.IdTags.AsNoTracking())
            if (!next.TryAdd(row.IdTag, row) && row.Status != nameof(AuthorizationStatus.Accepted)) next[row.IdTag] = row; // two spellings of one card: no refusal is lost
        tags = next;
        decisions.Restore([.. next.Values.Select(Known)]);
    }

    private IdTagEntity Row(IdTagEntity tag, DateTimeOffset now)
    {
        var before = Find(tag.IdTag);
        return new IdTagEntity
        {
            IdTag = before?.IdTag ?? tag.IdTag, // the database tells É from é, we do not: one spelling, one row
            ParentIdTag = string.IsNullOrWhiteSpace(tag.ParentIdTag) ? null : tag.ParentIdTag.Trim(), Status = tag.Status, ExpiresAt = tag.ExpiresAt,
            AllowsConcurrent = tag.AllowsConcurrent, Note = string.IsNullOrWhiteSpace(tag.Note) ? null : tag.Note.Trim(), CreatedAt = before?.CreatedAt ?? now, ChangedAt = now,
        };
    }

    private static IdTagRule Known(IdTagEntity tag) =>
        new(tag.IdTag, tag.ParentIdTag, Enum.TryParse<AuthorizationStatus>(tag.Status, out var status) ? status : AuthorizationStatus.Invalid, tag.ExpiresAt, tag.AllowsConcurrent);

    public void Dispose() => turn.Dispose();

    /// <param name="Of">What was sorted: not what there is when another took its place meanwhile.</param>
    private sealed record SortedTags(Dictionary<string, IdTagEntity> Of, IReadOnlyList<IdTagEntity> Tags);
}
