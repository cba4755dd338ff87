namespace OcppDashboard.Configuration;

/// <summary>How long history is kept, in days; 0: for good. The message log and received files have limits of their own.</summary>
public sealed record RetentionSettings
{
    /// <summary>Transactions with their meter values. Unless somebody sets it they are kept for good.</summary>
    public int TransactionDays { get; init; }

    /// <summary>Meter values within transactions. What a transaction gained stays with the transaction.</summary>
    public int MeterValueDays { get; init; } = 730;

    /// <summary>Meter values outside of transactions.</summary>
    public int IdleMeterValueDays { get; init; } = 90;

    /// <summary>Changes of status.</summary>
    public int StatusDays { get; init; } = 365;

    /// <summary>Boots, security events, vendors' data, firmware and diagnostics reports.</summary>
    public int EventDays { get; init; } = 365;

    /// <summary>Connects and disconnects.</summary>
    public int ConnectionDays { get; init; } = 90;

    /// <summary>Commands with their timelines.</summary>
    public int CommandDays { get; init; } = 365;

    /// <summary>Tasks for many charge points with their results.</summary>
    public int BulkTaskDays { get; init; } = 365;

    /// <summary>Messages of transactions that could not be read.</summary>
    public int QuarantineDays { get; init; } = 365;

    /// <summary>All messages that could not be read, MB: beyond that the oldest of the charge point with the most go.</summary>
    public int QuarantineMegabytes { get; init; } = 100;

    /// <summary>Deliveries to webhooks that are over.</summary>
    public int DeliveryDays { get; init; } = 30;

    /// <summary>One-time addresses that are over.</summary>
    public int FileTransferDays { get; init; } = 90;

    /// <summary>Reservations and charging profiles that are over.</summary>
    public int ReservationDays { get; init; } = 365;

    /// <summary>Changes of status of one charge point, and likewise its events: beyond that its oldest go.</summary>
    public int MostPerChargePoint { get; init; } = 50_000;
}

internal static class RetentionSettingsReader
{
    private const int MostDays = 36_500;

    public static RetentionSettings ReadRetention(this SettingsReader reader)
    {
        var usual = new RetentionSettings();
        return new()
        {
            TransactionDays = Days("TransactionDays", usual.TransactionDays),
            MeterValueDays = Days("MeterValueDays", usual.MeterValueDays),
            IdleMeterValueDays = Days("IdleMeterValueDays", usual.IdleMeterValueDays),
            StatusDays = Days("StatusDays", usual.StatusDays),
            EventDays = Days("EventDays", usual.EventDays),
            ConnectionDays = Days("ConnectionDays", usual.ConnectionDays),
            CommandDays = Days("CommandDays", usual.CommandDays),
            BulkTaskDays = Days("BulkTaskDays", usual.BulkTaskDays),
            QuarantineDays = Days("QuarantineDays", usual.QuarantineDays),
            QuarantineMegabytes = reader.Number("Retention:QuarantineMegabytes", usual.QuarantineMegabytes, 2, 1_000_000),
            DeliveryDays = Days("DeliveryDays", usual.DeliveryDays),
            FileTransferDays = Days("FileTransferDays", usual.FileTransferDays),
            ReservationDays = Days("ReservationDays", usual.ReservationDays),
            MostPerChargePoint = reader.Number("Retention:MostPerChargePoint", usual.MostPerChargePoint, 1000, 10_000_000),
        };

        int Days(string name, int days) => reader.Number("Retention:" + name, days, 0, MostDays);
    }
}
