using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data.Entities;

namespace OcppDashboard.Data.Queries;

/// <summary>A firmware file with where it was used.</summary>
/// <param name="Fetched">Addresses at which charge points fetched it whole.</param>
/// <param name="Running">Known charge points that run its version (of its vendor and model, where those are given).</param>
public sealed record FirmwareRow(FirmwareFileEntity File, int Fetched, int Running);

/// <summary>A file that came from a charge point.</summary>
public sealed record ReceivedRow(
    long Id, string ChargePointId, long? CommandId, string? Name, string StoredName, long Size, string Sha256, DateTimeOffset ReceivedAt, string Via);

/// <summary>Which received files; null members do not filter.</summary>
/// <param name="Search">Part of a charge point's id or of a name.</param>
public sealed record ReceivedFilter(string? ChargePointId = null, string? Search = null, long? CommandId = null);

/// <summary>What files there were at the last stop.</summary>
public sealed record StartFiles(
    IReadOnlyList<FirmwareFileEntity> Firmware, IReadOnlyList<(string ChargePointId, FileTransferEntity Transfer)> OpenTransfers, long LastFirmware, long LastTransfer,
    long LastReceived, long ReceivedBytes);

/// <summary>Firmware files, one-time addresses, received files.</summary>
public sealed class FileQueries(IDbContextFactory<OcppDbContext> contexts)
{
    public StartFiles AtStart()
    {
        using var context = contexts.CreateDbContext();
        var open = context.FileTransfers.AsNoTracking().Where(t => t.EndedAt == null)
            .Join(context.ChargePoints, t => t.ChargePointKey, c => c.Key, (t, c) => new { c.Id, Transfer = t }).ToList();
        return new(
            context.FirmwareFiles.AsNoTracking().OrderBy(f => f.Id).ToList(), [.. open.Select(o => (o.Id, o.Transfer))], context.FirmwareFiles.Max(f => (long?)f.Id) ?? 0,
            context.FileTransfers.Max(t => (long?)t.Id) ?? 0, context.ReceivedFiles.Max(f => (long?)f.Id) ?? 0, context.ReceivedFiles.Sum(f => f.Size));
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<FirmwareRow>> FirmwareAsync(CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var rows = await context.FirmwareFiles.AsNoTracking().OrderByDescending(f => f.Id).Select(f => new
        {
            File = f,
            Fetched = context.FileTransfers.Count(t => t.FirmwareId == f.Id && t.Bytes >= f.Size),
            Running = f.Version == null ? 0 : context.ChargePoints.Count(c => c.FirmwareVersion == f.Version && (f.Vendor == null || c.Vendor == f.Vendor) && (f.Model == null || c.Model == f.Model)),
        }).ToListAsync(stop);
        return [.. rows.Select(r => new FirmwareRow(r.File, r.Fetched, r.Running))];
    }

    /// <summary>Newest first.</summary>
    public async Task<Page<ReceivedRow>> ReceivedAsync(ReceivedFilter filter, int skip, int take, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var files = Filtered(context, filter);
        return new(await Rows(context, files.OrderByDescending(f => f.Id).Skip(skip).Take(take)).ToListAsync(stop), await files.CountAsync(stop));
    }

    public async Task<int> CountReceivedAsync(ReceivedFilter filter, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        return await Filtered(context, filter).CountAsync(stop);
    }

    /// <summary>All that match, newest first, one after another, for exports.</summary>
    public async IAsyncEnumerable<ReceivedRow> StreamReceivedAsync(ReceivedFilter filter, [EnumeratorCancellation] CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        await foreach (var row in Rows(context, Filtered(context, filter).OrderByDescending(f => f.Id)).AsAsyncEnumerable().WithCancellation(stop)) yield return row;
    }

    public async Task<ReceivedRow?> FindReceivedAsync(long id, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        return await Rows(context, context.ReceivedFiles.Where(f => f.Id == id)).FirstOrDefaultAsync(stop);
    }

    /// <summary>Received before <paramref name="limit"/>, oldest first.</summary>
    public async Task<IReadOnlyList<ReceivedRow>> ReceivedBeforeAsync(DateTimeOffset limit, int take, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        return await Rows(context, context.ReceivedFiles.Where(f => f.ReceivedAt < limit).OrderBy(f => f.Id).Take(take)).ToListAsync(stop);
    }

    private static IQueryable<ReceivedFileEntity> Filtered(OcppDbContext context, ReceivedFilter filter)
    {
        var files = context.ReceivedFiles.AsNoTracking();
        if (filter.ChargePointId is { } id) files = files.Where(f => context.ChargePoints.Any(c => c.Key == f.ChargePointKey && c.Id == id));
        if (filter.CommandId is { } command) files = files.Where(f => f.CommandId == command);
        if (filter.Search?.Trim() is { Length: > 0 } text)
            files = files.Where(f => (f.Name != null && f.Name.Contains(text)) || context.ChargePoints.Any(c => c.Key == f.ChargePointKey && c.Id.Contains(text)));
        return files;
    }

    private static IQueryable<ReceivedRow> Rows(OcppDbContext context, IQueryable<ReceivedFileEntity> files) => files.Select(f => new ReceivedRow(
        f.Id, context.ChargePoints.First(c => c.Key == f.ChargePointKey).Id, f.CommandId, f.Name, f.StoredName, f.Size, f.Sha256, f.ReceivedAt, f.Via));
}
