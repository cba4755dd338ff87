using System.Collections.Concurrent;
using System.Collections.Immutable;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.State;

/// <summary>An id tag that somebody wrote down, as far as it decides.</summary>
/// <param name="ExpiresAt">From then on it is Expired; null: never.</param>
/// <param name="AllowsConcurrent">May have more than one running transaction.</param>
public sealed record IdTagRule(string IdTag, string? ParentIdTag, AuthorizationStatus Status, DateTimeOffset? ExpiresAt, bool AllowsConcurrent);

/// <summary>Who may charge: id tags in memory, compared by <see cref="IdTagComparer"/>. Who changes them keeps them too.</summary>
public sealed class IdTagAuthorizer : IForgetsChargePoints, IDisposable
{
    private readonly ConcurrentDictionary<string, IdTagRule> known = new(IdTagComparer.Instance);
    private readonly ConcurrentDictionary<string, ImmutableHashSet<Place>> places = new(IdTagComparer.Instance); // of known tags only: made up ones cost nothing
    private readonly ChargePointStore store;
    private readonly ChargePointEvents events;
    private readonly TimeProvider time;
    private readonly IDisposable subscription;

    public IdTagAuthorizer(ChargePointStore store, ChargePointEvents events, TimeProvider time)
    {
        (this.store, this.events, this.time) = (store, events, time);
        subscription = events.Subscribe(Happened);
    }

    /// <summary>Whether tags that nobody wrote down may charge.</summary>
    public bool AcceptsUnknown { get; set; } = true;

    public IdTagRule? Find(string idTag) => known.GetValueOrDefault(idTag);

    /// <summary>Puts a tag in the place of the one before it.</summary>
    public void Set(IdTagRule tag)
    {
        if (known.TryAdd(tag.IdTag, tag)) Seek([tag]);
        else known[tag.IdTag] = tag;
    }

    public void Remove(string idTag)
    {
        known.TryRemove(idTag, out _);
        places.TryRemove(idTag, out _);
    }

    public void Forget(string chargePointId)
    {
        foreach (var (idTag, there) in places)
            if (there.Any(place => Same(place.ChargePointId, chargePointId))) places.TryUpdate(idTag, there.Except(there.Where(place => Same(place.ChargePointId, chargePointId))), there);
    }

    /// <summary>All tags at once, at start, when the running transactions are restored.</summary>
    public void Restore(IReadOnlyCollection<IdTagRule> tags)
    {
        foreach (var tag in tags) known[tag.IdTag] = tag;
        Seek(tags);
    }

    /// <summary>What Authorize is answered with. A tag that charges at this very charge point is no concurrent one: it may be there to stop.</summary>
    /// <param name="idTag">Null: invalid.</param>
    public IdTagInfo ForAuthorize(string? idTag, string chargePointId, DateTimeOffset at) =>
        Info(idTag, chargePointId, at, place => !Same(place.ChargePointId, chargePointId));

    /// <summary>What StartTransaction is answered with.</summary>
    /// <param name="isHistory">The start happened long ago: what runs now says nothing about it.</param>
    public IdTagInfo ForStart(string? idTag, string chargePointId, int connectorId, bool isHistory, DateTimeOffset at) =>
        Info(idTag, chargePointId, at, place => !isHistory && !(Same(place.ChargePointId, chargePointId) && place.ConnectorId == connectorId));

    /// <summary>What StopTransaction is answered with; a transaction that ends is concurrent to none.</summary>
    public IdTagInfo ForStop(string idTag, string chargePointId, DateTimeOffset at) => Info(idTag, chargePointId, at, _ => false);

    private IdTagInfo Info(string? idTag, string chargePointId, DateTimeOffset at, Func<Place, bool> counts)
    {
        if (idTag is null) return new(AuthorizationStatus.Invalid);
        if (Find(idTag) is not { } tag)
        {
            events.Publish(new UnknownIdTagSeen(chargePointId, at, idTag));
            return new(AcceptsUnknown ? AuthorizationStatus.Accepted : AuthorizationStatus.Invalid);
        }
        var status = tag.Status;
        if (status == AuthorizationStatus.Accepted && tag.ExpiresAt <= time.GetUtcNow()) status = AuthorizationStatus.Expired;
        if (status == AuthorizationStatus.Accepted && !tag.AllowsConcurrent && Running(tag.IdTag).Any(counts)) status = AuthorizationStatus.ConcurrentTx;
        return new(tag.ExpiresAt is { } expiry ? expiry : null, tag.ParentIdTag, status);
    }

    private IEnumerable<Place> Running(string idTag)
    {
        foreach (var place in places.GetValueOrDefault(idTag, []))
            if (store.Find(place.ChargePointId)?.Connector(place.ConnectorId)?.Transaction is { IsRefused: false } running && IdTagComparer.Instance.Equals(running.IdTag, idTag)) yield return place;
    }

    private void Seek(IReadOnlyCollection<IdTagRule> tags)
    {
        if (tags.Count == 0) return;
        foreach (var chargePoint in store.All)
            foreach (var running in chargePoint.OpenTransactions)
                Note(chargePoint.Id, running);
    }

    private void Happened(ChargePointEvent happened)
    {
        if (happened is TransactionStarted started) Note(started.ChargePointId, started.Transaction);
    }

    private void Note(string chargePointId, TransactionSnapshot running)
    {
        if (running.IsRefused || running.IdTag is not { } idTag || !known.ContainsKey(idTag)) return; // what was refused is concurrent to nothing
        var place = new Place(chargePointId, running.ConnectorId);
        places.AddOrUpdate(idTag, _ => [place], (_, there) => [.. Running(idTag), place]); // what ended is forgotten here
    }

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    public void Dispose() => subscription.Dispose();

    private sealed record Place(string ChargePointId, int ConnectorId);
}
