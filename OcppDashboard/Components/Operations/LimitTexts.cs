using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;

namespace OcppDashboard.Components.Operations;

/// <summary>Words of the limits on the page Settings, from LimitTexts.resx.</summary>
public static class LimitTexts
{
    private static readonly ResourceManager Resources = new(typeof(LimitTexts));

    public static string Limits => Get();
    public static string Help => Get();
    public static string Refresh => Get();
    public static string What => Get();
    public static string Used => Get();
    public static string Limit => Get();
    public static string Setting => Get();
    public static string None => Get();

    public static string Days(int days) => string.Format(CultureInfo.InvariantCulture, Get(), days);

    /// <param name="unit">bytes: shown as MB.</param>
    public static string Amount(double number, string unit) => unit != "bytes" ? number.ToString("N0", CultureInfo.InvariantCulture)
        : $"{(number / (1 << 20)).ToString(number < 10 << 20 ? "0.0" : "N0", CultureInfo.InvariantCulture)} MB";

    private static string Get([CallerMemberName] string name = "") => Resources.GetString(name) ?? name;
}
