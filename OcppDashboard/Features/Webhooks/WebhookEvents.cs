namespace OcppDashboard.Features.Webhooks;

/// <summary>What webhooks can be told.</summary>
public static class WebhookEvents
{
    public const string Status = "status", Fault = "fault", TransactionStarted = "transaction.started", TransactionStopped = "transaction.stopped", Offline = "offline", Online = "online";

    /// <summary>Only ever sent when a person asks for it.</summary>
    public const string Test = "test";

    public static IReadOnlyList<string> All { get; } = [Status, Fault, TransactionStarted, TransactionStopped, Offline, Online];
}
