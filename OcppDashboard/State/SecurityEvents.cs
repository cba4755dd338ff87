using System.Collections.Frozen;

namespace OcppDashboard.State;

/// <summary>The security events of "Improved security for OCPP 1.6-J", edition 3: which of them are critical.</summary>
public static class SecurityEvents
{
    /// <summary>Events that a charge point must report at once; compared ignoring case.</summary>
    public static readonly FrozenSet<string> Critical = FrozenSet.ToFrozenSet(
    [
        "FirmwareUpdated", "SettingSystemTime", "StartupOfTheDevice", "ResetOrReboot", "SecurityLogWasCleared", "MemoryExhaustion", "TamperDetectionActivated",
    ], StringComparer.OrdinalIgnoreCase);

    /// <summary>What an event means and what to do about it, one sentence; null for one that the list does not hold.</summary>
    public static string? Advice(string type) => Sentences.GetValueOrDefault(type);

    private static readonly FrozenDictionary<string, string> Sentences = new Dictionary<string, string>
    {
        ["FirmwareUpdated"] = "The firmware was replaced: check that the update was yours.",
        ["FailedToAuthenticateAtCentralSystem"] = "Its credentials were refused: check its password or certificate.",
        ["CentralSystemFailedToAuthenticate"] = "It does not trust this server's certificate: install the root certificate.",
        ["SettingSystemTime"] = "Its clock was set by more than a small step: compare the clock offset.",
        ["StartupOfTheDevice"] = "It was started: expected after a reset or a power cut, otherwise find out why.",
        ["ResetOrReboot"] = "It was reset or rebooted: check that somebody asked for it.",
        ["SecurityLogWasCleared"] = "Its security log was cleared: find out who did it.",
        ["ReconfigurationOfSecurityParameters"] = "Keys, passwords or the security profile were changed: check that this was yours.",
        ["MemoryExhaustion"] = "Its memory or disk is full: get its log, then reset it.",
        ["InvalidMessages"] = "It received messages that it could not read: look into its messages.",
        ["AttemptedReplayAttacks"] = "It saw messages being replayed: look at its network.",
        ["TamperDetectionActivated"] = "Its enclosure was opened: send somebody to look at it.",
        ["InvalidFirmwareSignature"] = "The signature of a firmware file was wrong: nothing was installed.",
        ["InvalidFirmwareSigningCertificate"] = "It does not trust the certificate that a firmware file was signed with.",
        ["InvalidCentralSystemCertificate"] = "It does not trust this server's certificate: install the root certificate.",
        ["InvalidChargePointCertificate"] = "A certificate that it was sent is not valid for it: sign a new one.",
        ["InvalidTLSVersion"] = "It was offered a TLS version that it does not allow.",
        ["InvalidTLSCipherSuite"] = "It was offered only TLS cipher suites that it does not allow.",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
}
