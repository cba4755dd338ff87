using System.Globalization;
using System.Net;

namespace OcppDashboard.Configuration;

/// <summary>Reads the settings and finds every mistake at once.</summary>
public sealed class SettingsReader(IConfiguration configuration)
{
    private readonly List<string> mistakes = [];

    /// <returns>The settings, or null and what is wrong, one plain sentence each.</returns>
    public static (DashboardSettings? Settings, IReadOnlyList<string> Mistakes) Read(IConfiguration configuration, RunMode mode, string contentRoot)
    {
        var reader = new SettingsReader(configuration);
        var settings = reader.ReadAll(mode, contentRoot);
        return reader.mistakes.Count == 0 ? (settings, []) : (null, reader.mistakes);
    }

    private DashboardSettings ReadAll(RunMode mode, string contentRoot)
    {
        var folder = configuration["Data:Directory"] is { Length: > 0 } given ? given : "data";
        var directory = Path.GetFullPath(folder, contentRoot);
        if (mode == RunMode.Demo) directory = Path.Combine(directory, "demo"); // never mixed with real use
        var defaults = new OcppSettings();
        var port = Number("Port", 5016, 0, 65535);
        var (files, security) = (this.ReadFiles(mode, port, contentRoot), this.ReadSecurity(contentRoot));
        return new DashboardSettings(
            mode, port,
            new DataSettings(directory, Number("Data:MessageLogDays", 14, 1, 3650), Number("Data:MessageLogMegabytes", 2048, 10, 1_000_000))
            {
                MessageLogSharePercent = Number("Data:MessageLogSharePercent", 10, 1, 100),
                CompactsAtStart = Switch("Data:CompactAtStart") ?? false,
            },
            defaults with
            {
                Onboarding = Choice("Ocpp:Onboarding", Onboarding.Open),
                CallTimeout = Seconds("Ocpp:CallTimeoutSeconds", defaults.CallTimeout, 1, 3600),
                HeartbeatInterval = Seconds("Ocpp:HeartbeatIntervalSeconds", defaults.HeartbeatInterval, 1, 86_400),
                QuietAfterConnect = Seconds("Ocpp:QuietAfterConnectSeconds", defaults.QuietAfterConnect, 0, 300),
                AsksForStatus = Switch("Ocpp:AskForStatus") ?? mode != RunMode.Lab, // a test bench is not to be surprised
                PauseAfterTimeout = Seconds("Ocpp:PauseAfterTimeoutSeconds", defaults.PauseAfterTimeout, 0, 300),
                TakeoverPing = Seconds("Ocpp:TakeoverPingSeconds", defaults.TakeoverPing, 0, 60),
                PingInterval = Seconds("Ocpp:PingIntervalSeconds", defaults.PingInterval, 0, 3600),
                IdleTimeout = Seconds("Ocpp:IdleTimeoutSeconds", defaults.IdleTimeout, 300, 604_800),
                MaxConnections = Number("Ocpp:MaxConnections", defaults.MaxConnections, 1, 1_000_000),
                Tls = this.ReadTls(port, files, security, contentRoot),
                MaxKnown = Number("Ocpp:MaxKnown", defaults.MaxKnown, 1, 10_000_000),
                UnapprovedDays = Number("Ocpp:UnapprovedDays", defaults.UnapprovedDays, 0, 3650),
                OfflineTransactionDays = Number("Ocpp:OfflineTransactionDays", defaults.OfflineTransactionDays, 0, 3650),
                MaxUnfinishedBytes = (long)Number("Ocpp:MaxUnfinishedMegabytes", (int)(defaults.MaxUnfinishedBytes >> 20), 2, 65_536) << 20,
            })
        {
            UnknownIdTags = Choice("Authorization:UnknownTags", UnknownIdTags.Accept),
            Files = files,
            Security = security,
            Api = this.ReadApi(),
            Retention = this.ReadRetention(),
            KnownProxies = Addresses("KnownProxies"),
        };
    }

    /// <summary>The setting as it is written; null when it is absent or empty.</summary>
    internal string? Text(string name) => string.IsNullOrWhiteSpace(configuration[name]) ? null : configuration[name]!.Trim();

    internal void Mistake(string sentence) => mistakes.Add(sentence);

    /// <summary>Null when it is absent or wrong.</summary>
    internal bool? Switch(string name)
    {
        if (Text(name) is not { } text) return null;
        if (bool.TryParse(text, out var value)) return value;
        mistakes.Add($"The setting {name} is \"{text}\": it must be true or false.");
        return null;
    }

    private List<IPAddress> Addresses(string name)
    {
        List<IPAddress> addresses = [];
        foreach (var text in (Text(name) ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            var isWhole = text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3; // "1" is read as 0.0.0.1
            if (isWhole && IPAddress.TryParse(text, out var address)) addresses.Add(address);
            else mistakes.Add($"The setting {name} holds \"{text}\": it must be an address such as 10.0.0.5, several with blanks between them.");
        }
        return addresses;
    }

    private TimeSpan Seconds(string name, TimeSpan usual, int least, int most) => TimeSpan.FromSeconds(Number(name, (int)usual.TotalSeconds, least, most));

    internal int Number(string name, int usual, int least, int most)
    {
        var text = configuration[name];
        if (string.IsNullOrWhiteSpace(text)) return usual;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
        mistakes.Add($"The setting {name} is \"{text}\": it must be a whole number from {least} to {most}.");
        return usual;
    }

    internal T Choice<T>(string name, T usual) where T : struct, Enum
    {
        var text = configuration[name];
        if (string.IsNullOrWhiteSpace(text)) return usual;
        if (Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value)) return value;
        mistakes.Add($"The setting {name} is \"{text}\": it must be one of {string.Join(", ", Enum.GetNames<T>())}.");
        return usual;
    }
}
