namespace OcppDashboard.Data.Queries;

/// <summary>Whether what happens can be kept.</summary>
public sealed class StorageHealth
{
    private volatile string? fault;

    /// <summary>Why nothing can be written at present, in SQLite's words; null while all is well.</summary>
    public string? Fault
    {
        get => fault;
        internal set => fault = value;
    }
}
