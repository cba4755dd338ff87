using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace OcppDashboard.Data.Queries;

/// <summary>One DataTransfer, whoever started it.</summary>
/// <param name="Data">As it was sent, at most 32,768 characters.</param>
/// <param name="Status">The answer's word, or how the command stands; null: none yet.</param>
/// <param name="Answer">The member data of the answer.</param>
public sealed record DataTransferRow(DateTimeOffset At, bool FromChargePoint, string VendorId, string? MessageId, string? Data, string? Status, string? Answer);

/// <summary>DataTransfer in both directions, out of what was kept of each.</summary>
public sealed class DataTransferQueries(IDbContextFactory<OcppDbContext> contexts)
{
    private const string Action = "DataTransfer";

    /// <summary>What charge points are answered: no vendor's extension is known here.</summary>
    private const string OwnAnswer = "UnknownVendorId";

    /// <summary>Newest first.</summary>
    /// <param name="before">Only what happened before: the cursor of the next page.</param>
    public async Task<IReadOnlyList<DataTransferRow>> OfChargePointAsync(string chargePointId, DateTimeOffset? before, int take, CancellationToken stop = default)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var key = await context.ChargePoints.Where(c => c.Id == chargePointId).Select(c => (int?)c.Key).FirstOrDefaultAsync(stop);
        if (key is null) return [];
        var until = before ?? DateTimeOffset.MaxValue.AddDays(-1);
        var received = await context.Occurrences.AsNoTracking().Where(o => o.ChargePointKey == key && o.Kind == Action && o.At < until)
            .OrderByDescending(o => o.At).ThenByDescending(o => o.Id).Take(take).ToListAsync(stop);
        var sent = await context.Commands.AsNoTracking().Where(c => c.ChargePointKey == key && c.Action == Action && c.RequestedAt < until)
            .OrderByDescending(c => c.RequestedAt).ThenByDescending(c => c.Id).Take(take).ToListAsync(stop);
        return [.. sent.Select(c => Row(c.RequestedAt, false, c.RequestJson, c.Argument, c.Status ?? c.State, c.ResponseJson)) // within one millisecond the person came last
            .Concat(received.Select(o => Row(o.At, true, o.Json, o.Text, OwnAnswer, null)))
            .OrderByDescending(row => row.At).Take(take)];
    }

    /// <param name="text">Shown where the payload was cut or is none.</param>
    private static DataTransferRow Row(DateTimeOffset at, bool fromChargePoint, string? json, string text, string? status, string? answer) =>
        new(at, fromChargePoint, Member(json, "vendorId") ?? text, Member(json, "messageId"), Member(json, "data"), status, Member(answer, "data"));

    private static string? Member(string? json, string name)
    {
        if (json is null) return null;
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;
        }
        catch (JsonException)
        {
            return name == "data" ? json : null; // cut at its end
        }
    }
}
