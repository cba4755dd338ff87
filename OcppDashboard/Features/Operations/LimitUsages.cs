using OcppDashboard.Configuration;
using OcppDashboard.Data.Queries;
using OcppDashboard.Data.Retention;
using OcppDashboard.Features.Accounts;
using OcppDashboard.Features.Authorization.IdTags;
using OcppDashboard.Features.Files.Received;
using OcppDashboard.Features.Webhooks;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;

namespace OcppDashboard.Features.Operations;

/// <summary>How much of a limit is used.</summary>
/// <param name="Name">Short and stable, for programs.</param>
/// <param name="Label">For people.</param>
/// <param name="Used">Of what, <paramref name="Unit"/> says.</param>
/// <param name="Limit">Null: there is none but time.</param>
/// <param name="Unit">bytes, or nothing: a number.</param>
/// <param name="Setting">What changes the limit; null: it is fixed.</param>
public sealed record LimitUsage(string Name, string Label, double Used, double? Limit, string Unit, string? Setting)
{
    /// <summary>How long it is kept; 0: for good.</summary>
    public int Days { get; init; }
}

/// <summary>Whatever can grow here, how large it is now and how large it may become.</summary>
public sealed class LimitUsages(
    ChargePointStore store, ChargePointSettingsStore chargePoints, WireCounters wire, HandshakeAttempts attempts,
    UnknownIdTagStore unknownTags, IdTagStore idTags, ApiKeyStore apiKeys, WebhookList webhooks,
    WebhookDeliveries deliveries, ReceivedFiles received, StorageFigures storage, TableFigures tables,
    DashboardSettings settings, IConnectionFigures connections)
{
    private const double Megabyte = 1 << 20;

    public IReadOnlyList<LimitUsage> All => [.. Now(), .. OfDatabase()];

    private IEnumerable<LimitUsage> Now()
    {
        var closed = wire.Closed; // first: never more closed than opened
        var (ocpp, deliveriesAtMost) = (settings.Ocpp, (double)WebhookDeliveries.MostWaiting * Math.Max(1, webhooks.All.Count));
        yield return new("known_charge_points", "Known charge points", store.Count, ocpp.MaxKnown, "", "Ocpp:MaxKnown");
        yield return new("charge_point_settings", "Charge points with settings", chargePoints.Count, ocpp.MaxKnown, "", "Ocpp:MaxKnown");
        yield return new("connections", "Connections", Math.Max(0, wire.Opened - closed), ocpp.MaxConnections, "", "Ocpp:MaxConnections");
        yield return new("unfinished_messages", "Unfinished messages", connections.UnfinishedBytes, ocpp.MaxUnfinishedBytes, "bytes",
            "Ocpp:MaxUnfinishedMegabytes");
        yield return new("refused_attempts", "Refused connection attempts", attempts.Latest.Count, HandshakeAttempts.Capacity, "", null);
        yield return new("unknown_id_tags", "Unknown ID tags", unknownTags.Count, UnknownIdTagStore.Most, "", null);
        yield return new("id_tags", "ID tags", idTags.Count, IdTagStore.Most, "", null);
        yield return new("api_keys", "API keys", apiKeys.All.Count, ApiKeyStore.Most, "", null);
        yield return new("webhooks", "Webhooks", webhooks.All.Count, WebhookList.Most, "", null);
        yield return new("webhook_deliveries", "Webhook deliveries waiting", deliveries.Waiting, deliveriesAtMost, "", null);
        yield return new("received_files", "Received files", received.TotalBytes, settings.Files.MaxReceivedTotalBytes, "bytes",
            "Files:MaxReceivedTotalMegabytes");
        yield return new("rows_waiting", "Rows waiting to be written", storage.Waiting, StorageFigures.MostWaiting, "", null);
    }

    private IEnumerable<LimitUsage> OfDatabase()
    {
        var (log, quarantine) = (settings.Data.MessageLogMegabytes * Megabyte, settings.Retention.QuarantineMegabytes * Megabyte);
        yield return new("message_log", "Message log", tables.MessageLogBytes, log, "bytes", "Data:MessageLogMegabytes");
        yield return new("quarantine", "Unreadable messages", tables.QuarantineBytes, quarantine, "bytes", "Retention:QuarantineMegabytes");
        yield return new("database", "Database file", storage.DatabaseBytes, null, "bytes", null);
        yield return new("database_free", "Free space within the database file", tables.FreeBytes, null, "bytes", null);
        var kept = settings.Retention;
        foreach (var table in tables.Rows)
        {
            var (label, setting, days) = table.Table switch
            {
                "Transactions" => ("Transactions", "Retention:TransactionDays", kept.TransactionDays),
                "MeterValues" => ("Meter values", "Retention:MeterValueDays", kept.MeterValueDays),
                "Statuses" => ("Status changes", "Retention:StatusDays", kept.StatusDays),
                "Occurrences" => ("Events", "Retention:EventDays", kept.EventDays),
                "Messages" => ("Messages", "Data:MessageLogDays", settings.Data.MessageLogDays),
                "Commands" => ("Commands", "Retention:CommandDays", kept.CommandDays),
                "Quarantine" => ("Unreadable messages, number", "Retention:QuarantineDays", kept.QuarantineDays),
                "WebhookDeliveries" => ("Webhook deliveries kept", "Retention:DeliveryDays", kept.DeliveryDays),
                "FileTransfers" => ("One-time file addresses", "Retention:FileTransferDays", kept.FileTransferDays),
                _ => ("Tasks", "Retention:BulkTaskDays", kept.BulkTaskDays),
            };
            yield return new("rows_" + table.Table.ToLowerInvariant(), label, table.Rows, null, "", setting) { Days = days };
        }
    }
}
