using System.Net.WebSockets;
using OcppDashboard.Configuration;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Ocpp.Connections;

/// <summary>Pings what is silent, closes what is dead while the server runs, and everything in order when it stops: what came in is kept and answered first, then 1001.</summary>
public sealed class ConnectionMonitor(ConnectionRegistry registry, DashboardSettings settings, IConnectionPolicy policies, TimeProvider time, ILogger<ConnectionMonitor> logger)
    : GuardedBackgroundService(time, logger), IHostedLifecycleService
{
    private const string Reason = "the server is stopping";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(6); // 5 s for what came in, 1 s for the close frame
    private static readonly TimeSpan CloseDeadline = TimeSpan.FromSeconds(2);

    protected override Task RunAsync(CancellationToken stop)
    {
        var ping = settings.Ocpp.PingInterval;
        return EachAsync(ping > TimeSpan.Zero && ping < Interval ? ping : Interval, () =>
        {
            foreach (var connection in registry.All) Check(connection, ping);
        }, stop);
    }

    private void Check(ChargePointConnection connection, TimeSpan ping)
    {
        try
        {
            var limit = IdleLimit(connection.Info.ChargePointId);
            if (connection.Silence > limit) connection.Abort($"nothing was heard from it for {(limit.TotalMinutes < 2 ? $"{limit.TotalSeconds:0} s" : $"{limit.TotalMinutes:0} min")}");
            else if (ping > TimeSpan.Zero) connection.PingIfSilent(ping);
        }
        catch (Exception exception)
        {
            Failed(exception); // one connection costs no other
        }
    }

    /// <summary>An idle charge point says nothing but heartbeats: three of them may be missing (B3).</summary>
    private TimeSpan IdleLimit(string chargePointId)
    {
        var policy = policies.Of(chargePointId);
        if (policy.IdleLimit is { } own) return own;
        var heartbeats = 3 * (policy.HeartbeatInterval ?? settings.Ocpp.HeartbeatInterval);
        return settings.Ocpp.IdleTimeout > heartbeats ? settings.Ocpp.IdleTimeout : heartbeats;
    }

    /// <summary>All at once, each with a deadline of its own: a peer that does not read holds up no other.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(registry.All.Select(connection => CloseAsync(connection, cancellationToken)));
        var closedAt = Time.GetTimestamp();
        while (registry.Count > 0 && Time.GetElapsedTime(closedAt) < CloseDeadline && !cancellationToken.IsCancellationRequested)
            await Task.Delay(TimeSpan.FromMilliseconds(20), Time, CancellationToken.None);
        foreach (var connection in registry.All) connection.Abort(Reason);
    }

    private async Task CloseAsync(ChargePointConnection connection, CancellationToken over)
    {
        try
        {
            await connection.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, Reason).WaitAsync(AnswerDeadline, Time, over);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            connection.Abort(Reason);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
