using System.Globalization;
using System.Security.Cryptography;
using OcppDashboard.Components.Messages;
using OcppDashboard.Ocpp.Messages;
using OcppDashboard.State;

namespace OcppDashboard.Components.ChargePoints;

/// <summary>A charge point's settings as a form holds them: numbers as text, the password only when it is to change.</summary>
public sealed class SettingsDraft
{
    private const int MaxName = 100, MaxPassword = 255, MaxIdTag = 20;
    private readonly Dictionary<string, string> errors = [];
    private readonly int minSecurityProfileBefore;

    public SettingsDraft(ChargePointSettings settings)
    {
        (Name, MayConnect, HasPassword, IgnoresUserName, OmitsSubProtocol) =
            (settings.Name ?? "", settings.MayConnect, settings.PasswordSha256 is not null, settings.IgnoresUserName, settings.OmitsSubProtocol);
        (RequiresClientCertificate, MinSecurityProfile, minSecurityProfileBefore) = (settings.RequiresClientCertificate, settings.MinSecurityProfile, settings.MinSecurityProfile);
        IsPasswordOffered = settings.OfferedPasswordSha256 is not null;
        (IdleLimit, ReplyDelay, NextBootStatus, BootInterval) = (Text(settings.IdleLimitSeconds), Text(settings.ReplyDelayMs is 0 ? null : settings.ReplyDelayMs),
            settings.NextBootStatus ?? RegistrationStatus.Accepted, Text(settings.BootIntervalSeconds));
        (IsQuiet, RemoteIdTag, ConfigurationWay) = (settings.IsQuiet, settings.RemoteIdTag ?? "", settings.ConfigurationWay);
        MeterFactor = settings.MeterFactor == 1 ? "" : settings.MeterFactor.ToString(CultureInfo.InvariantCulture);
    }

    public string Name { get; set; }
    public bool MayConnect { get; set; }
    public bool HasPassword { get; }

    /// <summary>A new one was sent to the charge point, which has not come with it yet.</summary>
    public bool IsPasswordOffered { get; }

    /// <summary>The new password; null: it stays as it is.</summary>
    public string? Password { get; set; }

    public bool ClearsPassword { get; set; }
    public bool IgnoresUserName { get; set; }
    public bool RequiresClientCertificate { get; set; }

    /// <summary>0 to 3.</summary>
    public int MinSecurityProfile { get; set; }
    public bool OmitsSubProtocol { get; set; }
    public string IdleLimit { get; set; }
    public string ReplyDelay { get; set; }
    public RegistrationStatus NextBootStatus { get; set; }
    public string BootInterval { get; set; }
    public bool IsQuiet { get; set; }
    public string RemoteIdTag { get; set; }
    public string? ConfigurationWay { get; set; }
    public string MeterFactor { get; set; }

    /// <summary>What is wrong with a member, by its name; null: nothing.</summary>
    public string? Error(string member) => errors.GetValueOrDefault(member);

    public bool IsWrong => errors.Count > 0;

    /// <summary>An AuthorizationKey of 20 random bytes.</summary>
    public void MakePassword() => Password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    /// <returns>The change to make; null where something is wrong.</returns>
    public Func<ChargePointSettings, ChargePointSettings>? ToChange()
    {
        errors.Clear();
        var (name, tag) = (Words(Name, nameof(Name), MaxName), Words(RemoteIdTag, nameof(RemoteIdTag), MaxIdTag));
        var idle = Number(IdleLimit, nameof(IdleLimit), ChargePointSettings.LeastIdleLimitSeconds, 604_800);
        var delay = Number(ReplyDelay, nameof(ReplyDelay), 0, SettingsPolicy.MaxReplyDelayMs);
        var interval = Number(BootInterval, nameof(BootInterval), 1, 86_400);
        var factor = Factor();
        if (Password is { } text && string.IsNullOrWhiteSpace(text)) errors[nameof(Password)] = SettingsTexts.PasswordNeeded;
        else if (Password?.Length > MaxPassword) errors[nameof(Password)] = SettingsTexts.TooLong(MaxPassword);
        if (errors.Count > 0) return null;
        var hash = Password is null ? null : ChargePointPassword.Hash(Password.Trim());
        return before => before with
        {
            Name = name, MayConnect = MayConnect, PasswordSha256 = ClearsPassword ? null : hash ?? before.PasswordSha256,
            OfferedPasswordSha256 = ClearsPassword || hash is not null ? null : before.OfferedPasswordSha256, IgnoresUserName = IgnoresUserName,
            RequiresClientCertificate = RequiresClientCertificate,
            MinSecurityProfile = MinSecurityProfile == minSecurityProfileBefore ? before.MinSecurityProfile : MinSecurityProfile, // it may have been raised while the form was open
            OfferedSecurityProfile = MinSecurityProfile == minSecurityProfileBefore ? before.OfferedSecurityProfile : null,
            OmitsSubProtocol = OmitsSubProtocol, IdleLimitSeconds = idle, ReplyDelayMs = delay ?? 0, NextBootStatus = NextBootStatus == RegistrationStatus.Accepted ? null : NextBootStatus,
            BootIntervalSeconds = interval, IsQuiet = IsQuiet, RemoteIdTag = tag, ConfigurationWay = ConfigurationWay, MeterFactor = factor,
        };
    }

    private string? Words(string text, string member, int most)
    {
        var words = text.Trim();
        if (words.Length > most) errors[member] = SettingsTexts.TooLong(most);
        return words.Length == 0 ? null : words;
    }

    private int? Number(string text, string member, int least, int most)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        errors[member] = SettingsTexts.BadNumber(least, most);
        return null;
    }

    private decimal Factor()
    {
        if (string.IsNullOrWhiteSpace(MeterFactor)) return 1;
        if (decimal.TryParse(MeterFactor.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor) && factor is > 0 and <= 1_000_000) return factor;
        errors[nameof(MeterFactor)] = SettingsTexts.BadFactor;
        return 1;
    }

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
