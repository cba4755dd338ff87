using System.Reflection;

namespace OcppDashboard.Configuration;

/// <summary>The version of this program, as it was built: 0.1.0.</summary>
public static class ProductVersion
{
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
