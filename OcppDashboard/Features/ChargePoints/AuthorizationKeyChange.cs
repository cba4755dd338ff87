using System.Text.Json;
using OcppDashboard.Commands;
using OcppDashboard.Ocpp.Abstractions;
using OcppDashboard.State;

namespace OcppDashboard.Features.ChargePoints;

/// <summary>
/// A new AuthorizationKey that goes to a charge point becomes its password here. Until it comes with the new one, both hold: whether and
/// when it takes the new one is its own affair (at once, after a reboot, although its answer was lost), and nobody is locked out meanwhile.
/// Where no password was asked for, the first connection that shows the new one makes it the password.
/// </summary>
internal sealed class AuthorizationKeyChange(ChargePointSettingsService provisioning, ChargePointSettingsStore chargePoints, ILogger<AuthorizationKeyChange> logger) : ICommandInterceptor, IConnectionObserver
{
    private const string Key = "AuthorizationKey"; // OCPP-J 1.6, 6.2.2; security whitepaper, A00

    public async ValueTask SendingAsync(string chargePointId, string action, JsonElement payload)
    {
        if (OfferedBy(action, payload) is { } offered) await provisioning.ChangeAsync(chargePointId, settings => settings with { OfferedPasswordSha256 = offered });
    }

    public async ValueTask RefusedAsync(string chargePointId, string action, JsonElement payload)
    {
        if (OfferedBy(action, payload) is { } offered) await ForgetAsync(chargePointId, offered);
    }

    public void Connected(ConnectionDetails connection)
    {
        if (connection.ShowsOfferedPassword && chargePoints.Of(connection.ChargePointId).OfferedPasswordSha256 is { } offered) _ = TakeAsync(connection.ChargePointId, offered);
    }

    private Task TakeAsync(string id, string offered) => TryAsync(id, settings =>
        settings.OfferedPasswordSha256 == offered ? settings with { PasswordSha256 = offered, OfferedPasswordSha256 = null } : settings);

    private Task ForgetAsync(string id, string offered) => TryAsync(id, settings =>
        settings.OfferedPasswordSha256 == offered ? settings with { OfferedPasswordSha256 = null } : settings);

    /// <summary>When it cannot be kept both passwords go on to hold.</summary>
    private async Task TryAsync(string id, Func<ChargePointSettings, ChargePointSettings> change)
    {
        try
        {
            await provisioning.ChangeAsync(id, change);
        }
        catch (StorageFailedException exception)
        {
            logger.LogWarning(exception, "The password of {ChargePoint} could not be kept; the old and the new one hold", id);
        }
    }

    /// <returns>The hash of the key that the command sets; null where it sets none.</returns>
    private static string? OfferedBy(string action, JsonElement payload) =>
        action == "ChangeConfiguration" && Text(payload, "key") is { } key && key.Equals(Key, StringComparison.OrdinalIgnoreCase) && Text(payload, "value") is { Length: > 0 } value
            ? ChargePointPassword.Hash(value) : null;

    private static string? Text(JsonElement payload, string member) =>
        payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public void Disconnected(ConnectionDetails connection, string reason, bool replaced) { }

    public void Received(string chargePointId, DateTimeOffset at) { }

    public void Refused(string? identity, string remoteAddress, string? userAgent, string reason, string advice) { }
}
