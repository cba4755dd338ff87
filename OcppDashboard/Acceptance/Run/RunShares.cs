using System.Security.Cryptography;
using System.Text;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;

namespace OcppDashboard.Acceptance.Run;

/// <summary>Read-only links to reports, for people without access: a token of 256 bits and an expiry.</summary>
public sealed class RunShares(AcceptanceQueries queries, HistoryWriter history, TimeProvider time)
{
    private readonly Lock gate = new();
    private long? last;

    /// <returns>The token, shown once; only its hash is kept.</returns>
    public async Task<string> ShareAsync(long runId, string by, TimeSpan life)
    {
        var token = RandomNumberGenerator.GetHexString(64, lowercase: true);
        long id;
        lock (gate)
        {
            last ??= queries.AtStart().LastShare;
            id = (last = last.Value + 1).Value;
        }
        var now = time.GetUtcNow();
        await history.KeepAsync(new AcceptanceShareWork(new() { Id = id, RunId = runId, TokenHash = Hash(token), By = by, CreatedAt = now, ExpiresAt = now + life }));
        return token;
    }

    /// <returns>The run that a token leads to; null: it never did or no longer does.</returns>
    public async Task<long?> FindAsync(string token, CancellationToken stop = default) =>
        token.Length == 64 && await queries.FindShareAsync(Hash(token), stop) is { } share && share.ExpiresAt > time.GetUtcNow() ? share.RunId : null;

    public Task<IReadOnlyList<AcceptanceShareEntity>> OfRunAsync(long runId, CancellationToken stop = default) => queries.SharesAsync(runId, stop);

    public Task<bool> EndAsync(long id) => history.KeepAsync(new RemoveAcceptanceShareWork(id));

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
