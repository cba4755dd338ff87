using System.Collections.Concurrent;
using OcppDashboard.Commands;
using OcppDashboard.Commands.Timeline;
using OcppDashboard.Data.History;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;

namespace OcppDashboard.Features.ChargePoints;

/// <summary>
/// A charge point that accepted a higher SecurityProfile and came back with it is let in with no lower one any more (security extension, A05.FR.09).
/// Until it booted by the new profile both hold: nobody is locked out by a change that does not work. Only a person lowers it again.
/// </summary>
internal sealed class SecurityProfileChange(
    ChargePointCommands commands, ChargePointStore store, ChargePointEvents events, ChargePointSettingsStore chargePoints, ChargePointSettingsService provisioning, HistoryWriter history, TimeProvider time,
    ILogger<SecurityProfileChange> logger) : IHostedService, IForgetsChargePoints
{
    private const string Key = "SecurityProfile";
    private readonly ConcurrentDictionary<string, int> offers = new(StringComparer.OrdinalIgnoreCase); // accepted, and being kept
    private readonly List<IDisposable> subscriptions = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        subscriptions.Add(commands.Follow(Changed));
        subscriptions.Add(events.Subscribe(Happened));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var subscription in subscriptions) subscription.Dispose();
        return Task.CompletedTask;
    }

    public void Forget(string chargePointId) => offers.TryRemove(chargePointId, out _);

    private void Changed(CommandSnapshot command)
    {
        if (command is not { IsOver: true, Action: "ChangeConfiguration", Status: { } status }) return;
        if (!status.Trim().Equals("Accepted", StringComparison.OrdinalIgnoreCase) && !status.Trim().Equals("RebootRequired", StringComparison.OrdinalIgnoreCase)) return;
        if (!string.Equals(CommandTexts.Member(command.RequestJson, "key")?.Trim(), Key, StringComparison.OrdinalIgnoreCase)) return;
        if (CommandTexts.Integer(command.RequestJson, "value") is not { } profile || profile is < 1 or > 3) return;
        offers[command.ChargePointId] = profile;
        _ = OfferAsync(command.ChargePointId, profile);
    }

    private async Task OfferAsync(string id, int profile)
    {
        await TryAsync(id, settings => profile > settings.MinSecurityProfile ? settings with { OfferedSecurityProfile = profile } : settings);
        offers.TryRemove(KeyValuePair.Create(id, profile));
    }

    private void Happened(ChargePointEvent happened)
    {
        if (happened is not ChargePointBooted || store.Find(happened.ChargePointId) is not { SecurityProfile: > 0 and var shown }) return;
        if (chargePoints.Of(happened.ChargePointId).OfferedSecurityProfile is not null || offers.ContainsKey(happened.ChargePointId)) _ = TakeAsync(happened.ChargePointId, shown);
    }

    private async Task TakeAsync(string id, int shown)
    {
        int? raised = null;
        await TryAsync(id, settings =>
        {
            if (settings.OfferedSecurityProfile is not { } offered || shown < offered) return settings;
            raised = offered;
            return settings with { MinSecurityProfile = Math.Max(offered, settings.MinSecurityProfile), OfferedSecurityProfile = null };
        });
        if (raised is { } profile)
            history.Keep(new OccurrenceWrite(id, time.GetUtcNow(), "Security", $"security profile {profile} is its lowest from now on: it accepted it and booted with it"));
    }

    /// <summary>Where it cannot be kept a lower profile goes on to hold.</summary>
    private async Task TryAsync(string id, Func<ChargePointSettings, ChargePointSettings> change)
    {
        try
        {
            await provisioning.ChangeAsync(id, change);
        }
        catch (StorageFailedException exception)
        {
            logger.LogWarning(exception, "The security profile of {ChargePoint} could not be kept; a lower one goes on to hold", id);
        }
    }
}
