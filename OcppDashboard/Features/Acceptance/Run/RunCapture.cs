using System.Collections.Concurrent;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;

namespace OcppDashboard.Features.Acceptance.Run;

/// <summary>Hands everything that happens at charge points under test to their runs; for all others it costs a look into an empty dictionary.</summary>
public sealed class RunCapture : IWireLog, IConnectionObserver, IDisposable
{
    private readonly ConcurrentDictionary<string, ChargePointLink> links = new(StringComparer.OrdinalIgnoreCase);
    private readonly IDisposable subscription;

    public RunCapture(ChargePointEvents events) => subscription = events.Subscribe(happened =>
    {
        if (happened is FileMoved moved && Find(moved.ChargePointId) is { } link) link.Take(moved);
    });

    internal void Add(ChargePointLink link) => links[link.ChargePointId] = link;

    internal void Remove(ChargePointLink link) => links.TryRemove(KeyValuePair.Create(link.ChargePointId, link));

    public void Record(WireExchange exchange) => Find(exchange.ChargePointId)?.Take(exchange);

    public void Connected(ConnectionDetails connection) => Find(connection.ChargePointId)?.Connected(connection);

    public void Disconnected(ConnectionDetails connection, string reason, bool replaced) => Find(connection.ChargePointId)?.Disconnected(connection, reason);

    public void Received(string chargePointId, DateTimeOffset at) { }

    public void Refused(string? identity, string remoteAddress, string? userAgent, string reason, string advice)
    {
        if (identity is not null) Find(identity)?.Refused(reason);
    }

    public void Dispose() => subscription.Dispose();

    private ChargePointLink? Find(string chargePointId) => links.IsEmpty ? null : links.GetValueOrDefault(chargePointId);
}
