namespace OcppDashboard.Simulator.Engine.Files;

/// <summary>What an ftp location says.</summary>
/// <param name="Directory">Seen from where a login leads to; empty: there.</param>
/// <param name="FileName">Empty when the location is a directory.</param>
internal sealed record FtpAddress(string Host, int Port, string User, string Password, string Directory, string FileName)
{
    private const int UsualPort = 21;

    /// <param name="mayBeDirectory">A location that ends in a slash, or has no dot in its last part, is a directory.</param>
    public static FtpAddress Of(Uri location, bool mayBeDirectory)
    {
        var path = Uri.UnescapeDataString(location.AbsolutePath).Trim('/');
        var last = path[(path.LastIndexOf('/') + 1)..];
        var isDirectory = mayBeDirectory && (location.AbsolutePath.EndsWith('/') || !last.Contains('.', StringComparison.Ordinal));
        var credentials = location.UserInfo.Split(':', 2);
        var user = credentials[0].Length > 0 ? Uri.UnescapeDataString(credentials[0]) : "anonymous";
        var password = credentials.Length > 1 ? Uri.UnescapeDataString(credentials[1]) : "";
        return new(location.DnsSafeHost, location.Port > 0 ? location.Port : UsualPort, user, password,
            (isDirectory ? path : path[..^last.Length]).Trim('/'), isDirectory ? "" : last);
    }
}
