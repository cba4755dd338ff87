using System.Net;

namespace OcppDashboard.Configuration;

/// <summary>Who may connect that is not known yet.</summary>
public enum Onboarding
{
    /// <summary>Any charge point that finds the address.</summary>
    Open,
    /// <summary>Only charge points that are known already; others are refused and listed.</summary>
    Approve,
}

/// <summary>What an id tag gets that nobody wrote down.</summary>
public enum UnknownIdTags
{
    /// <summary>It may charge.</summary>
    Accept,
    /// <summary>It is answered with Invalid.</summary>
    Invalid,
}

/// <summary>All settings of a running process, checked.</summary>
/// <param name="Port">TCP port of pages and charge points; 0 lets the system choose (tests).</param>
public sealed record DashboardSettings(RunMode Mode, int Port, DataSettings Data, OcppSettings Ocpp)
{
    public FilesSettings Files { get; init; } = new();
    public UnknownIdTags UnknownIdTags { get; init; }
    public SecuritySettings Security { get; init; } = new();
    public ApiSettings Api { get; init; } = new();
    public RetentionSettings Retention { get; init; } = new();

    /// <summary>Reverse proxies whose word on the client's address is believed; empty: nobody's.</summary>
    public IReadOnlyList<IPAddress> KnownProxies { get; init; } = [];
}

/// <param name="Directory">Full path of the folder that holds the database.</param>
/// <param name="MessageLogDays">Messages older than this are cleaned away.</param>
/// <param name="MessageLogMegabytes">When the log is larger the oldest messages go, whichever limit is met first.</param>
public sealed record DataSettings(string Directory, int MessageLogDays, int MessageLogMegabytes)
{
    /// <summary>Of a message log that is full, what one charge point may have before its own messages go first, percent.</summary>
    public int MessageLogSharePercent { get; init; } = 10;

    /// <summary>The database is written anew at this start, so that its file can shrink from then on. It takes as long as copying the file, and as much space.</summary>
    public bool CompactsAtStart { get; init; }

    public string DatabaseFile => Path.Combine(Directory, "ocppdashboard.db");
}

/// <summary>How we speak with charge points. Times are measured on a monotonic clock.</summary>
public sealed record OcppSettings
{
    public Onboarding Onboarding { get; init; }

    /// <summary>How long a CALL of ours may stay unanswered. Chargers are known to answer after exactly 60 s (D16).</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Heartbeat interval told in the boot answer.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>No CALL of ours before the boot is answered or this time has passed since the connection (C2).</summary>
    public TimeSpan QuietAfterConnect { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A charge point that reports no status after it connected is asked for it, unless it is set quiet (H6).</summary>
    public bool AsksForStatus { get; init; }

    /// <summary>Pause after a CALL timed out, before the next (J3).</summary>
    public TimeSpan PauseAfterTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a live connection has to answer our ping before a newcomer of the same identity takes its place.</summary>
    public TimeSpan TakeoverPing { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Interval of our pings; an unanswered one closes nothing (B1).</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A connection without a single byte for this long is closed; never below 5 minutes by the settings (B3).</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Charge points connected at once.</summary>
    public int MaxConnections { get; init; } = 20_000;

    /// <summary>Charge points known at all. Each leaves a row and a snapshot, and while onboarding is open anybody can make up identities.</summary>
    public int MaxKnown { get; init; } = 50_000;

    /// <summary>Identities that nobody set anything for and that never charged are forgotten after so many days without them; 0: never.</summary>
    public int UnapprovedDays { get; init; } = 7;

    /// <summary>What a charge point charges that has been away for so many days is ended; 0: never.</summary>
    public int OfflineTransactionDays { get; init; } = 7;

    /// <summary>The door for charge points that speak TLS; null: there is none.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>Largest message taken, bytes.</summary>
    public int MaxMessageBytes { get; init; } = 1 << 20;

    /// <summary>Memory for messages that are not whole yet, of all connections together, bytes.</summary>
    public long MaxUnfinishedBytes { get; init; } = 64L << 20;
}
