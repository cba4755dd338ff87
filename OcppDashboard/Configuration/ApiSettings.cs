namespace OcppDashboard.Configuration;

/// <summary>How programs reach this server.</summary>
public sealed record ApiSettings
{
    /// <summary>Pages of other servers, <c>http(s)://host[:port]</c>, whose scripts may use the API and the hub; empty: none.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];
}

internal static class ApiSettingsReader
{
    public static ApiSettings ReadApi(this SettingsReader reader) => new() { AllowedOrigins = Origins(reader) };

    private static List<string> Origins(SettingsReader reader)
    {
        List<string> origins = [];
        foreach (var text in (reader.Text("Api:AllowedOrigins") ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.PathAndQuery == "/" && address.UserInfo.Length == 0 && address.Host.Length > 0)
                origins.Add(address.GetLeftPart(UriPartial.Authority));
            else
                reader.Mistake($"The setting Api:AllowedOrigins holds \"{text}\": it must be http:// or https:// with a host and, where needed, a port, such as http://wallboard.local:8080; several with blanks between them.");
        }
        return origins;
    }
}
