using System.Resources;
using System.Runtime.CompilerServices;

namespace OcppDashboard.Components.Certificates;

/// <summary>Words about certificates, security events and vendors' data, from SecurityTexts.resx.</summary>
public static class SecurityTexts
{
    private static readonly ResourceManager Resources = new(typeof(SecurityTexts));

    public static string Security => Get();
    public static string Certificates => Get();
    public static string AskToRequest => Get();
    public static string InstallRoot => Get();
    public static string NoCertificates => Get();
    public static string Use => Get();
    public static string ValidUntil => Get();
    public static string Changed => Get();
    public static string Sign => Get();
    public static string Provide => Get();
    public static string Refuse => Get();
    public static string SendAgain => Get();
    public static string CopyPem => Get();
    public static string OwnAuthority => Get();
    public static string SuppliedAuthority => Get();
    public static string Roots => Get();
    public static string Read => Get();
    public static string NotRead => Get();
    public static string NoRoots => Get();
    public static string NotFromHere => Get();
    public static string Serial => Get();
    public static string Delete => Get();
    public static string Events => Get();
    public static string Critical => Get();
    public static string Acknowledge => Get();
    public static string NoEvents => Get();
    public static string More => Get();
    public static string FromFile => Get();
    public static string NoCertificate => Get();
    public static string CertificatePem => Get();
    public static string ChainPem => Get();
    public static string ChainHelp => Get();
    public static string CentralSystemHelp => Get();
    public static string ManufacturerHelp => Get();
    public static string Install => Get();
    public static string Hash => Get();
    public static string HashNeeded => Get();
    public static string SignHelp => Get();
    public static string ProvideTitle => Get();
    public static string ProvideHelp => Get();
    public static string CopyRequest => Get();
    public static string DataTransfer => Get();
    public static string AllHistory => Get();
    public static string Direction => Get();
    public static string Received => Get();
    public static string Sent => Get();
    public static string NoTransfers => Get();
    public static string ShowAll => Get();

    private static string Get([CallerMemberName] string name = "") => Resources.GetString(name) ?? name;
}
