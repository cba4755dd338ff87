using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;

namespace OcppDashboard.Components.ChargePoints;

/// <summary>Words of removing a charge point, from RemovalTexts.resx.</summary>
public static class RemovalTexts
{
    private static readonly ResourceManager Resources = new(typeof(RemovalTexts));

    public static string Title => Get();
    public static string Intro => Get();
    public static string Open => Get();
    public static string GoesStrong => Get();
    public static string Goes => Get();
    public static string History => Get();
    public static string Keep => Get();
    public static string KeepHelp => Get();
    public static string Delete => Get();
    public static string DeleteHelp => Get();
    public static string Returns => Get();
    public static string Remove => Get();
    public static string Removing => Get();
    public static string Cancel => Get();
    public static string NotKept => Get();

    public static string Question(string name) => string.Format(CultureInfo.InvariantCulture, Get(), name);

    private static string Get([CallerMemberName] string name = "") => Resources.GetString(name) ?? name;
}
