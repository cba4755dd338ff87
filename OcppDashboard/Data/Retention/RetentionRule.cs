using OcppDashboard.Configuration;
using OcppDashboard.Data.Logs;

namespace OcppDashboard.Data.Retention;

/// <summary>How long rows of one kind are kept. They are looked through as they came, each once: a counter says how far.</summary>
/// <param name="Name">Unique; also the name of the counter.</param>
/// <param name="Days">From the settings; 0: for good.</param>
internal sealed record RetentionRule(
    string Name, Func<RetentionSettings, int> Days, string Table, string TimeColumn, string Condition = "1")
{
    /// <summary>The highest id of the next rows; ?1: the last one that was looked at.</summary>
    public string Window { get; } =
        $"SELECT MAX(Id) FROM (SELECT Id FROM {Table} WHERE Id > ?1 ORDER BY Id LIMIT {RetentionStepWrite.Rows})";

    /// <summary>?1 to ?2: ids; ?3: time.</summary>
    public string Delete { get; } = $"DELETE FROM {Table} WHERE Id > ?1 AND Id <= ?2 AND {TimeColumn} < ?3 AND {Condition}";

    /// <summary>The first row of these ids that is too young; one from beyond ?4, of a clock that was wrong, holds up nothing.</summary>
    public string Young { get; } =
        $"SELECT MIN(Id) FROM {Table} WHERE Id > ?1 AND Id <= ?2 AND {TimeColumn} >= ?3 AND {TimeColumn} < ?4 AND {Condition}";

    /// <summary>All rules. Transactions, tasks and the message log have steps of their own.</summary>
    public static IReadOnlyList<RetentionRule> All { get; } =
    [
        new("Retention.MeterValues", settings => settings.MeterValueDays, "MeterValues", "At", "TransactionId IS NOT NULL"),
        new("Retention.IdleMeterValues", settings => settings.IdleMeterValueDays, "MeterValues", "At", "TransactionId IS NULL"),
        new("Retention.Statuses", settings => settings.StatusDays, "Statuses", "ReceivedAt"),
        new("Retention.Events", settings => settings.EventDays, "Occurrences", "At", "Kind NOT IN ('Connected', 'Disconnected')"),
        new("Retention.Connections", settings => settings.ConnectionDays, "Occurrences", "At", "Kind IN ('Connected', 'Disconnected')"),
        new("Retention.Commands", settings => settings.CommandDays, "Commands", "RequestedAt", "State NOT IN ('Queued', 'Sent', 'Watching')"),
        new("Retention.Quarantine", settings => settings.QuarantineDays, "Quarantine", "At"),
        new("Retention.Deliveries", settings => settings.DeliveryDays, "WebhookDeliveries", "CreatedAt", "NextAttemptAt IS NULL"),
        new("Retention.FileTransfers", settings => settings.FileTransferDays, "FileTransfers", "CreatedAt", "EndedAt IS NOT NULL"),
    ];
}
