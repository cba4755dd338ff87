namespace OcppDashboard.Features.Files;

public enum FileRefusal
{
    /// <summary>Larger than one file may be.</summary>
    TooLarge,
    /// <summary>The received files together fill what was set aside for them.</summary>
    QuotaFull,
    /// <summary>Too little of the disk is free.</summary>
    NoSpace,
    /// <summary>The address is used up, busy, revoked or too old.</summary>
    Ended,
    /// <summary>It took too long.</summary>
    TooSlow,
}

/// <summary>A file was not taken; the message is a sentence for the log and the timeline.</summary>
public sealed class FileRefusedException(FileRefusal reason, string sentence) : Exception(sentence)
{
    public FileRefusal Reason { get; } = reason;
}
