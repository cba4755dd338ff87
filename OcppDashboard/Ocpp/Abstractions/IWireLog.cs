namespace OcppDashboard.Ocpp.Abstractions;

/// <summary>How an exchange stands.</summary>
public enum ExchangeResult
{
    /// <summary>Our CALL is sent, no answer yet.</summary>
    Waiting,
    Answered,
    CallError,
    TimedOut,
    /// <summary>The connection ended before the answer.</summary>
    Disconnected,
    /// <summary>The answer could not be read.</summary>
    Malformed,
    /// <summary>Text that was no frame or an answer to nothing: kept and not acted on.</summary>
    NotActedOn,
    /// <summary>The connection had ended before our CALL could be sent; never recorded.</summary>
    NotSent,
}

/// <summary>One CALL and its answer, or a text that was neither. Immutable: an exchange that goes on is recorded anew under the same number.</summary>
/// <param name="Number">Unique and growing over the life of the database.</param>
/// <param name="ConnectionNumber">Which connection since the start of the process.</param>
/// <param name="FromChargePoint">Who sent the CALL.</param>
/// <param name="Action">Empty for a text that is no frame.</param>
/// <param name="Call">The frame as received or sent, UTF-8, secrets masked.</param>
/// <param name="Answer">The answering frame; empty: none.</param>
/// <param name="Status">The status member of the answer, or the error code of a CALLERROR; null when there is none.</param>
/// <param name="Notes">What was tolerated, in words; null for a clean exchange.</param>
public sealed record WireExchange(
    long Number, string ChargePointId, long ConnectionNumber, bool FromChargePoint, string Action, string UniqueId, DateTimeOffset At,
    ReadOnlyMemory<byte> Call, ReadOnlyMemory<byte> Answer, DateTimeOffset? AnsweredAt, ExchangeResult Result, string? Status, string? Notes)
{
    /// <summary>Note of a CALL of ours that was given up before a slow charge point could have answered.</summary>
    public const string ShortTimeOut = "the time-out was short";
}

/// <summary>Is told every exchange. Must return at once and must not throw.</summary>
public interface IWireLog
{
    void Record(WireExchange exchange);
}
