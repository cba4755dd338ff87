using System.Collections.Immutable;

namespace OcppDashboard.Live;

/// <summary>Says that something under a key changed, nothing more: who listens reads again (design rule 8). Thread-safe.</summary>
/// <param name="comparer">Which keys are the same; null: equal ones. Identities of charge points ignore case (A12).</param>
public sealed class ChangeFeed<TKey>(IEqualityComparer<TKey>? comparer = null) where TKey : notnull
{
    private readonly IEqualityComparer<TKey> same = comparer ?? EqualityComparer<TKey>.Default;
    private ImmutableArray<Subscription> subscriptions = [];

    /// <param name="key">Only this key; <c>default</c> with <paramref name="all"/> true: every key.</param>
    /// <param name="onChange">Called on the signalling thread: it must be quick and must not throw.</param>
    public IDisposable Subscribe(TKey key, Action<TKey> onChange) => Add(new(this, key, false, onChange));

    public IDisposable SubscribeAll(Action<TKey> onChange) => Add(new(this, default!, true, onChange));

    public void Signal(TKey key)
    {
        foreach (var subscription in subscriptions)
            if (subscription.All || same.Equals(subscription.Key, key)) subscription.OnChange(key);
    }

    private Subscription Add(Subscription subscription)
    {
        ImmutableInterlocked.Update(ref subscriptions, list => list.Add(subscription));
        return subscription;
    }

    private sealed record Subscription(ChangeFeed<TKey> Feed, TKey Key, bool All, Action<TKey> OnChange) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref Feed.subscriptions, list => list.RemoveAll(s => ReferenceEquals(s, this)));
    }
}
