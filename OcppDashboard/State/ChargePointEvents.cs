using System.Collections.Immutable;
using OcppDashboard.Ocpp.Messages;

namespace OcppDashboard.State;

/// <summary>Something a charge point did. <paramref name="At"/> is the time of receipt.</summary>
public abstract record ChargePointEvent(string ChargePointId, DateTimeOffset At);

public sealed record ChargePointConnected(string ChargePointId, DateTimeOffset At, string RemoteAddress) : ChargePointEvent(ChargePointId, At);
public sealed record ChargePointDisconnected(string ChargePointId, DateTimeOffset At, string Reason) : ChargePointEvent(ChargePointId, At);

/// <summary>It was removed by a person, or because nobody had ever approved it. It is not known any more.</summary>
public sealed record ChargePointRemoved(string ChargePointId, DateTimeOffset At) : ChargePointEvent(ChargePointId, At);
public sealed record ChargePointBooted(string ChargePointId, DateTimeOffset At, BootInfo Boot, BootInfo? Before) : ChargePointEvent(ChargePointId, At);
public sealed record StatusReported(
    string ChargePointId, DateTimeOffset At, int ConnectorId, OcppEnum<ChargePointStatus> Status, OcppEnum<ChargePointErrorCode> ErrorCode) : ChargePointEvent(ChargePointId, At);
public sealed record TransactionStarted(string ChargePointId, DateTimeOffset At, TransactionSnapshot Transaction) : ChargePointEvent(ChargePointId, At);

/// <summary>A charge point showed an id tag that nobody wrote down.</summary>
public sealed record UnknownIdTagSeen(string ChargePointId, DateTimeOffset At, string IdTag) : ChargePointEvent(ChargePointId, At);
public sealed record TransactionStopped(
    string ChargePointId, DateTimeOffset At, int TransactionId, int ConnectorId, OcppEnum<StopReason> Reason, double? EnergyWh) : ChargePointEvent(ChargePointId, At);

/// <param name="IsSigned">It came as SignedFirmwareStatusNotification.</param>
/// <param name="RequestId">The requestId that it names; null: none.</param>
public sealed record FirmwareStatusReported(string ChargePointId, DateTimeOffset At, string Status, bool IsSigned = false, int? RequestId = null) : ChargePointEvent(ChargePointId, At);

/// <param name="IsLog">It came as LogStatusNotification.</param>
/// <param name="RequestId">The requestId that it names; null: none.</param>
public sealed record DiagnosticsStatusReported(string ChargePointId, DateTimeOffset At, string Status, bool IsLog = false, int? RequestId = null) : ChargePointEvent(ChargePointId, At);
public sealed record HeartbeatReceived(string ChargePointId, DateTimeOffset At) : ChargePointEvent(ChargePointId, At);
public sealed record MeterValuesReceived(string ChargePointId, DateTimeOffset At, int ConnectorId, int Readings) : ChargePointEvent(ChargePointId, At);

/// <summary>It sent SignCertificate.</summary>
/// <param name="Problem">Why its request was refused, a sentence; null: it was taken.</param>
public sealed record SignCertificateReceived(string ChargePointId, DateTimeOffset At, string? Problem) : ChargePointEvent(ChargePointId, At);

/// <summary>It asked for a certificate, and the request passed all checks.</summary>
public sealed record CertificateRequested(string ChargePointId, DateTimeOffset At, SigningRequest Request) : ChargePointEvent(ChargePointId, At);

/// <summary>How far a file is on its way between a charge point and this server.</summary>
public enum FileStage
{
    /// <summary>The charge point came to the address for the first time.</summary>
    Came,
    /// <summary>It came again and goes on where it was, or begins anew.</summary>
    CameAgain,
    Moving,
    /// <summary>The transfer broke off or was refused.</summary>
    Broke,
    /// <summary>The last byte was sent to the charge point.</summary>
    Fetched,
    /// <summary>The charge point's file is here whole.</summary>
    Arrived,
}

/// <param name="IsUpload">True: from the charge point to this server.</param>
/// <param name="Bytes">From the start of the file.</param>
/// <param name="Total">Size of the file where it is known.</param>
/// <param name="BytesPerSecond">Since the charge point came; null: too early to tell.</param>
/// <param name="Via">HTTP GET, HTTP PUT, FTP ...</param>
/// <param name="Note">Broke: why; Arrived: what the charge point calls the file.</param>
/// <param name="Sha256">Arrived: of the file, 64 hexadecimal digits.</param>
public sealed record FileMoved(
    string ChargePointId, DateTimeOffset At, long TransferId, bool IsUpload, FileStage Stage, long Bytes, long? Total, double? BytesPerSecond, string Via, string? Note = null,
    string? Sha256 = null)
    : ChargePointEvent(ChargePointId, At);

/// <summary>Tells the rest of the product what charge points do, in order per charge point. Listeners must be quick and must not throw.</summary>
public sealed class ChargePointEvents
{
    private ImmutableArray<Action<ChargePointEvent>> listeners = [];

    public void Publish(ChargePointEvent happened)
    {
        foreach (var listener in listeners) listener(happened);
    }

    public IDisposable Subscribe(Action<ChargePointEvent> listener)
    {
        ImmutableInterlocked.Update(ref listeners, list => list.Add(listener));
        return new Subscription(this, listener);
    }

    private sealed class Subscription(ChargePointEvents events, Action<ChargePointEvent> listener) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref events.listeners, list => list.Remove(listener));
    }
}
