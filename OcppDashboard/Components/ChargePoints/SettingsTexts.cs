using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;

namespace OcppDashboard.Components.ChargePoints;

/// <summary>Words of a charge point's settings, from SettingsTexts.resx.</summary>
public static class SettingsTexts
{
    private static readonly ResourceManager Resources = new(typeof(SettingsTexts));

    public static string Title => Get();
    public static string Intro => Get();
    public static string Naming => Get();
    public static string Name => Get();
    public static string NameHelp => Get();
    public static string Connecting => Get();
    public static string MayConnect => Get();
    public static string MayConnectHelp => Get();
    public static string Password => Get();
    public static string PasswordHelp => Get();
    public static string PasswordSet => Get();
    public static string PasswordOffered => Get();
    public static string PasswordNone => Get();
    public static string SetPassword => Get();
    public static string ReplacePassword => Get();
    public static string ClearPassword => Get();
    public static string MakePassword => Get();
    public static string WillClear => Get();
    public static string Keep => Get();
    public static string IgnoresUserName => Get();
    public static string IgnoresUserNameHelp => Get();
    public static string MinSecurityProfile => Get();
    public static string MinSecurityProfileHelp => Get();
    public static string RequiresClientCertificate => Get();
    public static string RequiresClientCertificateHelp => Get();
    public static string OmitsSubProtocol => Get();
    public static string OmitsSubProtocolHelp => Get();
    public static string IdleLimitSeconds => Get();
    public static string IdleLimitHelp => Get();
    public static string ReplyDelayMs => Get();
    public static string ReplyDelayHelp => Get();
    public static string Booting => Get();
    public static string NextBootStatus => Get();
    public static string NextBootStatusHelp => Get();
    public static string BootIntervalSeconds => Get();
    public static string BootIntervalHelp => Get();
    public static string Sending => Get();
    public static string IsQuiet => Get();
    public static string IsQuietHelp => Get();
    public static string RemoteIdTag => Get();
    public static string RemoteIdTagHelp => Get();
    public static string ConfigurationWay => Get();
    public static string ConfigurationWayHelp => Get();
    public static string AskAnew => Get();
    public static string Metering => Get();
    public static string MeterFactor => Get();
    public static string MeterFactorHelp => Get();
    public static string Save => Get();
    public static string Saved => Get();
    public static string NotKept => Get();
    public static string RegistrationHelp => Get();
    public static string BadFactor => Get();
    public static string PasswordNeeded => Get();

    public static string BadNumber(int least, int most) => string.Format(CultureInfo.InvariantCulture, Get(), least, most);
    public static string TooLong(int most) => string.Format(CultureInfo.InvariantCulture, Get(), most);

    private static string Get([CallerMemberName] string name = "") => Resources.GetString(name) ?? name;
}
