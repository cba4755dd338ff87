namespace OcppDashboard.Configuration;

/// <summary>How the process was started.</summary>
public enum RunMode
{
    /// <summary>Real use.</summary>
    Normal,
    /// <summary><c>--lab</c>: any charge point may connect, pages and API from loopback without login.</summary>
    Lab,
    /// <summary><c>--demo</c>: as lab, own database, simulated charge points.</summary>
    Demo,
}
