namespace OcppDashboard.Features.Files;

/// <summary>How a file goes between a charge point and this server.</summary>
public enum FileScheme { Http, Https, Ftp, Ftps }
