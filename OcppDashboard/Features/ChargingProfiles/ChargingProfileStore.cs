using System.Collections.Concurrent;
using System.Collections.Immutable;
using OcppDashboard.Data.Entities;
using OcppDashboard.Data.History;
using OcppDashboard.Data.Queries;
using OcppDashboard.Live;
using OcppDashboard.Ocpp.Abstractions;

namespace OcppDashboard.Features.ChargingProfiles;

/// <summary>The charging profiles that charge points were sent, whoever sent them, and which of them they hold: in memory, and kept.</summary>
public sealed class ChargingProfileStore(HistoryWriter history, ProfileQueries queries) : IForgetsChargePoints
{
    private readonly ConcurrentDictionary<string, ImmutableList<StoredChargingProfile>> books = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock gate = new();

    /// <summary>Signals the id of a charge point one of whose profiles changed.</summary>
    public ChangeFeed<string> Changes { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All profiles by connector and purpose, the highest stack level first; also refused and cleared ones.</summary>
    public IReadOnlyList<StoredChargingProfile> Of(string chargePointId) =>
        [.. List(chargePointId).OrderBy(p => p.ConnectorId).ThenBy(p => p.Purpose).ThenByDescending(p => p.Profile.StackLevel).ThenByDescending(p => p.SentAt)];

    /// <summary>Those that the charge point accepted and holds.</summary>
    public IReadOnlyList<StoredChargingProfile> HeldBy(string chargePointId) => [.. Of(chargePointId).Where(profile => profile.IsHeld)];

    /// <summary>A chargingProfileId that was not used at this charge point.</summary>
    public int NextId(string chargePointId) => List(chargePointId).Select(p => p.Id).Where(id => id is > 0 and < 1_000_000_000).DefaultIfEmpty(0).Max() + 1;

    /// <summary>Reads what was kept; called once, at start.</summary>
    public void Restore()
    {
        foreach (var row in queries.All())
            if (StoredChargingProfile.From(row) is { } profile) books.AddOrUpdate(row.ChargePointId, _ => [profile], (_, list) => list.Add(profile));
    }

    public void Forget(string chargePointId)
    {
        lock (gate) books.TryRemove(chargePointId, out _);
    }

    internal void Change(string chargePointId, Func<ImmutableList<StoredChargingProfile>, ImmutableList<StoredChargingProfile>> change)
    {
        lock (gate)
        {
            var before = List(chargePointId);
            var after = change(before);
            if (ReferenceEquals(before, after)) return;
            books[chargePointId] = after;
            foreach (var profile in after)
                if (!before.Contains(profile)) history.Keep(new RowWrite<ChargingProfileEntity>(profile.ToEntity()));
        }
        Changes.Signal(chargePointId);
    }

    private ImmutableList<StoredChargingProfile> List(string chargePointId) => books.GetValueOrDefault(chargePointId, []);
}
