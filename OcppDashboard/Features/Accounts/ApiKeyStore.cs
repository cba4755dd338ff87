using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Live;

namespace OcppDashboard.Features.Accounts;

/// <summary>The keys of programs. A key is shown once, when it is made; what is kept is its hash.</summary>
public sealed class ApiKeyStore(HistoryWriter history, IDbContextFactory<OcppDbContext> contexts, TimeProvider time)
{
    /// <summary>Keys that may be there.</summary>
    public const int Most = 200;

    private const string Mark = "ocd_";
    private const int PrefixLength = 12, MaxName = 80;
    private static readonly TimeSpan UseNotedEvery = TimeSpan.FromMinutes(10); // a row per request would be too much
    private readonly ConcurrentDictionary<string, ApiKeyEntity> byHash = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private long lastId;

    /// <summary>Signals the id of a key that came or went.</summary>
    public ChangeFeed<long> Changes { get; } = new();

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ApiKeyEntity> All => [.. byHash.Values.OrderByDescending(key => key.Id)];

    /// <param name="name">What it is for, 1 to 80 characters.</param>
    /// <returns>The key in plain: it is never shown again.</returns>
    /// <exception cref="ArgumentException">The name is blank or too long.</exception>
    /// <exception cref="Ocpp.Abstractions.StorageFailedException">It could not be kept and does not work.</exception>
    public async Task<(ApiKeyEntity Entry, string Key)> CreateAsync(string name)
    {
        name = name.Trim();
        if (name.Length is 0 or > MaxName) throw new ArgumentException($"A key has a name of 1 to {MaxName} characters.", nameof(name));
        if (byHash.Count >= Most) throw new ArgumentException($"There are {Most} keys already: revoke one that is no longer used.", nameof(name));
        var key = Mark + RandomNumberGenerator.GetHexString(64, lowercase: true); // 256 bits
        long id;
        lock (gate) id = ++lastId;
        var entry = new ApiKeyEntity { Id = id, Name = name, Hash = HashOf(key), Prefix = key[..PrefixLength], CreatedAt = time.GetUtcNow() };
        await history.KeepAsync(new RowWrite<ApiKeyEntity>(entry));
        byHash[Convert.ToHexString(entry.Hash)] = entry;
        Changes.Signal(id);
        return (entry, key);
    }

    /// <summary>The key no longer opens anything.</summary>
    /// <returns>False when there was none of this id.</returns>
    public async Task<bool> RevokeAsync(long id)
    {
        if (byHash.Values.FirstOrDefault(key => key.Id == id) is not { } entry) return false;
        Task<bool> removed;
        lock (gate)
        {
            byHash.TryRemove(Convert.ToHexString(entry.Hash), out _); // first: a failing disk must not leave it open
            removed = history.KeepAsync(new RowWrite<ApiKeyEntity>(entry, remove: true));
        }
        await removed;
        Changes.Signal(id);
        return true;
    }

    /// <summary>The entry of a key; null: it opens nothing. It is found by its hash, so the time that takes tells nothing of other keys.</summary>
    public ApiKeyEntity? Find(string? key)
    {
        if (key is null || key.Length > 200 || !byHash.TryGetValue(Convert.ToHexString(HashOf(key)), out var entry)) return null;
        var now = time.GetUtcNow();
        if (entry.LastUsedAt is { } used && now - used < UseNotedEvery) return entry;
        lock (gate)
        {
            if (!Opens(entry)) return null; // revoked meanwhile: its row must not come back
            entry.LastUsedAt = now;
            history.Keep(new RowWrite<ApiKeyEntity>(entry));
        }
        return entry;
    }

    /// <summary>True until it is revoked.</summary>
    public bool Opens(ApiKeyEntity entry) => byHash.ContainsKey(Convert.ToHexString(entry.Hash));

    /// <summary>Reads what was kept; called once, at start.</summary>
    public void Restore()
    {
        using var context = contexts.CreateDbContext();
        foreach (var entry in context.ApiKeys.AsNoTracking())
        {
            byHash[Convert.ToHexString(entry.Hash)] = entry;
            lastId = Math.Max(lastId, entry.Id);
        }
    }

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
