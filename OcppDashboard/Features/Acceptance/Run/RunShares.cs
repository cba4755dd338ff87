using System.Security.Cryptography;
using System.Text;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;
using OcppDashboard.Live;

namespace OcppDashboard.Features.Acceptance.Run;

/// <summary>Links to one run for people without access, a token of 256 bits and an expiry each: to its report, read only, or to its page at the plug.</summary>
public sealed class RunShares(AcceptanceQueries queries, HistoryWriter history, TimeProvider time)
{
    /// <summary>How long a phone may answer.</summary>
    public static TimeSpan PlugLife { get; } = TimeSpan.FromHours(12);

    private readonly Lock gate = new();
    private readonly Dictionary<long, (string Token, AcceptanceShareEntity Share)> plugs = []; // by run, so that its code stays the same while this process lives
    private readonly SemaphoreSlim turn = new(1);
    private long? last;

    /// <summary>Signals the id of a link that ended.</summary>
    public ChangeFeed<long> Changes { get; } = new();

    /// <returns>The token for the report, shown once; only its hash is kept.</returns>
    public async Task<string> ShareAsync(long runId, string by, TimeSpan life) => (await MakeAsync(runId, by, life, false)).Token;

    /// <summary>The link for a phone: the same as long as it is good.</summary>
    public async Task<(string Token, AcceptanceShareEntity Share)> PlugAsync(long runId, string by)
    {
        await turn.WaitAsync();
        try
        {
            if (plugs.TryGetValue(runId, out var known) && known.Share.ExpiresAt > time.GetUtcNow()) return known;
            foreach (var over in plugs.Where(plug => plug.Value.Share.ExpiresAt <= time.GetUtcNow()).Select(plug => plug.Key).ToList()) plugs.Remove(over);
            return plugs[runId] = await MakeAsync(runId, by, PlugLife, true);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <returns>The run whose report a token leads to; null: it never did or no longer does.</returns>
    public Task<long?> FindAsync(string token, CancellationToken stop = default) => FindAsync(token, false, stop);

    /// <returns>The run that a token opens at the plug; null: it never did or no longer does.</returns>
    public Task<long?> FindPlugAsync(string token, CancellationToken stop = default) => FindAsync(token, true, stop);

    public Task<IReadOnlyList<AcceptanceShareEntity>> OfRunAsync(long runId, CancellationToken stop = default) => queries.SharesAsync(runId, stop);

    public async Task<bool> EndAsync(long id)
    {
        var had = await history.KeepAsync(new RemoveAcceptanceShareWrite(id));
        await turn.WaitAsync();
        foreach (var run in plugs.Where(plug => plug.Value.Share.Id == id).Select(plug => plug.Key).ToList()) plugs.Remove(run);
        turn.Release();
        Changes.Signal(id);
        return had;
    }

    private async Task<(string Token, AcceptanceShareEntity Share)> MakeAsync(long runId, string by, TimeSpan life, bool isForPlug)
    {
        var token = RandomNumberGenerator.GetHexString(64, lowercase: true);
        long id;
        lock (gate)
        {
            last ??= queries.AtStart().LastShare;
            id = (last = last.Value + 1).Value;
        }
        var now = time.GetUtcNow();
        var share = new AcceptanceShareEntity { Id = id, RunId = runId, TokenHash = Hash(token), By = by, CreatedAt = now, ExpiresAt = now + life, IsForPlug = isForPlug };
        await history.KeepAsync(new AcceptanceShareWrite(share));
        return (token, share);
    }

    private async Task<long?> FindAsync(string token, bool isForPlug, CancellationToken stop) =>
        token.Length == 64 && await queries.FindShareAsync(Hash(token), stop) is { } share && share.IsForPlug == isForPlug && share.ExpiresAt > time.GetUtcNow() ? share.RunId : null;

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
