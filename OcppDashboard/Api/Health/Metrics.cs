using OcppDashboard.Api.Hubs;
using OcppDashboard.Configuration;
using OcppDashboard.Data.Retention;
using OcppDashboard.Features.Files.Received;
using OcppDashboard.Features.Files.Transfers;
using OcppDashboard.Features.Operations;
using OcppDashboard.Features.Webhooks;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;

namespace OcppDashboard.Api.Health;

/// <summary>The figures of <c>/metrics</c>. Collected when asked for; what is counted along the way costs an increment.</summary>
public sealed class Metrics(
    WireCounters wire, IConnectionFigures connections, ChargePointStore store, StorageFigures storage, FileTransfers transfers, ReceivedFiles received,
    WebhookDeliveries webhooks, LiveTopics topics, WatchedCertificates certificates, LimitUsages limits, IEnumerable<IHostedService> services,
    TimeProvider time)
{
    /// <summary>Of this program, as its file says.</summary>
    public string Write()
    {
        var text = new PrometheusText();
        text.Family("ocppdashboard_build_info", "gauge", "The version that runs.").Sample("ocppdashboard_build_info", 1, ("version", ProductVersion.Text));
        text.Single("process_resident_memory_bytes", "gauge", "Memory of the process.", Environment.WorkingSet);
        Connections(text);
        Messages(text);
        Storage(text);
        Files(text);
        Receivers(text);
        Certificates(text);
        Limits(text);
        Background(text);
        return text.ToString();
    }

    private void Connections(PrometheusText text)
    {
        var closed = wire.Closed; // first: never more closed than opened
        text.Single("ocpp_connections", "gauge", "WebSocket connections of charge points now.", Math.Max(0, wire.Opened - closed));
        text.Single("ocpp_connections_limit", "gauge", "Places for connections, Ocpp:MaxConnections.", connections.MostConnections);
        text.Single("ocpp_unfinished_message_bytes", "gauge", "Memory held by messages that are not whole yet.", connections.UnfinishedBytes);
        const string most = "The most that such messages may hold, Ocpp:MaxUnfinishedMegabytes.";
        text.Single("ocpp_unfinished_message_bytes_limit", "gauge", most, connections.MostUnfinishedBytes);
        text.Single("ocpp_connections_opened_total", "counter", "Connections that charge points opened.", wire.Opened);
        text.Single("ocpp_handshakes_refused_total", "counter", "Handshakes that were refused.", wire.RefusedHandshakes);
        var all = store.All;
        var online = all.Count(snapshot => snapshot.Online);
        text.Family("ocpp_charge_points", "gauge", "Known charge points.").Sample("ocpp_charge_points", online, ("state", "online")).Sample("ocpp_charge_points", all.Length - online, ("state", "offline"));
        text.Single("ocpp_transactions_open", "gauge", "Running transactions.", all.Sum(snapshot => snapshot.OpenTransactions.Count()));
    }

    private void Messages(PrometheusText text)
    {
        text.Family("ocpp_messages_total", "counter", "CALLs by how they ended. Actions that OCPP 1.6 does not know are one: other.");
        foreach (var (fromChargePoint, action, result, count) in wire.Exchanges)
            text.Sample("ocpp_messages_total", count, ("caller", Caller(fromChargePoint)), ("action", action), ("result", result.ToString()));
        text.Family("ocpp_call_duration_seconds", "histogram", "From the CALL to its answer: ours where the charge point calls, the charge point's where we do.");
        foreach (var (fromChargePoint, action, duration) in wire.Durations)
        {
            var (counts, sum) = (duration.Counts(), 0L);
            for (var i = 0; i < counts.Count; i++)
            {
                sum += counts[i];
                var bound = i < Histogram.Bounds.Count ? Histogram.Bounds[i] : double.PositiveInfinity;
                text.Sample("ocpp_call_duration_seconds_bucket", sum, ("caller", Caller(fromChargePoint)), ("action", action), ("le", PrometheusText.Number(bound)));
            }
            text.Sample("ocpp_call_duration_seconds_sum", duration.Seconds, ("caller", Caller(fromChargePoint)), ("action", action));
            text.Sample("ocpp_call_duration_seconds_count", sum, ("caller", Caller(fromChargePoint)), ("action", action));
        }
    }

    private static string Caller(bool fromChargePoint) => fromChargePoint ? "charge_point" : "central_system";

    private void Storage(PrometheusText text)
    {
        text.Single("ocppdashboard_writer_waiting", "gauge", "Rows that wait to be written.", storage.Waiting);
        text.Single("ocppdashboard_writer_commits_total", "counter", "Groups of rows committed.", storage.Commits);
        text.Single("ocppdashboard_writer_dropped_total", "counter", "Rows of history that were not written: no room for them was left, or they were wrong.", storage.Dropped);
        text.Single("ocppdashboard_database_bytes", "gauge", "The database with its write-ahead log.", storage.DatabaseBytes);
        if (storage.FreeBytes is { } free) text.Single("ocppdashboard_disk_free_bytes", "gauge", "Free space on the disk of the data folder.", free);
    }

    private void Files(PrometheusText text)
    {
        var open = transfers.Open.ToList();
        text.Family("ocppdashboard_file_addresses", "gauge", "One-time addresses that are good now.")
            .Sample("ocppdashboard_file_addresses", open.Count(transfer => transfer.Firmware is null), ("direction", "upload"))
            .Sample("ocppdashboard_file_addresses", open.Count(transfer => transfer.Firmware is not null), ("direction", "download"));
        text.Single("ocppdashboard_received_files_total", "counter", "Files that charge points sent since the start.", received.Taken);
        text.Single("ocppdashboard_received_bytes", "gauge", "All received files that are kept.", received.TotalBytes);
    }

    private void Certificates(PrometheusText text)
    {
        var all = certificates.All;
        if (all.IsEmpty) return;
        text.Family("ocppdashboard_certificate_expires_seconds", "gauge", "Until the end of the certificates for TLS, the first to end of each use; negative when it is over.");
        foreach (var use in all.GroupBy(certificate => certificate.Use))
            text.Sample("ocppdashboard_certificate_expires_seconds", Math.Round((use.Min(certificate => certificate.ExpiresAt) - time.GetUtcNow()).TotalSeconds), ("certificate", use.Key));
        text.Single("ocppdashboard_certificate_refused", "gauge", "1 while the certificate files are not served as they are now.", certificates.Fault is null ? 0 : 1);
    }

    private void Limits(PrometheusText text)
    {
        var all = limits.All;
        text.Family("ocppdashboard_limit_used", "gauge", "What is used of each thing that can grow: bytes or a number, about.");
        foreach (var usage in all) text.Sample("ocppdashboard_limit_used", usage.Used, ("limit", usage.Name));
        text.Family("ocppdashboard_limit_max", "gauge", "The most of it that there may be, where there is such a limit.");
        foreach (var usage in all)
            if (usage.Limit is { } limit) text.Sample("ocppdashboard_limit_max", limit, ("limit", usage.Name));
    }

    private void Background(PrometheusText text)
    {
        text.Family("ocppdashboard_background_failures_total", "counter", "Exceptions in services of the background; each was tried again.");
        foreach (var service in services.OfType<GuardedBackgroundService>()) text.Sample("ocppdashboard_background_failures_total", service.Failures, ("service", service.GetType().Name));
    }

    private void Receivers(PrometheusText text)
    {
        text.Single("ocppdashboard_hub_subscriptions", "gauge", "Streams of /hubs/live that are open.", topics.Streams);
        text.Single("ocppdashboard_webhook_deliveries_waiting", "gauge", "Webhook deliveries that wait for their next attempt.", webhooks.Waiting);
        text.Family("ocppdashboard_webhook_attempts_total", "counter", "Attempts to deliver to webhooks.")
            .Sample("ocppdashboard_webhook_attempts_total", webhooks.Delivered, ("result", "delivered")).Sample("ocppdashboard_webhook_attempts_total", webhooks.Failed, ("result", "failed"));
    }
}
