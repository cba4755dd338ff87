using System.Resources;
using System.Runtime.CompilerServices;

namespace OcppDashboard.Components.Accounts;

/// <summary>Words about keys of programs, from ApiKeyTexts.resx.</summary>
public static class ApiKeyTexts
{
    private static readonly ResourceManager Resources = new(typeof(ApiKeyTexts));

    public static string Keys => Get();
    public static string Make => Get();
    public static string MakeTitle => Get();
    public static string MadeTitle => Get();
    public static string Once => Get();
    public static string Use => Get();
    public static string None => Get();
    public static string Name => Get();
    public static string NameHint => Get();
    public static string Beginning => Get();
    public static string Made => Get();
    public static string LastUsed => Get();
    public static string Never => Get();
    public static string Actions => Get();
    public static string Revoke => Get();
    public static string RevokeStrong => Get();
    public static string RevokeRest => Get();
    public static string CopyKey => Get();
    public static string Cancel => Get();
    public static string Close => Get();
    public static string NameNeeded => Get();
    public static string NotKept => Get();

    public static string TooMany(int most) => string.Format(System.Globalization.CultureInfo.InvariantCulture, Get(), most);

    private static string Get([CallerMemberName] string name = "") => Resources.GetString(name) ?? name;
}
