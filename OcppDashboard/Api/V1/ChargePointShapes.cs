using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Api.V1;

/// <summary>A charge point as the API shows it.</summary>
/// <param name="Id">The identity in its URL.</param>
/// <param name="LastMessageAt">Of the last frame from the charge point, also before a restart of the server; null: none is known.</param>
/// <param name="Settings">What people set for it.</param>
public sealed record ApiChargePoint(
    string Id, string? Name, bool Online, DateTimeOffset? ConnectedAt, DateTimeOffset? OfflineSince, string? Vendor, string? Model, string? SerialNumber, string? FirmwareVersion,
    DateTimeOffset? BootedAt, DateTimeOffset? LastMessageAt, double? ClockOffsetSeconds, IReadOnlyList<ApiConnector> Connectors, IReadOnlyList<ApiFinding> Findings, ApiChargePointSettings Settings)
{
    public static ApiChargePoint Of(string id, ChargePointSnapshot? snapshot, ChargePointSettings settings) => new(
        snapshot?.Id ?? id, settings.Name, snapshot?.Online == true, snapshot?.ConnectedAt, snapshot?.OfflineSince, snapshot?.Boot?.Vendor, snapshot?.Boot?.Model,
        snapshot?.Boot?.SerialNumber ?? snapshot?.Boot?.ChargeBoxSerialNumber, snapshot?.Boot?.FirmwareVersion, snapshot?.Boot?.At, snapshot?.Activity.LastMessageAt, snapshot?.ClockOffset?.TotalSeconds,
        snapshot is null ? [] : [.. snapshot.Connectors.Select(ApiConnector.Of)], snapshot is null ? [] : [.. snapshot.Findings.Select(ApiFinding.Of)], ApiChargePointSettings.Of(settings));
}

/// <summary>A connector; 0 is the charge point itself.</summary>
/// <param name="Status">As last reported, also while the charge point is offline; null: none was.</param>
/// <param name="Since">Since when it has this status and error code: time of receipt.</param>
/// <param name="TransactionId">Of the running transaction.</param>
/// <param name="PowerW">Drawn now, W.</param>
/// <param name="EnergyWh">Of the running transaction so far, Wh.</param>
/// <param name="RegisterWh">Last register, Wh.</param>
public sealed record ApiConnector(int Id, string? Status, string? ErrorCode, DateTimeOffset? Since, int? TransactionId, double? PowerW, double? EnergyWh, double? RegisterWh, string? Info, string? VendorErrorCode)
{
    public static ApiConnector Of(ConnectorSnapshot connector) => new(
        connector.Id, connector.Status.IsAbsent ? null : connector.Status.ToString(), connector.ErrorCode.IsAbsent ? null : connector.ErrorCode.ToString(), connector.Since,
        connector.Transaction?.Id, connector.PowerW, connector.Transaction?.EnergyWh, connector.RegisterWh, connector.Info, connector.VendorErrorCode);
}

/// <summary>Something tolerated: what, how often, since when, with the last frame that did it.</summary>
public sealed record ApiFinding(string Code, string Title, int Count, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt, string? Frame)
{
    public static ApiFinding Of(Finding finding) => new(finding.Code, finding.Title, finding.Count, finding.FirstSeenAt, finding.LastSeenAt, finding.Frame);
}

/// <summary>What is set for a charge point. In a PUT, members that are absent become their default; <c>password</c> is never shown.</summary>
/// <param name="Password">Write only: what it must show in its handshake; empty or null takes it away, absent leaves it.</param>
/// <param name="Onboarding">Accepted: may connect; Blocked: refused at the handshake.</param>
/// <param name="NextBootStatus">What its BootNotification is answered with, for test benches: Accepted, Pending or Rejected; null: Accepted.</param>
/// <param name="BootIntervalSeconds">Told in the boot answer, 1 to 86400 s; null: as the server's settings say.</param>
/// <param name="Quiet">Nothing is sent to it that nobody asked for.</param>
/// <param name="ReplyDelayMs">Answers leave so much later, 0 to 2000 ms.</param>
/// <param name="OmitsSubProtocol">The handshake is finished without a sub-protocol.</param>
/// <param name="MeterFactor">Its energy registers are multiplied by this; above 0.</param>
/// <param name="IdleLimitSeconds">Closed after so long without a byte, 300 to 604800 s; null: three heartbeats, and not less than the server's settings say.</param>
/// <param name="RequiresClientCertificate">It is let in by a client certificate alone.</param>
/// <param name="MinSecurityProfile">The lowest security profile that it is let in with, 0 to 3; raised by itself when it changed to a higher one. Null or absent leaves it.</param>
public sealed record ApiChargePointSettings(
    string? Name = null, string? Password = null, bool HasPassword = false, ApiOnboarding Onboarding = ApiOnboarding.Accepted, RegistrationStatus? NextBootStatus = null, int? BootIntervalSeconds = null,
    bool Quiet = false, int ReplyDelayMs = 0, bool OmitsSubProtocol = false, bool IgnoresUserName = false, decimal MeterFactor = 1, string? RemoteIdTag = null, int? IdleLimitSeconds = null,
    bool RequiresClientCertificate = false, int? MinSecurityProfile = null)
{
    public static ApiChargePointSettings Of(ChargePointSettings s) => new(
        s.Name, null, s.PasswordSha256 is not null, s.MayConnect ? ApiOnboarding.Accepted : ApiOnboarding.Blocked, s.NextBootStatus, s.BootIntervalSeconds, s.IsQuiet, s.ReplyDelayMs,
        s.OmitsSubProtocol, s.IgnoresUserName, s.MeterFactor, s.RemoteIdTag, s.IdleLimitSeconds, s.RequiresClientCertificate, s.MinSecurityProfile);

    /// <summary>What is wrong, by field.</summary>
    public Dictionary<string, string> Mistakes()
    {
        var errors = new Dictionary<string, string>();
        if (Name is { Length: > 100 }) errors["name"] = "has at most 100 characters";
        if (Password is { Length: > 200 }) errors["password"] = "has at most 200 characters";
        if (BootIntervalSeconds is < 1 or > 86_400) errors["bootIntervalSeconds"] = "is a whole number from 1 to 86400";
        if (ReplyDelayMs is < 0 or > 2000) errors["replyDelayMs"] = "is a whole number from 0 to 2000";
        if (MeterFactor is <= 0 or > 1_000_000) errors["meterFactor"] = "is a number above 0, at most 1000000";
        if (RemoteIdTag is { Length: 0 or > 20 }) errors["remoteIdTag"] = "has 1 to 20 characters";
        if (IdleLimitSeconds is < ChargePointSettings.LeastIdleLimitSeconds or > 604_800) errors["idleLimitSeconds"] = $"is a whole number from {ChargePointSettings.LeastIdleLimitSeconds} to 604800";
        return errors;
    }
}

public enum ApiOnboarding { Accepted, Blocked }
