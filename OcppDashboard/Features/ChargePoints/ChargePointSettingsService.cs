using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using OcppDashboard.Data;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;

namespace OcppDashboard.Features.ChargePoints;

/// <summary>Changes what is set for charge points: kept first, then true. One that may not connect any more is disconnected.</summary>
public sealed class ChargePointSettingsService(ChargePointSettingsStore store, HistoryWriter history, IDbContextFactory<OcppDbContext> contexts, IConnectionTerminator connections)
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private readonly SemaphoreSlim turn = new(1); // a change is made from what the change before it left

    /// <returns>The settings as they are now.</returns>
    /// <exception cref="StorageFailedException">They could not be kept and are as they were.</exception>
    public async Task<ChargePointSettings> ChangeAsync(string chargePointId, Func<ChargePointSettings, ChargePointSettings> change)
    {
        ChargePointSettings settings;
        await turn.WaitAsync();
        try
        {
            settings = change(store.Of(chargePointId));
            await history.KeepAsync(new RowWrite<ChargePointSettingsEntity>(new() { ChargePointId = chargePointId, Json = JsonSerializer.Serialize(settings, Json) }));
            store.Set(chargePointId, settings);
        }
        finally
        {
            turn.Release();
        }
        if (!settings.MayConnect) await connections.EndAsync(chargePointId, "it may not connect"); // takes its time: nobody else waits for it
        return settings;
    }

    /// <summary>Back to what holds for a charge point that nobody set anything for.</summary>
    public async Task ForgetAsync(string chargePointId)
    {
        await turn.WaitAsync();
        try
        {
            var row = new ChargePointSettingsEntity { ChargePointId = chargePointId, Json = "" };
            await history.KeepAsync(new RowWrite<ChargePointSettingsEntity>(row, remove: true));
            store.Set(chargePointId, null);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Reads what was kept; called once, at start.</summary>
    public void Restore()
    {
        using var context = contexts.CreateDbContext();
        foreach (var row in context.ChargePointSettings.AsNoTracking()) store.Set(row.ChargePointId, JsonSerializer.Deserialize<ChargePointSettings>(row.Json, Json));
    }
}
