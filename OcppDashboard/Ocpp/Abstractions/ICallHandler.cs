using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.Ocpp.Abstractions;

/// <summary>Where and when a CALL came in.</summary>
/// <param name="ChargePointId">Identity as stored.</param>
/// <param name="ConnectionNumber">Which connection since the start of the process.</param>
/// <param name="ReceivedAt">UTC.</param>
/// <param name="Notes">Takes what the handler tolerates; null: nobody asks.</param>
public readonly record struct CallContext(string ChargePointId, long ConnectionNumber, string UniqueId, DateTimeOffset ReceivedAt, CallNotes? Notes = null)
{
    /// <summary>What was answered on its connection before; null: nobody asks.</summary>
    public AnsweredOnConnection? Answered { get; init; }

    /// <summary>It came before our answer to one before it, or just after an answer that was slow: what it says again it may say again.</summary>
    public bool MayRepeat { get; init; }

    /// <summary>Says that something was tolerated, in words for a person: it becomes a finding, with this CALL as its frame.</summary>
    public void Note(string note) => Notes?.Add(note);
}

/// <summary>Answers the CALLs of one action. It never calls a charge point itself (design rule 4).</summary>
public interface ICallHandler<TRequest, TResponse> where TRequest : class, IOcppRequest<TResponse> where TResponse : class
{
    /// <returns>The payload of the CALLRESULT; it is sent as soon as the task completes.</returns>
    /// <exception cref="StorageFailedException">What the message says could not be kept: nothing is answered and the connection closes, so that the charge point sends it again.</exception>
    ValueTask<TResponse> HandleAsync(TRequest request, CallContext context);
}

/// <summary>Our own fault (disk full, shutting down): a CALLERROR would let the charge point throw the message away (safety 1.2).</summary>
public sealed class StorageFailedException(string message, Exception? inner = null) : Exception(message, inner);
